"""One step of one instance with everything that deciding on it needs, as plain values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from dujiang.approvals.cases.office import Office, evaluate, in_zone, revoke_of, settings_of
from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.approvals.cases.presence import PresenceNow
from dujiang.approvals.rules.actions import Setting
from dujiang.approvals.rules.assignment import Finding, find_seats
from dujiang.approvals.rules.distribution import Load
from dujiang.approvals.rules.model import Item, Round, Source, StepRules
from dujiang.approvals.rules.policies import (
    Case,
    Earlier,
    Seat,
    Seating,
    World,
    eligible_members,
    place_person,
    reseat,
    seat_people,
)
from dujiang.approvals.rules.rounds import Placement, acted_hands
from dujiang.approvals.rules.seen import seen_digest
from dujiang.approvals.rules.settings import read_sources
from dujiang.approvals.tables import DRAFT, ITEM, REQUEST, TASK, TURN, ItemRow, RequestRow, TaskRow
from dujiang.engine import Scope, State
from dujiang.feel import Environment
from dujiang.forms import About, AccessMap, Form, Situation
from dujiang.kernel.ids import id_text
from dujiang.kernel.values import Variables
from dujiang.runtime import Handled, InstanceRow, Work

AMOUNT_FIELDS: Final = ("amount", "total", "est_cost")
"""Form fields that are the request's amount, the first that has a number."""
PICKED: Final = "picked"
"""Process variable: step -> people picked for it."""
_DECIDED: Final = frozenset({"approved", "rejected", "abstained", "returned", "approved_pending"})


class StepCase:
    """A step that is being opened or acted on."""

    def __init__(
        self,
        office: Office,
        work: Work,
        instance: InstanceRow,
        element_id: str,
        element_key: int,
        *,
        task: TaskRow | None = None,
    ) -> None:
        self.office = office
        self.work = work
        self.instance = instance
        self.element_key = element_key
        self.task = task
        self.program = work.program(instance)
        self.node = self.program.nodes[element_id]
        self.events: list[msgspec.Struct] = []
        self.follow_ups: list[msgspec.Struct] = []

    def handled(self, **answer: Any) -> Handled:  # noqa: ANN401 - plain data
        """The outcome of a command on this case: everything that was collected."""
        return Handled(
            tuple(self.events),
            tuple(self.follow_ups),
            answer=answer or None,
            instance_id=self.instance.id,
        )

    @cached_property
    def rules(self) -> StepRules:
        """The settings of the step, with the people whom they name for a veto or a weight."""
        rules = self.office.rules(self.instance.version_id, self.node)
        if any(source.kind == "original" for source in rules.sources):
            rules = replace(rules, sources=self._sources_of_original(rules))
        if not rules.veto and not rules.weights:
            return rules
        vote = replace(
            rules.vote,
            vetoers=frozenset(p for text in rules.veto for p in named_people(self.view, text)),
            weights=tuple(
                (p, weight) for text, weight in rules.weights for p in named_people(self.view, text)
            ),
        )
        return replace(rules, vote=vote)

    def _sources_of_original(self, rules: StepRules) -> tuple[Source, ...]:
        """A linked process asks those whom the process that it revokes names."""
        if not self.request.revokes:
            return rules.sources
        original = self.work.program(self.work.instance(self.request.revokes))
        stated = read_sources(original.process_id, revoke_of(original).assignees)
        return tuple(
            found
            for source in rules.sources
            for found in (stated if source.kind == "original" else (source,))
        )

    @cached_property
    def view(self) -> DirectoryView:
        """The organisation."""
        return self.office.view()

    @cached_property
    def presence(self) -> PresenceNow:
        """Absences and deputies now."""
        return PresenceNow(self.work, self.work.at)

    @cached_property
    def environment(self) -> Environment:
        """What expressions may use."""
        return self.office.environment(self.work)

    @property
    def request(self) -> RequestRow:
        """The request row of the instance, as it is now."""
        row = self.work.get(REQUEST, self.instance.shard, self.instance.id)
        assert row is not None, "every instance with a task has a request"
        return row

    @property
    def initiator(self) -> int | None:
        """Who started it; None for peers and outsiders."""
        return self.instance.initiator_id or None

    @property
    def owner(self) -> int | None:
        """The process owner."""
        return self.request.owner_id or None

    # Values and the form

    @cached_property
    def variables(self) -> dict[str, Any]:
        """Variables that the step sees."""
        return visible_variables(self.work.state(self.instance), self.element_key)

    @cached_property
    def form(self) -> Form:
        """The form that the step shows."""
        return self.office.form_of(self.instance.version_id, self.node)

    @cached_property
    def access(self) -> AccessMap:
        """Who may touch which field at this step."""
        return self.office.access(self.form, self.node, self.rules)

    @property
    def situation(self) -> Situation:
        """What the form's expressions may use."""
        known = self.office.sealed.open(self.work, self.form.sensitive, self.variables)
        current = {field.key: known[field.key] for field in self.form.fields if field.key in known}
        return Situation(variables=known, current=current, environment=self.environment)

    def kept(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Values of the form as the process keeps them: sensitive ones sealed."""
        about = About(self.instance.id, self.instance.initiator_id, self.variables)
        fields = self.office.sealed.fields_of(self.instance.version_id)
        return self.office.sealed.seal(self.work, fields, about, values)

    def digest(self, values: Mapping[str, Any] | None = None) -> bytes:
        """The seen digest of the step now, or over other values."""
        return seen_digest(values or self.variables, _readable(self.form, self.access))

    @cached_property
    def people(self) -> "StepPeople":
        """Who gets the step and who may do what at it."""
        return StepPeople(self)


class StepPeople:
    """The people of a step: what the rules ask, and who they find."""

    def __init__(self, case: StepCase) -> None:
        self._case = case

    @cached_property
    def earlier(self) -> tuple[Earlier, ...]:
        """Approvals that this run has already, and, coming back by `changed`, those it had."""
        tasks = self._case.work.find(
            TASK, "by_instance", self._case.instance.shard, self._case.instance.id
        )
        passed = [
            t for t in tasks if t.kind == "approval" and t.closed_at and t.outcome == "passed"
        ]
        live = [task for task in passed if not task.is_undone]
        last = max(live, key=lambda task: task.id, default=None)
        comes_back_changed = self._case.request.come_back == "changed"
        found: list[Earlier] = []
        for task in passed:
            if task.is_undone and not (comes_back_changed and task.step == self._case.node.id):
                continue
            for row in self._items_of(task):
                if row.state == "approved" and row.decided_by is not None:
                    is_last = task is last or task.is_undone
                    found.append(self._earlier(row, is_last))
        return tuple(found)

    def _tasks(self) -> list[TaskRow]:
        instance = self._case.instance
        return self._case.work.find(TASK, "by_instance", instance.shard, instance.id)

    def _items_of(self, task: TaskRow) -> list[ItemRow]:
        return self._case.work.find(ITEM, "by_task", task.shard, task.id)

    def _earlier(self, row: ItemRow, is_adjacent: bool) -> Earlier:
        node = self._case.program.nodes.get(row.step)
        rules = self._case.office.rules(self._case.instance.version_id, node)
        form = self._case.office.form_of(self._case.instance.version_id, node)
        now = seen_digest(
            self._case.variables, _readable(form, self._case.office.access(form, node, rules))
        )
        return Earlier(
            hand=row.decided_by or 0,
            step=row.step,
            is_adjacent=is_adjacent,
            is_unchanged=now == row.digest,
        )

    @cached_property
    def apart(self) -> frozenset[int]:
        """Hands of the named steps in this run, and the people of the named fields.

        Who acted stays apart even when a return has undone what they did.
        """
        found: set[int] = set()
        steps = {apart.step for apart in self._case.rules.apart if apart.step}
        if steps:
            tasks = self._case.work.find(
                TASK, "by_instance", self._case.instance.shard, self._case.instance.id
            )
            for task in tasks:
                if task.step in steps:
                    rows = self._items_of(task)
                    found |= {r.decided_by for r in rows if r.state in _DECIDED and r.decided_by}
        for apart in self._case.rules.apart:
            if apart.field:
                found |= set(self._people_of(self._case.variables.get(apart.field)))
        return frozenset(found)

    def _people_of(self, value: object) -> list[int]:
        texts = value if isinstance(value, list) else [value]
        people = (self._case.view.person_of(str(text)) for text in texts if text)
        return [person for person in people if person is not None]

    def case(self, acted: frozenset[int] = frozenset()) -> Case:
        """What the rules need to know of the run."""
        texts = self._case.rules.empty_to
        request = self._case.request
        return Case(
            process_key=self._case.instance.process_key,
            initiator=self._case.initiator,
            initiator_department=self._case.instance.department_id or None,
            owner=self._case.owner,
            amount=request.amount,
            apart=self.apart,
            earlier=self.earlier,
            is_target_of_return=bool(self._case.task and self._case.task.is_target_of_return)
            or request.return_target == self._case.node.id,
            empty_to=tuple(p for t in texts for p in named_people(self._case.view, t)),
            acted=acted,
        )

    def world(self, round_: Round | None = None) -> World:
        """Everything that a rule looks at."""
        rules = self._case.rules
        acted = acted_hands(round_) if round_ is not None and rules.distinct else frozenset()
        comes_back_changed = self._case.request.come_back == "changed"
        if comes_back_changed and rules.repeated == "never":
            rules = replace(rules, repeated="once")
        return World(
            rules=rules,
            case=self.case(acted),
            organisation=self._case.view,
            presence=self._case.presence,
        )

    def _picked(self) -> tuple[int, ...]:
        """Whom the initiator or an earlier handler has picked for this step."""
        picked = self._case.variables.get(PICKED)
        found = picked.get(self._case.node.id) if isinstance(picked, dict | Variables) else None
        return tuple(self._people_of(found))

    @property
    def awaits_pick(self) -> Source | None:
        """The source by which the step has nobody until somebody is picked; None when it has."""
        sources = self._case.rules.sources
        is_needed = len(sources) == 1 and sources[0].kind == "picked"
        return sources[0] if is_needed and not self._picked() else None

    def seating(self) -> Seating:
        """Who gets the step, by its sources and all rules."""
        world = self.world()
        finding = Finding(
            organisation=self._case.view,
            names=self._case.view,
            presence=self._case.presence,
            initiator=self._case.initiator,
            initiator_department=self._department(),
            fields=self._case.variables,
            evaluate=self._evaluate,
            picked=self._picked(),
            loads=self._loads,
            barred=world.barred,
            skill=str(self._value(self._case.rules.skill) or ""),
        )
        return seat_people(find_seats(self._case.rules, finding), world)

    def _department(self) -> int | None:
        """The initiator's department now: a transfer moves later steps with them."""
        return (
            self._case.view.department_of(self._case.initiator)
            or self._case.instance.department_id
            or None
        )

    def _value(self, text: str) -> Any:  # noqa: ANN401 - a Value
        return evaluate(text, self._case.variables, self._case.environment)

    def _evaluate(self, source: Source) -> Any:  # noqa: ANN401 - a Value
        if source.kind == "decision":
            models = self._case.office.models
            return models.decide(
                self._case.instance.version_id,
                source.value,
                self._case.variables,
                self._case.environment,
            )
        text = source.value if source.value.startswith("=") else f"={source.value}"
        return self._value(text)

    def _loads(self, people: Sequence[int]) -> dict[int, Load]:
        """How busy the members of a group are; counted where items are given out and closed."""
        group = next((f"{s.kind}:{s.value}" for s in self._case.rules.sources), "")
        rows = {row.person_id: row for row in self._case.work.find(TURN, "by_group", group)}
        role = group.partition(":")[2]
        return {
            person: Load(
                open_count=rows[person].open_count if person in rows else 0,
                last_given_at=rows[person].last_given_at if person in rows else None,
                skills=self._case.view.directory.skills(role, person),
            )
            for person in people
        }

    def opening(self, item: Item, round_: Round) -> Placement:
        """Who acts on an item whose turn it is now."""
        world = self.world(round_)
        seat = Seat(
            person=item.principal,
            hand=item.principal,
            found_as="group" if item.group else "person",
            found_in=item.group,
            group="" if item.principal is not None else item.group,
        )
        head_of = _heads(item)
        if head_of:
            seat = replace(seat, found_as="head", found_in=head_of)
        return reseat(seat, world).placements[0]

    def setting(self, round_: Round) -> Setting:
        """What acting needs beside the round."""
        world = self.world(round_)
        return Setting(
            rules=self._case.rules,
            at=self._case.work.at,
            next_id=lambda: self._case.work.new_id_beside(self._case.instance.id),
            opening=self.opening,
            place=lambda person: place_person(person, world),
            eligible=lambda group: eligible_members(group, world),
            barred=world.barred,
            is_active=self._case.view.is_active,
            is_untouched=self.is_untouched,
        )

    def is_untouched(self, item: Item) -> bool:
        """Whether nobody has done anything with an item: claimed, delegated, added, drafted."""
        row = self._case.work.get(ITEM, self._case.instance.shard, item.id)
        if row is None or row.state not in ("open", "waiting"):
            return False
        is_claimed = bool(row.group_key) and row.hand is not None
        drafts = self._case.work.find(DRAFT, "by_item", row.shard, row.id)
        return not is_claimed and not drafts and row.from_item is None


def named_people(view: DirectoryView, text: str) -> Sequence[int]:
    """The people behind `role:KEY`, a login, a number or an id."""
    if text.startswith("role:"):
        return view.members(text)
    person = view.person_of(text.removeprefix("user:"))
    return [person] if person is not None else []


def _heads(item: Item) -> str:
    """The department for which a head was found, as the item's reasons remember it."""
    for reason in item.reasons:
        if reason.code in ("approvals.reason.head", "approvals.reason.head_up"):
            return str(reason.params.get("department", ""))
        if reason.code == "approvals.reason.chain":
            return str(reason.params.get("department", ""))
    return ""


def _readable(form: Form, access: AccessMap) -> list[str]:
    """Fields that count for the seen digest: readable, neither computed nor a serial number."""
    return [
        field.key
        for field in form.fields
        if access.get(field.key) != "hidden" and not field.is_computed
    ]


def visible_variables(state: State, element_key: int) -> dict[str, Any]:
    """Variables of the scope that an element instance lies in, and of those around it."""
    found: dict[str, Any] = {}
    for scope in reversed(_scopes_around(state, element_key)):
        found.update(scope.variables)
    return found


def homes_of(
    state: State, element_key: int, values: Mapping[str, Any]
) -> dict[int, dict[str, Any]]:
    """Values by the key of the scope that they belong to: the nearest one that has the variable,
    else the process. So each turn of a loop keeps the fields that it has of its own."""
    homes: dict[int, dict[str, Any]] = {}
    scopes = _scopes_around(state, element_key)
    for name, value in values.items():
        home = next((scope.key for scope in scopes if name in scope.variables), 0)
        homes.setdefault(home, {})[name] = value
    return homes


def _scopes_around(state: State, element_key: int) -> list[Scope]:
    """The scope that an element instance lies in and those around it, the innermost first."""
    scopes: list[Scope] = []
    key = element_key if element_key in state.scopes else state.where.get(element_key, 0)
    while (scope := state.scopes.get(key)) is not None:
        scopes.append(scope)
        if scope.key == 0:
            break
        key = scope.parent_key
    return scopes


def amount_of(variables: Mapping[str, Any]) -> Decimal | None:
    """The amount that a request is about."""
    for name in AMOUNT_FIELDS:
        value = variables.get(name)
        if isinstance(value, Decimal):
            return value
    return None


def title_of(
    program: Any,  # noqa: ANN401 - an engine Program
    variables: Mapping[str, Any],
    environment: Environment,
    at: datetime,
) -> str:
    """The title that the model's settings give, else the process' name."""
    stated = settings_of(program).title
    if stated:
        value = evaluate(stated, {**variables, "now": in_zone(at, environment)}, environment)
        if isinstance(value, str) and value:
            return value[:200]
    return str(program.name or program.process_id)


def initiator_context(view: DirectoryView, person_id: int) -> dict[str, Any]:
    """What processes know of the initiator: the variable `initiator`."""
    person = view.directory.person(person_id)
    if person is None:
        return {}
    department = view.directory.department(person.department_id)
    return {
        "id": id_text(person.id),
        "login": person.login,
        "no": person.no,
        "name": person.name,
        "dept": department.code if department else "",
        "dept_name": department.name if department else "",
        "cost_centre": department.cost_centre if department else "",
        "position": person.position,
        "grade": person.grade,
        "joined_on": person.joined_on,
        "first_work_on": person.first_work_on,
        "is_head": any(
            d is not None and d.head_id == person_id
            for d in map(view.directory.department, view.directory.headed(person_id))
        ),
    }
