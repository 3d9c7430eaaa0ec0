"""One module per BPMN element, each readable as the element's rule and blind to the others."""
