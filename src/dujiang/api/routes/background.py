"""Background work: how far it is, stopping it."""

from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.problems import plain
from dujiang.api.schemas.background import Errand, ErrandList
from dujiang.api.schemas.common import Nothing
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import id_text
from dujiang.runtime import (
    ErrandRow,
    StopErrand,
    failure_values_of,
    find_errand,
    list_errands,
    result_of,
    title_values_of,
)


def errands(call: Call[None, None]) -> ErrandList:
    """My background work, newest first."""
    with call.desk.read() as reader:
        rows = list_errands(reader, call.person_id)
    return ErrandList(items=[shown(call, row) for row in rows])


def read_errand(call: Call[None, None]) -> Errand:
    """How far one piece of it has come."""
    with call.desk.read() as reader:
        row = find_errand(reader, call.id("errand_id"), call.person_id)
    if row is None:
        raise NotFound("runtime.errand.not_found")
    return shown(call, row)


async def stop_errand(call: Call[None, None]) -> Nothing:
    """Stop it here."""
    await call.submit(StopErrand(errand_id=call.id("errand_id")))
    return Nothing()


def shown(call: Call[Any, Any], row: ErrandRow) -> Errand:
    """A piece of background work as a document."""
    failure = call.say(row.code, **failure_values_of(row)) if row.code else None
    return Errand(
        id=id_text(row.id),
        kind=row.kind,
        title=call.say(row.title, **title_values_of(row)),
        state=row.state,
        is_stopping=row.is_stopping,
        done=row.done,
        total=row.total,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        file_id=id_text(row.file_id) if row.file_id else None,
        result=_with_reasons(call, plain(result_of(row))),
        failure=failure,
    )


def _with_reasons(call: Call[Any, Any], result: dict[str, Any]) -> dict[str, Any]:
    """Codes that a result counts, as sentences beside them."""
    codes = result.get("codes")
    if not isinstance(codes, dict):
        return result
    return {**result, "reasons": {code: call.say(code) for code in codes}}


HANDLERS: Final = {
    "listErrands": errands,
    "readErrand": read_errand,
    "stopErrand": stop_errand,
}
