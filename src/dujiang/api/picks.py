"""People who are picked for later steps: what is offered, and what comes back."""

from collections.abc import Mapping, Sequence
from typing import Any

from dujiang.api.desk import Call, required_id
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas.common import Named
from dujiang.api.schemas.instances import Pick
from dujiang.approvals import Filling, picks_at


def picks_of(call: Call[Any, Any], filling: Filling) -> list[Pick]:
    """The later steps whose people whoever fills this form in picks."""
    desk, version = call.desk, filling.version
    found = picks_at(desk.office, version.id, version.program, filling.rules)
    directory = desk.directory()
    return [
        Pick(
            step=Named(id=pick.step, name=desk.names.of(version.id, pick.step, call.language)),
            people=None
            if pick.pool is None
            else [
                person
                for one in pick.pool
                if (person := person_by_id(one, directory, call.language))
            ],
        )
        for pick in found
    ]


def picked(sent: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, ...]]:
    """The people that a browser sends for later steps."""
    return {step: tuple(required_id(text) for text in people) for step, people in sent.items()}
