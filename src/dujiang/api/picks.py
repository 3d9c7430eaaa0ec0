"""People who are picked for later steps: what is offered, and what comes back."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from dujiang.api.desk import Call, required_id
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas.common import Named, Person
from dujiang.api.schemas.instances import Pick
from dujiang.approvals import PICKED, Filling, picks_at
from dujiang.kernel.ids import id_from_text


def picks_of(
    call: Call[Any, Any], filling: Filling, *, on_way: Container[str] | None = None
) -> list[Pick]:
    """The later steps whose people whoever fills this form in picks, those on the way alone."""
    desk, version = call.desk, filling.version
    found = picks_at(desk.office, version.id, version.program, filling.rules)
    kept = filling.situation.variables.get(PICKED) or {}
    return [
        Pick(
            step=Named(id=pick.step, name=desk.names.of(version.id, pick.step, call.language)),
            people=None if pick.pool is None else _people(call, pick.pool),
            is_required=pick.is_needed,
            picked=_people(call, map(id_from_text, kept.get(pick.step) or ())),
        )
        for pick in found
        if on_way is None or pick.step in on_way
    ]


def _people(call: Call[Any, Any], ids: Iterable[int | None]) -> list[Person]:
    directory = call.desk.directory()
    found = (person_by_id(one, directory, call.language) for one in ids)
    return [person for person in found if person is not None]


def picked(sent: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, ...]]:
    """The people that a browser sends for later steps."""
    return {step: tuple(required_id(text) for text in people) for step, people in sent.items()}
