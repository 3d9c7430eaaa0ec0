"""What goes over the wire: one Struct a document, camelCase outside, read strictly.

`In` is what people and programs send (unknown names are refused), `Out` what they get (every name
is always there; what is not known is null).
"""
