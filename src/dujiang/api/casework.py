"""Requests and items as documents: who waits since when and why, the path, what may be done."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dujiang.api.conditions import Conditions
from dujiang.api.desk import Call
from dujiang.api.fieldtexts import FieldTexts
from dujiang.api.problems import plain
from dujiang.api.rendering import local, named_department, person_by_id
from dujiang.api.schemas.common import Access, Named, PathNode, PathPerson, Person
from dujiang.api.schemas.instances import (
    ActionOnInstance,
    InstanceAction,
    InstanceDetail,
    InstanceIncident,
    InstanceOutcome,
    InstanceRow,
    InstanceState,
    LinkedInstance,
    ProcessName,
    ProcessVersionName,
    Waiting,
)
from dujiang.approvals import (
    ItemRow,
    RequestRow,
    Sentences,
    Station,
    Way,
    access_of_reader,
    decode_reasons,
    gather_requests,
    may_cancel,
    may_revoke,
    may_withdraw,
    start_step_of,
)
from dujiang.forms import AccessMap, visible_schema, visible_values
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import id_text
from dujiang.kernel.words import Language
from dujiang.runtime import (
    IncidentFilter,
    Refused,
    Trail,
    find_instance,
    gather_instances,
    list_incidents,
    load_instance_state,
    load_trail,
    read_trail,
)
from dujiang.store import ReadAhead, Reader

MAX_INCIDENTS: Final = 20
_OUTCOMES: Final[dict[str, InstanceOutcome]] = {
    "approved": "approved",
    "completed": "completed",
    "rejected": "rejected",
    "cancelled": "cancelled",
    "failed": "cancelled",
    "revoked": "revoked",
}


class Casework:
    """Renders requests for one call, inside one read transaction."""

    def __init__(
        self, call: Call[Any, Any], reader: Reader, language: Language | None = None
    ) -> None:
        self.call = call
        self.reader = reader
        self.desk = call.desk
        self.directory = call.desk.directory()
        self.language = language or call.language
        self._said_conditions: dict[int, Conditions] = {}
        self.sentences = Sentences(call.desk.words, self.directory, self.language)

    # Small parts

    def person(self, person_id: int | None) -> Person | None:
        """Somebody by id."""
        return person_by_id(person_id, self.directory, self.language)

    def process(self, process_key: str) -> ProcessName:
        """A process by its present name."""
        row = self.desk.deployments.processes().get(process_key)
        name = local(row.name, row.name_en, self.language) if row else process_key
        return ProcessName(key=process_key, name=name)

    def step(self, version_id: int, element_id: str) -> Named:
        """A step by the name its model gives."""
        return Named(id=element_id, name=self.desk.names.of(version_id, element_id, self.language))

    def group(self, key: str) -> str | None:
        """A group of people by name."""
        return self.sentences.say("api.group", {"group": key}) if key else None

    def explained(self, version_id: int, code: str, params: Mapping[str, Any]) -> str:
        """A sentence about steps of a version, which are named in the reader's language."""
        named = self.desk.names.in_words(version_id, params, self.language)
        return self.sentences.say(code, named)

    def waiting(self, request: RequestRow, items: Sequence[ItemRow]) -> list[Waiting]:
        """Everybody whose turn it is."""
        return [
            Waiting(
                person=self.person(row.hand),
                group=self.group(row.group_key) if row.hand is None else None,
                on_behalf_of=self.on_behalf_of(row),
                item_id=id_text(row.id),
                step=self.step(request.version_id, row.step),
                since=row.opened_at or request.updated_at,
                due_at=row.due_at,
                is_overdue=row.due_at is not None and row.due_at < self.call.at,
                read_at=row.read_at,
                reason=" ".join(self.sentences.reasons(decode_reasons(row.reasons))),
            )
            for row in items
            if row.state in ("open", "delegated")
        ]

    def on_behalf_of(self, row: ItemRow) -> Person | None:
        """The principal, where somebody else acts."""
        is_other = row.hand is not None and row.principal not in (None, row.hand)
        return self.person(row.principal) if is_other else None

    # Requests

    def rows(self, requests: Sequence[RequestRow]) -> list[InstanceRow]:
        """Requests in a list: what they show is read in as many statements for one as for all."""
        ahead = ReadAhead(self.reader)
        identifiers = [request.id for request in requests]
        gather_instances(ahead, identifiers)
        gather_requests(ahead, identifiers)
        work = Casework(self.call, ahead)
        return [
            work._row(request, read_trail(ahead, self.desk.vocabulary, request.id))
            for request in requests
        ]

    def _row(self, request: RequestRow, trail: Trail) -> InstanceRow:
        way = self.way(request, trail)
        waiting = self.waiting(request, way.items)
        mine = self.desk.people_work.item_of_mine(self.reader, request.id, self.call.person_id)
        last = self._last_comment(request)
        return InstanceRow(
            id=id_text(request.id),
            number=request.number,
            title=request.title,
            process=self.process(request.process_key),
            state=state_of(request),
            outcome=outcome_of(request),
            initiator=self.person(request.initiator_id),
            department=named_department(request.department_id, self.directory, self.language),
            amount=request.amount,
            submitted_at=request.submitted_at or request.updated_at,
            ended_at=request.ended_at,
            path=self.stations(request.version_id, self.desk.paths.in_short(self.call.at, way)),
            waiting=waiting,
            last_comment=last,
            has_incident=way.instance.incident_count > 0,
            my_item_id=id_text(mine.id) if mine else None,
            actions=[action.action for action in self.actions(request) if action.enabled],
        )

    def detail(self, request: RequestRow) -> InstanceDetail:
        """Everything that the reader may see of a request."""
        way = self.way(request)
        mine = self.desk.people_work.item_of_mine(self.reader, request.id, self.call.person_id)
        form, access, values = self._form(request, way)
        process = self.process(request.process_key)
        return InstanceDetail(
            id=id_text(request.id),
            number=request.number,
            title=request.title,
            state=state_of(request),
            outcome=outcome_of(request),
            initiator=self.person(request.initiator_id),
            department=named_department(request.department_id, self.directory, self.language),
            process=ProcessVersionName(
                key=process.key,
                name=process.name,
                version_id=id_text(request.version_id),
                version=self.desk.deployments.version(request.version_id).version,
            ),
            submitted_at=request.submitted_at or request.updated_at,
            ended_at=request.ended_at,
            amount=request.amount,
            form=form,
            access=access,
            values=values,
            path=self._path(request, way),
            waiting=self.waiting(request, way.items),
            incidents=self._incidents(request),
            actions=self.actions(request),
            my_item_id=id_text(mine.id) if mine else None,
            revokes=self._linked(request.revokes),
            revoked_by=self._linked(request.revoked_by),
            revision=way.instance.revision,
        )

    def way(self, request: RequestRow, trail: Trail | None = None) -> Way:
        """What is needed to draw the path of a request."""
        reader, work = self.reader, self.desk.people_work
        instance = find_instance(reader, request.id)
        if instance is None:
            raise NotFound("approvals.instance.not_found")
        return Way(
            instance=instance,
            state=load_instance_state(reader, instance),
            trail=trail or load_trail(reader, self.desk.vocabulary, request.id),
            tasks=work.tasks_of(reader, request.id),
            items=work.items_of(reader, request.id),
        )

    def _path(self, request: RequestRow, way: Way) -> list[PathNode]:
        stations = self.desk.paths.of_instance(self.reader, self.call.actor, self.call.at, way)
        return self.stations(request.version_id, stations)

    def stations(self, version_id: int, stations: Sequence[Station]) -> list[PathNode]:
        """Stations as documents; a condition of which nothing can be said is left out."""
        nodes = [self._station(version_id, station) for station in stations]
        return [node for node in nodes if node.kind != "condition" or node.note]

    def _conditions(self, version_id: int) -> Conditions:
        """The conditions of a version's flows, in words."""
        found = self._said_conditions.get(version_id)
        if found is None:
            version = self.desk.deployments.version(version_id)
            node = start_step_of(version.program)
            form = self.desk.office.form_of(version_id, node) if node is not None else None
            texts = FieldTexts(self.directory, self.language, self.desk.zone)
            found = Conditions(version, form, texts, self.desk.words)
            self._said_conditions[version_id] = found
        return found

    def actions(self, request: RequestRow) -> list[InstanceAction]:
        """What the reader could do to the request as a whole."""
        looking = self.desk.people_work.looking(self.reader, self.call.actor, self.call.at)
        instance = looking.instance(request.id)
        work, office = looking.as_work(), self.desk.office
        found: list[InstanceAction] = []
        if request.initiator_id == self.call.person_id:
            found.append(self._action(request, "withdraw", may_withdraw(office, work, instance)))
            is_over = request.ended_at is not None
            found.append(self._action(request, "restart" if is_over else "remind", None))
            revocable = may_revoke(office, work, instance)
            if is_over or revocable is None or revocable.code != "approvals.revoke.not_approved":
                found += self._revoke(request, revocable)
        refused = may_cancel(office, work, instance)
        if refused is None:
            found.append(self._action(request, "cancel", None, needs_reason=True))
        return found

    def _revoke(self, request: RequestRow, refused: Refused | None) -> list[InstanceAction]:
        """Revoking is named where the process knows it; the reason says why not now."""
        if refused is not None and refused.code == "approvals.revoke.never":
            return []
        return [self._action(request, "revoke", refused, needs_reason=True)]

    def _linked(self, instance_id: int) -> LinkedInstance | None:
        looking = self.desk.people_work.looking(self.reader, self.call.actor, self.call.at)
        row = looking.request(instance_id) if instance_id else None
        if row is None:
            return None
        return LinkedInstance(id=id_text(row.id), number=row.number, title=row.title)

    def _action(
        self,
        request: RequestRow,
        action: ActionOnInstance,
        refused: Refused | None,
        *,
        needs_reason: bool = False,
    ) -> InstanceAction:
        reason = None
        if refused is not None:
            reason = self.explained(request.version_id, refused.code, refused.params)
        return InstanceAction(
            action=action, enabled=refused is None, reason=reason, needs_reason=needs_reason
        )

    def _form(
        self, request: RequestRow, way: Way
    ) -> tuple[dict[str, Any], dict[str, Access], dict[str, Any]]:
        """The form as the reader may see it now: their own step's view, else that of readers."""
        variables = dict(way.state.scopes[0].variables) if 0 in way.state.scopes else {}
        filling = self.desk.filling.of_instance(
            self.reader, self.call.at, request.version_id, variables
        )
        if filling is None:
            return {}, {}, {}
        items, person_id = way.items, self.call.person_id
        access = access_of_reader(self.desk.office, request, items, filling, person_id)
        values = visible_values(filling.form, access, filling.situation.variables)
        return visible_schema(filling.form, access), access, values

    def _station(self, version_id: int, station: Station) -> PathNode:
        ended, began = station.ended_at, station.began_at
        duration = int((ended - began).total_seconds()) if ended and began else None
        return PathNode(
            element_id=station.element_id,
            name=self.desk.names.of(version_id, station.element_id, self.language),
            kind=station.kind,
            state=station.state,
            persons=self._people_of(station),
            note=(
                self._conditions(version_id).say(station.flow, self.language)
                if station.kind == "condition"
                else self._note(version_id, station)
            ),
            at=ended if station.state != "now" else began,
            duration_s=duration,
        )

    def _people_of(self, station: Station) -> list[PathPerson]:
        found = [
            PathPerson(
                person=person,
                on_behalf_of=self.on_behalf_of(row),
                state=_item_state(row),
            )
            for row in station.items
            if (person := self.person(row.hand if row.decided_by is None else row.decided_by))
        ]
        found += [
            PathPerson(
                person=person,
                on_behalf_of=self.person(placement.principal)
                if placement.principal not in (None, placement.hand)
                else None,
                state="skipped" if placement.decided else "expected",
            )
            for placement in station.placements
            if (person := self.person(placement.hand or placement.principal))
        ]
        return found

    def _awaits_pick(self, version_id: int, picker: str) -> str:
        if not picker:
            return self.sentences.say("api.path.picked_at_start", {})
        step = self.desk.names.of(version_id, picker, self.language)
        return self.sentences.say("api.path.picked_at_step", {"step": step})

    def _note(self, version_id: int, station: Station) -> str | None:
        groups = [row.group_key for row in station.items if row.hand is None and row.group_key]
        groups += [p.group for p in station.placements if p.group and p.hand is None]
        if groups:
            return self.group(groups[0])
        if station.picker is not None:
            return self._awaits_pick(version_id, station.picker)
        if station.state == "skipped":
            reasons = [s for row in station.items for s in decode_reasons(row.reasons)]
            return " ".join(self.sentences.reasons(tuple(reasons))) or None
        if station.rules is not None:
            count = max(len(station.items), len(station.placements))
            return self.sentences.rule(station.rules, count)
        return None

    def _incidents(self, request: RequestRow) -> list[InstanceIncident]:
        wanted = IncidentFilter(instance_id=request.id)
        return [
            InstanceIncident(
                id=id_text(view.incident.id),
                step=self.step(request.version_id, view.incident.element_id),
                since=view.incident.raised_at,
                detail=self.sentences.say(view.incident.code, plain(view.params)),
                may_retry=self.call.actor.may("incident.repair"),
            )
            for view in list_incidents(self.reader, wanted, limit=MAX_INCIDENTS)
        ]

    def _last_comment(self, request: RequestRow) -> str | None:
        history = self.desk.people_work.story.history(self.reader, request.id)
        return next((row.comment for row in reversed(history) if row.comment), None)


def read_only(access: AccessMap) -> dict[str, Access]:
    """What may be read of what may be edited or read."""
    return {key: "hidden" if stated == "hidden" else "read" for key, stated in access.items()}


def state_of(request: RequestRow) -> InstanceState:
    """Running, back with the initiator, held, or over."""
    if request.ended_at is not None:
        return "ended"
    if request.is_suspended:
        return "suspended"
    return request.state if request.state in ("returned", "withdrawn") else "running"


def outcome_of(request: RequestRow) -> InstanceOutcome | None:
    """How it ended."""
    return _OUTCOMES.get(request.state) if request.ended_at is not None else None


def _item_state(row: ItemRow) -> Any:  # noqa: ANN401 - a literal of PathPerson
    if row.state in ("open", "delegated"):
        return "open"
    if row.state == "waiting":
        return "waiting"
    return "skipped" if row.state in ("skipped", "cancelled") else "done"
