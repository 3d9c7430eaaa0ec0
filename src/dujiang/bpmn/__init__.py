"""BPMN 2.0 documents: parse, validate, write; never told that anything is executed."""

from dujiang.bpmn.extensions import Extensions
from dujiang.bpmn.model import Container, Definitions, FlowNode, Process, walk
from dujiang.bpmn.parse import Parsed, parse, parse_document
from dujiang.bpmn.write import write

__all__ = [
    "Container",
    "Definitions",
    "Extensions",
    "FlowNode",
    "Parsed",
    "Process",
    "parse",
    "parse_document",
    "walk",
    "write",
]
