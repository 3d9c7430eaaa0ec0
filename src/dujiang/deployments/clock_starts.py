"""Starts by the clock: timer start events of the version in force, each due instant exactly once.

Down for a while, a late node starts what was missed, in order: the next time is counted from when
the last one was due. What a start does is keyed by its own data (one run for each contract), so a
scan that is caught up does nothing twice.
"""

from typing import Final

import msgspec

from dujiang.bpmn.extensions import Each
from dujiang.deployments.commands import StartByClock, StartEach
from dujiang.deployments.shelf import Deployments
from dujiang.deployments.tables import CLOCK_START, PROCESS, ClockStartRow, ProcessRow, VersionRow
from dujiang.engine import next_start_timer, start_timers
from dujiang.kernel.values import Variables
from dujiang.runtime import Handled, Outcome, StartProcess, Work

ALARM: Final = "process.start"


class ClockStarts:
    """Sets, moves and serves the start timers of processes."""

    def __init__(self, deployments: Deployments) -> None:
        self._deployments = deployments

    def put_in_force(self, before: ProcessRow | None, version: VersionRow, work: Work) -> None:
        """Another version is in force: its timers replace those of the one before."""
        if before is not None and before.version_id:
            work.unschedule(ALARM, before.version_id)
        for timer in start_timers(self._deployments.compiled(version).program, work.at):
            command = StartByClock(
                process_key=version.process_key, version_id=version.id, timer=timer
            )
            work.schedule(ALARM, version.id, timer.due_at, command)

    def stop(self, process: ProcessRow, work: Work) -> None:
        """The process cannot be started any more."""
        work.unschedule(ALARM, process.version_id)

    def start(self, command: StartByClock, work: Work) -> Outcome:
        """Start the process for a due instant, and set the timer for the next one."""
        process = work.get(PROCESS, command.process_key)
        is_meant = process is not None and process.version_id == command.version_id
        if process is None or not is_meant or not process.is_startable:
            return Handled()
        timer = command.timer
        key = (process.key, timer.element_id, timer.due_at)
        if work.get(CLOCK_START, *key, lock=True) is not None:
            return Handled()
        work.insert(
            CLOCK_START,
            ClockStartRow(
                process_key=process.key,
                element_id=timer.element_id,
                due_at=timer.due_at,
                started_at=work.at,
            ),
        )
        version = self._deployments.version(command.version_id)
        following = next_start_timer(version.program, timer)
        if following is not None:
            again = msgspec.structs.replace(command, timer=following)
            work.schedule(ALARM, command.version_id, following.due_at, again)
        due_at = timer.due_at.astimezone(self._deployments.zone)
        if version.program.nodes[timer.element_id].extensions.find(Each) is not None:
            each = StartEach(
                process_key=process.key,
                version_id=command.version_id,
                element_id=timer.element_id,
                due_at=due_at,
            )
            return Handled(follow_ups=(each,))
        start = StartProcess(
            process_key=process.key,
            version_id=command.version_id,
            start_element=timer.element_id,
            title=process.name,
            variables=Variables({"due_at": due_at}),
        )
        return Handled(follow_ups=(start,))
