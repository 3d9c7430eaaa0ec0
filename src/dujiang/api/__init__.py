"""The HTTP edge: requests become commands and questions, answers become documents.

It decides nothing: it signs in, parses, submits, renders. `dujiang.api.contract` is the list of
everything that can be asked; `dujiang.main` plugs the rooms in.
"""
