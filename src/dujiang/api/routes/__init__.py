"""The handlers behind the contract, one file a subject.

A plain function is a question: it runs on a reader's thread and may block on the database. An
`async` one submits commands and waits for their answers.
"""

from typing import Any, Final

from dujiang.api.routes import (
    absences,
    background,
    deciding,
    decisions,
    description,
    files,
    forms,
    handover,
    instances,
    items,
    ledgers,
    notices,
    operations,
    organisation,
    permissions,
    printing,
    processes,
    second_factor,
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
    **absences.HANDLERS,
    **handover.HANDLERS,
    **permissions.HANDLERS,
    **second_factor.HANDLERS,
    **description.HANDLERS,
}
