"""The deployed things, ready to use, in memory: versions with their programs, decisions, calendars.

Versions never change, so they are kept for as long as there is room. What changes (which version is
in force, decisions, calendars) is loaded anew after `expire`, which a commit here causes at once
and other nodes notice by `refresh`.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import RLock
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select

from dujiang.bpmn import parse
from dujiang.bpmn.extensions import Settings
from dujiang.calendars import Calendar
from dujiang.deployments.binding import bound_version
from dujiang.deployments.checking import decisions_in, executable_process
from dujiang.deployments.commands import StartByMessage
from dujiang.deployments.decisions import Decisions, EveryDecision, Read
from dujiang.deployments.functions import calendar_functions
from dujiang.deployments.model import Version, package_of
from dujiang.deployments.tables import (
    CALENDAR,
    CATALOGUE_VERSION,
    PROCESS,
    VERSION,
    ProcessRow,
    VersionRow,
)
from dujiang.engine import compile_process
from dujiang.kernel.encoding import decoder
from dujiang.kernel.errors import NotFound
from dujiang.runtime import StartProcess, Wanted, Work

MAX_VERSIONS_KEPT: Final = 500
ONLY: Final = 1
"""Key of the single row of `catalogue_version`."""

_calendar = decoder(Calendar)


class Deployments:
    """Answers what is deployed. One for the whole program; thread-safe."""

    def __init__(self, read: Read, *, zone: str = "Asia/Shanghai") -> None:
        self._read = read
        self._zone = zone
        self._lock = RLock()
        self._versions: OrderedDict[int, Version] = OrderedDict()
        self._calendars: dict[str, Calendar] | None = None
        self._processes: dict[str, ProcessRow] | None = None
        self._seen_version = 0
        self.functions: Mapping[str, Callable[..., Any]] = calendar_functions(self.calendars)
        """Working-time functions, for every expression."""
        self.rules = Decisions(read, self.functions, lambda: self.zone)
        """Decisions: what the engine asks, and what forms and postings call."""

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self._zone)

    def expire(self) -> None:
        """Something was deployed here: the next question loads anew."""
        with self._lock:
            self._calendars = self._processes = None
            self._versions.clear()
        self.rules.expire()

    def refresh(self) -> bool:
        """Ask the store whether another node deployed something; true when it did."""
        with self._read() as reader:
            row = reader.get(CATALOGUE_VERSION, ONLY)
        found = 0 if row is None else row.version
        with self._lock:
            if found == self._seen_version:
                return False
            self._seen_version = found
        self.expire()
        return True

    # Versions

    def program(self, version_id: int) -> Any:  # noqa: ANN401 - an engine Program
        """The compiled program of a version. Raises `NotFound`."""
        return self.version(version_id).program

    def version(self, version_id: int) -> Version:
        """A version with its process, forms and program. Raises `NotFound`."""
        with self._lock:
            kept = self._versions.get(version_id)
            if kept is not None:
                self._versions.move_to_end(version_id)
                return kept
        with self._read() as reader:
            row = reader.get(VERSION, version_id)
        if row is None:
            raise NotFound("deployments.version.not_found")
        made = self.compiled(row)
        with self._lock:
            self._versions[version_id] = made
            while len(self._versions) > MAX_VERSIONS_KEPT:
                self._versions.popitem(last=False)
        return made

    def compiled(self, row: VersionRow) -> Version:
        """What a version's row holds, compiled anew."""
        package = package_of(row.xml, row.forms, row.decisions)
        definitions = parse(package.xml).definitions
        process = None if definitions is None else executable_process(definitions)
        assert definitions is not None, f"version {row.id} was deployed unchecked"
        assert process is not None, f"version {row.id} was deployed unchecked"
        program = compile_process(
            definitions,
            process.id,
            decisions=EveryDecision(self.rules, decisions_in(package)),
            functions=self.functions,
            calendars=self.calendars(),
            zone=self._zone,
        )
        return Version(
            id=row.id,
            process_key=row.process_key,
            version=row.version,
            package=package,
            process=process,
            program=program,
        )

    def current(self, process_key: str) -> Version:
        """The version that a start form shows now. Raises `NotFound`."""
        process = self.processes().get(process_key)
        if process is None or not process.version_id:
            raise NotFound("deployments.process.not_found", process=process_key)
        return self.version(process.version_id)

    def processes(self) -> Mapping[str, ProcessRow]:
        """Every process definition, by key."""
        with self._lock:
            if self._processes is None:
                with self._read() as reader:
                    rows = reader.rows(select(PROCESS.sql).order_by(PROCESS.c.key))
                self._processes = {row.key: PROCESS.from_values(row) for row in rows}
            return self._processes

    # `Versions` and `MessageStarts` of the runtime

    def in_force(self, process_key: str, wanted: Wanted, work: Work) -> int:
        """Id of the version that starts now. Raises `NotFound`."""
        return bound_version(process_key, wanted, work)

    def started_by_message(self, name: str, work: Work | None = None) -> tuple[str, str] | None:
        """Process key and start element for a message of this name, if there are any."""
        return next(iter(self._started("message", name)), None)

    def beginning(self, start: StartProcess, work: Work) -> msgspec.Struct:
        """A process whose runs have numbers is begun by the room that gives them."""
        version_id = self.in_force(start.process_key, start.wanted, work)
        settings = self.program(version_id).extensions.find(Settings)
        if settings is None or not settings.numberPrefix:
            return start
        assert start.instance_id is not None, "a message names the instance that it begins"
        return StartByMessage(
            process_key=start.process_key,
            version_id=version_id,
            element_id=start.start_element or "",
            instance_id=start.instance_id,
            variables=start.variables,
        )

    def started_by_signal(self, name: str, work: Work) -> Iterable[tuple[str, str]]:
        """Process keys and start elements for a signal of this name."""
        return self._started("signal", name)

    def _started(self, kind: str, name: str) -> list[tuple[str, str]]:
        found = []
        for process in self.processes().values():
            if not process.version_id or not process.is_startable:
                continue
            for start in self.version(process.version_id).program.starts:
                for wait in start.waits:
                    waits_for = type(wait).__name__.removesuffix("Wait").lower()
                    if waits_for == kind and wait.name == name:
                        found.append((process.key, start.element_id))
        return found

    # Calendars

    def calendars(self) -> Mapping[str, Calendar]:
        """Every calendar, by key."""
        with self._lock:
            if self._calendars is None:
                with self._read() as reader:
                    rows = reader.rows(select(CALENDAR.c.key, CALENDAR.c.body))
                self._calendars = {row.key: _calendar.decode(row.body) for row in rows}
            return self._calendars
