"""A reader of the store in the place of a command's work: the same rules answer questions.

What a command decides and what a page offers must not differ; so both build a `StepCase`. Looking
changes nothing: there is no insert, put or delete here.
"""

from datetime import datetime
from typing import Any, cast

from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.rows import round_of
from dujiang.approvals.cases.step_case import StepCase
from dujiang.approvals.tables import ITEM, REQUEST, TASK, ItemRow, RequestRow, TaskRow
from dujiang.deployments import Deployments
from dujiang.engine import State
from dujiang.kernel.errors import NotFound
from dujiang.kernel.ids import shard_of
from dujiang.runtime import Actor, InstanceRow, Work, find_instance, load_instance_state
from dujiang.store import Reader, Row, Table


class Looking:
    """What a `StepCase` asks of a `Work`, answered by a reader."""

    def __init__(
        self, reader: Reader, deployments: Deployments, actor: Actor, at: datetime
    ) -> None:
        self.reader = reader
        self.actor = actor
        self.at = at
        self._deployments = deployments
        self._states: dict[int, State] = {}

    def get(self, table: Table[Row], *key: Any, lock: bool = False) -> Row | None:  # noqa: ANN401
        """The row with this key."""
        return self.reader.get(table, *key)

    def find(self, table: Table[Row], index: str, *values: Any) -> list[Row]:  # noqa: ANN401
        """The rows with these values of an equality index."""
        return self.reader.find(table, index, *values)

    def instance(self, instance_id: int) -> InstanceRow:
        """The instance. Raises `NotFound`."""
        row = find_instance(self.reader, instance_id)
        if row is None:
            raise NotFound("approvals.instance.not_found")
        return row

    def request(self, instance_id: int) -> RequestRow | None:
        """A request by its instance, for those who see another one that it belongs to."""
        return self.reader.get(REQUEST, shard_of(instance_id), instance_id)

    def program(self, instance: InstanceRow) -> Any:  # noqa: ANN401 - an engine Program
        """The compiled program that the instance runs."""
        return self._deployments.program(instance.version_id)

    def program_of_version(self, version_id: int) -> Any:  # noqa: ANN401 - an engine Program
        """The compiled program of a version."""
        return self._deployments.program(version_id)

    def state(self, instance: InstanceRow) -> State:
        """The engine state of the instance."""
        found = self._states.get(instance.id)
        if found is None:
            found = self._states[instance.id] = load_instance_state(self.reader, instance)
        return found

    def new_id_beside(self, identifier: int) -> int:
        """An id for what is only tried out; it is never stored."""
        return identifier + 1

    def as_work(self) -> Work:
        """The same thing, for signatures that ask for a `Work`."""
        return cast("Work", self)

    def case_of(self, office: Office, item: ItemRow) -> tuple[StepCase, TaskRow]:
        """The step that an item belongs to. Raises `NotFound`."""
        task = self.reader.get(TASK, item.shard, item.task_id)
        if task is None:
            raise NotFound("approvals.item.not_found")
        instance = self.instance(item.instance_id)
        case = StepCase(office, self.as_work(), instance, task.step, task.element_key, task=task)
        return case, task

    def round_of(self, task: TaskRow) -> Any:  # noqa: ANN401 - a Round
        """The present round of a task."""
        rows = self.reader.find(ITEM, "by_task", task.shard, task.id)
        return round_of(task, [row for row in rows if row.round == task.round])
