"""The pure core: `step(program, state, command)` decides and returns facts; `apply` makes them true.

Deliberately absent: time, storage, people, HTTP, logging. A user task is "created" and
"completed", nothing more.
"""
