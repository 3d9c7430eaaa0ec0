"""An instance as its operator sees it: what stands where, who wrote what, what it waits for."""

from datetime import datetime
from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.problems import sentence
from dujiang.api.rendering import local, person_by_id
from dujiang.api.schemas.common import Named, Person
from dujiang.api.schemas.instances import ProcessVersionName
from dujiang.api.schemas.operations import (
    CallLink,
    RunState,
    ScopeView,
    Standing,
    StandingIncident,
    VariableView,
    WaitingJob,
    WaitingMessage,
    WaitingTimer,
)
from dujiang.api.variables import SEALED, shown_value
from dujiang.engine import Program, Scope, may_skip
from dujiang.kernel.errors import Problem
from dujiang.kernel.ids import id_text
from dujiang.kernel.sealed import Sealed
from dujiang.runtime import (
    IncidentView,
    Inside,
    InstanceRow,
    LoggedRequest,
    Written,
    failure_values,
    writers_of,
)

SLEEPING: Final = ("items", "result", "done")
_STATES: Final[dict[str, RunState]] = {
    "ACTIVE": "active",
    "SUSPENDED": "suspended",
    "COMPLETED": "completed",
    "CANCELLED": "cancelled",
}


def run_state(row: InstanceRow) -> RunState:
    """The state of an instance as operators name it."""
    return _STATES[row.state]


def process_of(call: Call[Any, Any], row: InstanceRow) -> ProcessVersionName:
    """The process and version that an instance runs by."""
    process = call.desk.deployments.processes().get(row.process_key)
    version = call.desk.deployments.version(row.version_id)
    name = local(process.name, process.name_en, call.language) if process else row.process_key
    return ProcessVersionName(
        key=row.process_key,
        name=name,
        version_id=id_text(row.version_id),
        version=version.version,
    )


class Insight:
    """The parts of one instance's view, in the reader's language."""

    def __init__(self, call: Call[Any, Any], inside: Inside, log: list[LoggedRequest]) -> None:
        self.call = call
        self.inside = inside
        self.log = log
        self.row = inside.instance
        self.program: Program = call.desk.deployments.program(self.row.version_id)
        self._directory = call.desk.directory()

    def named(self, element_id: str) -> Named:
        """An element by the name people know."""
        name = self.call.desk.names.of(self.row.version_id, element_id, self.call.language)
        return Named(id=element_id, name=name)

    def person(self, person_id: int) -> Person | None:
        """Somebody."""
        return person_by_id(person_id, self._directory, self.call.language)

    # --- where it stands

    def standing(self) -> list[Standing]:
        """Active element instances; a loop's body and its turns are both there."""
        since = self._since()
        turns = {
            key: scope.loop.counter
            for key, scope in self.inside.state.scopes.items()
            if scope.kind == "inner" and scope.loop is not None
        }
        found = []
        for key, element_id in self.inside.state.active().items():
            node = self.program.nodes.get(element_id)
            if node is None:
                continue
            level = self.program.levels.get(element_id)
            is_ad_hoc = node.kind == "adHocSubProcess" and level is not None
            found.append(
                Standing(
                    key=key,
                    element=self.named(element_id),
                    kind=node.kind,
                    scope_key=self._scope_of(key),
                    turn=turns.get(key),
                    since=since.get(key),
                    may_skip=may_skip(node),
                    ad_hoc=[self.named(one) for one in level.starts]
                    if is_ad_hoc and level is not None
                    else [],
                )
            )
        return found

    def _scope_of(self, key: int) -> int:
        scope = self.inside.state.scopes.get(key)
        return scope.parent_key if scope is not None else int(self.inside.state.where.get(key, 0))

    def _since(self) -> dict[int, datetime]:
        return {
            fact.key: request.at  # type: ignore[attr-defined]
            for request in self.log
            for entry in request.entries
            if entry.instance_id == self.row.id
            for fact in entry.facts
            if type(fact).__name__ == "ElementActivated"
        }

    def scopes(self) -> list[ScopeView]:
        """The scopes that are alive, outer ones first."""
        return [
            ScopeView(
                key=scope.key,
                parent_key=scope.parent_key,
                element=self.named(scope.element_id),
                kind=scope.kind,
                turn=scope.loop.counter or None if scope.loop else None,
                done=scope.loop.completed if scope.loop and scope.kind == "body" else None,
                total=_total(scope),
            )
            for scope in self.inside.state.scopes.values()
            if scope.kind not in SLEEPING
        ]

    def variables(self) -> list[VariableView]:
        """The variables of every living scope; what is sealed or sensitive stays covered."""
        writers = writers_of(self.log, self.row.id)
        sensitive = self.sensitive_names()
        return [
            self._variable(scope, name, value, writers.get((scope.key, name)), sensitive)
            for scope in self.inside.state.scopes.values()
            if scope.kind not in SLEEPING
            for name, value in scope.variables.to_dict().items()
        ]

    def sensitive_names(self) -> frozenset[str]:
        """Fields of the version's forms that only those in charge may read."""
        office = self.call.desk.office
        nodes = [node for node in self.program.nodes.values() if node.kind == "userTask"]
        forms = [office.form_of(self.row.version_id, node) for node in nodes]
        return frozenset(field.key for form in forms for field in form.fields if field.is_sensitive)

    def _variable(
        self,
        scope: Scope,
        name: str,
        value: object,
        written: Written | None,
        sensitive: frozenset[str],
    ) -> VariableView:
        is_sealed = isinstance(value, Sealed) or name in sensitive
        kind, text = shown_value(value)
        return VariableView(
            name=name,
            type=kind,
            text=SEALED if is_sealed else text,
            is_sealed=is_sealed,
            scope_key=scope.key,
            changed_at=written.at if written else None,
            changed_by=self.person(written.actor_id) if written else None,
        )

    # --- what it waits for

    def incidents(self) -> list[StandingIncident]:
        """What stopped it."""
        return [
            StandingIncident(
                id=id_text(view.incident.id),
                key=view.incident.key,
                element=self.named(view.incident.element_id),
                code=view.incident.code,
                detail=self._detail(view),
                since=view.incident.raised_at,
                attempts=view.attempts,
            )
            for view in self.inside.incidents
        ]

    def _detail(self, view: IncidentView) -> str:
        problem = Problem(
            code=view.incident.code, path=view.incident.element_id, params=view.params
        )
        return sentence(problem, words=self.call.desk.words, language=self.call.language)

    def jobs(self) -> list[WaitingJob]:
        """Jobs that are waited for."""
        return [
            WaitingJob(
                id=id_text(job.id),
                element=self.named(job.element_id),
                job_type=job.job_type,
                state=job.state,
                attempts=job.attempts,
                next_at=job.wake_at,
                last_error=self.call.say(job.code, **failure_values(job)) if job.code else None,
            )
            for job in self.inside.jobs
        ]

    def timers(self) -> list[WaitingTimer]:
        """Timers that run."""
        return [
            WaitingTimer(
                key=timer.key,
                element=self.named(timer.element_id),
                due_at=timer.due_at,
                is_asleep=timer.wake_at is None,
            )
            for timer in sorted(self.inside.timers, key=lambda timer: timer.due_at)
        ]

    def messages(self) -> list[WaitingMessage]:
        """Messages and signals that are waited for."""
        return [
            WaitingMessage(
                key=row.key,
                element=self.named(row.element_id),
                kind=row.kind,
                name=row.address.partition("\n")[0],
                correlation=row.address.partition("\n")[2] or None,
                since=row.opened_at,
            )
            for row in self.inside.subscriptions
        ]

    def linked(self, row: InstanceRow, element_id: str | None) -> CallLink:
        """The caller, or an instance that was called."""
        return CallLink(
            id=id_text(row.id),
            number=row.number,
            title=row.title,
            process=process_of(self.call, row),
            state=run_state(row),
            has_incident=row.incident_count > 0,
            element=self.named(element_id) if element_id else None,
        )

    def called(self) -> list[CallLink]:
        """Instances that were called, newest first."""
        rows = sorted(self.inside.called, key=lambda row: row.id, reverse=True)
        active = self.inside.state.active()
        return [self.linked(row, active.get(row.parent_key)) for row in rows]


def _total(scope: Scope) -> int | None:
    if scope.kind != "body" or scope.loop is None or scope.loop.total < 0:
        return None
    return scope.loop.total
