"""The handlers behind the contract, one file a subject.

A plain function is a question: it runs on a reader's thread and may block on the database. An
`async` one submits commands and waits for their answers.
"""

from typing import Any, Final

from dujiang.api.routes import (
    background,
    deciding,
    decisions,
    description,
    files,
    forms,
    instances,
    items,
    ledgers,
    notices,
    operations,
    organisation,
    printing,
    processes,
    session,
    sheets,
    staff,
    starting,
    units,
)

HANDLERS: Final[dict[str, Any]] = {
    **session.HANDLERS,
    **starting.HANDLERS,
    **instances.HANDLERS,
    **items.HANDLERS,
    **deciding.HANDLERS,
    **files.HANDLERS,
    **forms.HANDLERS,
    **printing.HANDLERS,
    **organisation.HANDLERS,
    **staff.HANDLERS,
    **units.HANDLERS,
    **sheets.HANDLERS,
    **ledgers.HANDLERS,
    **notices.HANDLERS,
    **operations.HANDLERS,
    **processes.HANDLERS,
    **decisions.HANDLERS,
    **background.HANDLERS,
    **description.HANDLERS,
}
