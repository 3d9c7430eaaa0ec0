"""BPMN 2.0 documents: parse, validate, write; never told that anything is executed.

`parse` reads a file into a typed model beside its document, `write` gives the file back as it was
read; `lint` finds what is questionable, `translate` understands models of other tools, `lay_out`
draws models without a diagram, `compare` tells two versions apart. The typed twins of our own
elements are in `dujiang.bpmn.extensions`, the model in `dujiang.bpmn.model`.
"""

from dujiang.bpmn.compare import Difference, compare
from dujiang.bpmn.dialects import Tool, Translated, tool_of, translate
from dujiang.bpmn.extensions import Extensions
from dujiang.bpmn.layout import has_layout, lay_out
from dujiang.bpmn.lint import lint
from dujiang.bpmn.model import Container, Definitions, FlowNode, Process, walk
from dujiang.bpmn.parse import Parsed, parse, parse_document
from dujiang.bpmn.write import write

__all__ = [
    "Container",
    "Definitions",
    "Difference",
    "Extensions",
    "FlowNode",
    "Parsed",
    "Process",
    "Tool",
    "Translated",
    "compare",
    "has_layout",
    "lay_out",
    "lint",
    "parse",
    "parse_document",
    "tool_of",
    "translate",
    "walk",
    "write",
]
