"""A person's work inside FEEL: what forms show of somebody who leaves.

| function | gives |
|---|---|
| `open_items(person)` | items in front of a person, as `{number, title}` |
| `running_requests(person, processes)` | their requests that have not ended, as `{number, title}` |
| `handlers_of(instance)` | ids of those with an open item in an instance, groups as members |
| `handover_of(person, to)` | what a handover would move: `{kind, number, title, stays}` |

A person is named by id, login or employee number, processes by a list of keys. What stays in a
handover does so because the other one may not have it. At most `MAX_SHOWN` entries each.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from dujiang.approvals.cases.office import Office
from dujiang.approvals.people.handover import Handover, Moved
from dujiang.approvals.tables import ITEM, LIVE, REQUEST, RequestRow
from dujiang.approvals.tasks.tasks import HANDED_OUT
from dujiang.kernel.ids import id_from_text, id_text, shard_of
from dujiang.runtime import Work

MAX_SHOWN: Final = 200
"""Entries that one question gives."""


def workload_functions(office: Office, work: Work) -> Mapping[str, Callable[..., Any]]:
    """The functions, over the rows that `work` (or a `Looking` in its place) sees."""
    loads = _Workloads(office, work)
    return {
        "open_items": loads.open_items,
        "running_requests": loads.running_requests,
        "handlers_of": loads.handlers_of,
        "handover_of": loads.handover_of,
    }


class _Workloads:
    def __init__(self, office: Office, work: Work) -> None:
        self._office = office
        self._work = work

    def open_items(self, person: str) -> list[dict[str, Any]]:
        return list(islice(self._items(self._id(person)), MAX_SHOWN))

    def running_requests(self, person: str, processes: list[str]) -> list[dict[str, Any]]:
        found = (
            row
            for state in LIVE
            for row in self._work.find(REQUEST, "by_initiator", self._id(person), state)
            if row.process_key in processes
        )
        shown = islice(sorted(found, key=_by_number), MAX_SHOWN)
        return [{"number": row.number, "title": row.title} for row in shown]

    def handlers_of(self, instance: str) -> list[str]:
        instance_id = id_from_text(instance)
        if instance_id is None:
            raise LookupError(instance)
        view = self._office.view()
        found: dict[int, None] = {}
        for row in self._work.find(ITEM, "by_instance", shard_of(instance_id), instance_id):
            if row.state in HANDED_OUT:
                hands = view.members(row.group_key) if row.hand is None else (row.hand,)
                found.update(dict.fromkeys(hands))
        return [id_text(person) for person in found]

    def handover_of(self, person: str, to: str) -> list[dict[str, Any]]:
        found = Handover(self._office).preview(self._work, self._id(person), self._id(to))
        items = [
            {
                "kind": "ITEM",
                "number": moved.number,
                "title": moved.title,
                "stays": moved.refusal is not None,
            }
            for moved in sorted(found.items, key=_by_number)
        ]
        rules = [
            {"kind": "DEPUTY", "number": "", "title": self._name(rule.who), "stays": False}
            for rule in found.deputies
        ]
        return [*items, *rules][:MAX_SHOWN]

    def _items(self, person_id: int) -> Iterator[dict[str, Any]]:
        for row in self._work.find(ITEM, "by_hand", person_id):
            request = self._work.get(REQUEST, row.shard, row.instance_id)
            if row.state in HANDED_OUT and request is not None and row.kind != "start":
                yield {"number": request.number, "title": request.title}

    def _id(self, person: str) -> int:
        found = self._office.view().person_of(person)
        if found is None:
            raise LookupError(person)
        return found

    def _name(self, person_id: int) -> str:
        person = self._office.directory().person(person_id)
        return person.name if person else ""


def _by_number(row: RequestRow | Moved) -> str:
    return row.number
