"""The handlers behind the contract, one file a subject.

A plain function is a question: it runs on a reader's thread and may block on the database. An
`async` one submits commands and waits for their answers.
"""

from typing import Any, Final

from dujiang.api.routes import description, notices, operations, organisation, processes, session

HANDLERS: Final[dict[str, Any]] = {
    **session.HANDLERS,
    **organisation.HANDLERS,
    **notices.HANDLERS,
    **operations.HANDLERS,
    **processes.HANDLERS,
    **description.HANDLERS,
}
