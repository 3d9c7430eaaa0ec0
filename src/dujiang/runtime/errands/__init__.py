"""Long work in the background for a person: with progress, a stop button, and a result.

An export or a change of ten thousand instances is too long for a request. Its handler works in
small portions, says after each how far it has come, and can be continued elsewhere after a crash.
"""
