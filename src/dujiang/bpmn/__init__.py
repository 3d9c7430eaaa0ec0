"""BPMN 2.0 documents: parse, validate, write; never told that anything is executed."""
