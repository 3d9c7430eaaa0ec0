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
    imports,
    instances,
    items,
    ledgers,
    migrations,
    notices,
    operations,
    organisation,
    permissions,
    printing,
    processes,
    repairs,
    second_factor,
    session,
    sheets,
    staff,
    starting,
    units,
    versions,
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
    **repairs.HANDLERS,
    **migrations.HANDLERS,
    **versions.HANDLERS,
    **imports.HANDLERS,
    **processes.HANDLERS,
    **decisions.HANDLERS,
    **background.HANDLERS,
    **absences.HANDLERS,
    **handover.HANDLERS,
    **permissions.HANDLERS,
    **second_factor.HANDLERS,
    **description.HANDLERS,
}
