"""A form that is being filled in: at the start of a process, or at an item. For questions, not for
commands: those decide on what the transaction sees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dujiang.approvals.cases.office import Office, settings_of, start_step_of
from dujiang.approvals.cases.step_case import initiator_context, visible_variables
from dujiang.approvals.requests.starting import may_start
from dujiang.approvals.rules.model import StepRules
from dujiang.approvals.tables import TASK, ItemRow
from dujiang.bpmn.extensions import Settings
from dujiang.deployments import Deployments, ProcessRow, Version
from dujiang.feel import Environment
from dujiang.forms import AccessMap, Form, Situation
from dujiang.kernel.errors import Forbidden, NotFound
from dujiang.runtime import find_instance, load_instance_state
from dujiang.store import Reader

EnvironmentOf = Callable[[Reader, datetime], Environment]


@dataclass(frozen=True, kw_only=True)
class Filling:
    """A step's form with everything that its expressions and its access need."""

    version: Version
    step: str
    rules: StepRules
    form: Form
    access: AccessMap
    situation: Situation


class FormsToFill:
    """Finds the form for a start or an item, as a reader of the store sees it."""

    def __init__(
        self, office: Office, deployments: Deployments, environment: EnvironmentOf
    ) -> None:
        self._office = office
        self._deployments = deployments
        self._environment = environment

    def startable(self, person_id: int) -> list[tuple[ProcessRow, Settings]]:
        """The processes that the person may start, by key."""
        view = self._office.view()
        found = []
        for key, process in self._deployments.processes().items():
            if not process.version_id or not process.is_startable:
                continue
            program = self._deployments.version(process.version_id).program
            if start_step_of(program) is not None and may_start(view, program, person_id):
                found.append((key, process, settings_of(program)))
        return [(process, settings) for _key, process, settings in sorted(found, key=_by_key)]

    def at_start(
        self,
        reader: Reader,
        at: datetime,
        *,
        person_id: int,
        process_key: str,
        version_id: int | None = None,
    ) -> Filling:
        """The start form. Raises `NotFound` for a process without one, `Forbidden` for others'."""
        version = (
            self._deployments.current(process_key)
            if version_id is None
            else self._deployments.version(version_id)
        )
        node = start_step_of(version.program)
        if node is None or version.process_key != process_key:
            raise NotFound("deployments.process.not_found", process=process_key)
        view = self._office.view()
        if not may_start(view, version.program, person_id):
            raise Forbidden("approvals.start.not_allowed", process=process_key)
        variables = {"initiator": initiator_context(view, person_id), "number": None}
        return self._filling(reader, at, version, node, variables)

    def by_message(
        self, reader: Reader, at: datetime, process_key: str, known: Mapping[str, Any]
    ) -> Filling | None:
        """The start form of a process that a message begins; None where it has none."""
        version = self._deployments.current(process_key)
        node = start_step_of(version.program)
        if node is None:
            return None
        variables = {**known, "initiator": None, "number": None}
        return self._filling(reader, at, version, node, variables)

    def at_item(self, reader: Reader, at: datetime, item: ItemRow) -> Filling:
        """The form of an item's step, over the variables that the step sees now."""
        instance = find_instance(reader, item.instance_id)
        task = reader.get(TASK, item.shard, item.task_id)
        if instance is None or task is None:
            raise NotFound("approvals.item.not_found")
        version = self._deployments.version(instance.version_id)
        node = version.program.nodes[item.step]
        state = load_instance_state(reader, instance)
        variables = visible_variables(state, task.element_key)
        return self._filling(reader, at, version, node, variables)

    def of_instance(
        self, reader: Reader, at: datetime, version_id: int, variables: dict[str, Any]
    ) -> Filling | None:
        """The start form of an instance, to be read; None where it has none."""
        version = self._deployments.version(version_id)
        node = start_step_of(version.program)
        return None if node is None else self._filling(reader, at, version, node, variables)

    def _filling(
        self,
        reader: Reader,
        at: datetime,
        version: Version,
        node: Any,  # noqa: ANN401 - an engine Node
        variables: dict[str, Any],
    ) -> Filling:
        rules = self._office.rules(version.id, node)
        form = self._office.form_of(version.id, node)
        known = dict(self._office.sealed.open(reader, form.sensitive, variables))
        current = {f.key: known[f.key] for f in form.fields if f.key in known}
        return Filling(
            version=version,
            step=node.id,
            rules=rules,
            form=form,
            access=self._office.access(form, node, rules),
            situation=Situation(
                variables=known,
                current=current,
                environment=self._environment(reader, at),
            ),
        )


def _by_key(found: tuple[str, ProcessRow, Settings]) -> str:
    return found[0]
