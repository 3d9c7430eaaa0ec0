"""Deputy rules and absences in words: what they mean, and what may go wrong with them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.rendering import local, person_by_id
from dujiang.api.schemas import absences as doc
from dujiang.api.schemas.common import Named
from dujiang.approvals import AbsenceRow, DeputyRow
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import id_text
from dujiang.store import Reader

_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


class Deputising:
    """Says rules to one reader."""

    def __init__(self, call: Call[Any, Any], reader: Reader) -> None:
        self._call = call
        self._reader = reader
        self._standing_in = call.desk.people_work.standing_in

    def deputy(self, row: DeputyRow) -> doc.Deputy:
        """A rule with its meaning."""
        processes = self._call.desk.deployments.processes()
        state = self._state(row.from_at, row.until_at, row.ended_at)
        return doc.Deputy(
            id=id_text(row.id),
            who=self._person(row.who),
            deputy=self._person(row.deputy),
            kind="assist" if row.kind == "assist" else "act",
            from_at=row.from_at,
            until_at=row.until_at,
            amount_limit=row.amount_limit,
            processes=[
                Named(id=key, name=self._process(key) if key in processes else key)
                for key in row.processes.split()
            ],
            moves_open=row.moves_open,
            cause=row.cause,
            state=state,
            sentence=self.meaning(row),
            warnings=[] if state == "over" else self.warnings(row),
        )

    def absence(self, row: AbsenceRow) -> doc.Absence:
        """An absence in words."""
        params = {
            "person": self._name(row.person_id),
            "from": self._moment(row.from_at),
            "until": self._moment(row.until_at, is_end=True),
        }
        which = "by_request" if row.cause else "plain"
        if row.cause:
            params["number"] = row.cause
        return doc.Absence(
            id=id_text(row.id),
            person=self._person(row.person_id),
            from_at=row.from_at,
            until_at=row.until_at,
            cause=row.cause,
            state=self._state(row.from_at, row.until_at, row.ended_at),
            sentence=self._call.say(f"api.absence.{which}", **params),
        )

    def meaning(self, row: DeputyRow) -> str:
        """The rule in sentences."""
        say, who, deputy = self._call.say, self._name(row.who), self._name(row.deputy)
        names = [self._process(key) for key in row.processes.split()]
        between = "、" if self._call.language == "zh-CN" else ", "
        scope = between.join(names) if names else say("api.deputy.all_processes")
        params = {
            "who": who,
            "deputy": deputy,
            "processes": scope,
            "from": self._moment(row.from_at),
            "until": self._moment(row.until_at, is_end=True),
        }
        said = [say(f"api.deputy.{'assist' if row.kind == 'assist' else 'act'}", **params)]
        if row.amount_limit is not None:
            said.append(say("api.deputy.limit", limit=f"{row.amount_limit:,}", who=who))
        which = "moves_open" if row.moves_open and row.kind != "assist" else "keeps_open"
        said.append(say(f"api.deputy.{which}", who=who))
        return ("" if self._call.language == "zh-CN" else " ").join(said)

    def warnings(self, row: DeputyRow) -> list[str]:
        """Why the deputy may not be the one who gets it after all."""
        say, who, deputy = self._call.say, self._name(row.who), self._name(row.deputy)
        found = []
        further = [
            rule
            for rule in self._standing_in.deputies(self._reader, row.deputy)
            if rule.ended_at is None and _overlap(rule, row)
        ]
        if any(rule.deputy == row.who for rule in further):
            found.append(say("api.deputy.in_circle", who=who, deputy=deputy))
        elif further:
            third = self._name(further[0].deputy)
            found.append(say("api.deputy.goes_on", deputy=deputy, third=third))
        else:
            away = self._standing_in.absences(self._reader, row.deputy)
            if any(one.ended_at is None and _overlap(one, row) for one in away):
                found.append(say("api.deputy.is_away", deputy=deputy))
        return found

    def now(self, person_id: int, rules: Sequence[DeputyRow], *, is_away: bool) -> str:
        """Who gets new items at this moment."""
        active = [one for one in rules if self._state_of(one) == "active"]
        name = self._name(person_id)
        if active:
            between = "、" if self._call.language == "zh-CN" else ", "
            deputies = between.join(dict.fromkeys(self._name(one.deputy) for one in active))
            return self._call.say("api.deputy.now_deputy", person=name, deputies=deputies)
        which = "now_nobody" if is_away else "now_oneself"
        return self._call.say(f"api.deputy.{which}", person=name)

    def _person(self, person_id: int) -> Any:  # noqa: ANN401 - a Person document
        found = person_by_id(person_id, self._call.desk.directory(), self._call.language)
        if found is None:
            raise NotFound("api.id.unknown", id=id_text(person_id))
        return found

    def _name(self, person_id: int) -> str:
        found = self._call.desk.directory().person(person_id)
        return local(found.name, found.name_en, self._call.language) if found else "?"

    def _process(self, key: str) -> str:
        process = self._call.desk.deployments.processes().get(key)
        return local(process.name, process.name_en, self._call.language) if process else key

    def _state_of(self, row: DeputyRow | AbsenceRow) -> doc.State:
        return self._state(row.from_at, row.until_at, row.ended_at)

    def _state(self, from_at: datetime, until_at: datetime, ended_at: datetime | None) -> doc.State:
        if ended_at is not None or until_at <= self._call.at:
            return "over"
        return "active" if from_at <= self._call.at else "planned"

    def _moment(self, at: datetime, *, is_end: bool = False) -> str:
        """A day where it begins or ends with it, else day and time."""
        local_at = at.astimezone(self._call.desk.zone)
        is_midnight = (local_at.hour, local_at.minute) == (0, 0)
        if is_midnight and is_end:
            local_at -= timedelta(minutes=1)
        day = (
            f"{local_at.month}月{local_at.day}日"
            if self._call.language == "zh-CN"
            else f"{_MONTHS[local_at.month - 1]} {local_at.day}"
        )
        return day if is_midnight else f"{day} {local_at:%H:%M}"


def _overlap(one: DeputyRow | AbsenceRow, other: DeputyRow) -> bool:
    return one.from_at < other.until_at and other.from_at < one.until_at
