"""Which command is served by whom, and who may ask for it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec
from msgspec.structs import replace

from dujiang.bpmn import parse
from dujiang.calendars import Calendar, calendar_problems
from dujiang.deployments import commands as c
from dujiang.deployments import events as e
from dujiang.deployments.checking import (
    Check,
    check_package,
    decisions_in,
    executable_process,
    settings_of,
)
from dujiang.deployments.clock_starts import ClockStarts
from dujiang.deployments.decision_changes import DecisionChanges
from dujiang.deployments.decisions import EveryDecision
from dujiang.deployments.model import CheckedPackage, Package, package_of
from dujiang.deployments.shelf import ONLY, Deployments
from dujiang.deployments.tables import (
    CALENDAR,
    CATALOGUE_VERSION,
    DRAFT,
    PROCESS,
    VERSION,
    CalendarRow,
    CatalogueVersionRow,
    DraftRow,
    ProcessRow,
    VersionRow,
)
from dujiang.kernel.encoding import decoder, encode
from dujiang.kernel.errors import InvalidInput
from dujiang.runtime import INTERNAL, AnyRoute, Handled, Outcome, Refused, Route, Work

_DESIGN: Final = "process.design"
_DEPLOY: Final = "process.deploy"
_SYSTEM: Final = "system.manage"

_calendar = decoder(Calendar)


def deployment_routes(
    deployments: Deployments, checks: Sequence[Check] = ()
) -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of this room; `checks` are what other rooms find wrong with a package."""

    def count_up(work: Work) -> None:
        _count_up(work, deployments)

    rules = DecisionChanges(deployments, count_up)
    processes, calendars = Processes(deployments, checks, rules), Calendars(deployments)
    return {
        **rules.routes(),
        c.SaveDraft: Route(_DESIGN, processes.save_draft),
        c.DiscardDraft: Route(_DESIGN, processes.discard_draft),
        c.DeployDraft: Route(_DEPLOY, processes.deploy_draft),
        c.DeployPackage: Route(_DEPLOY, processes.deploy_package),
        c.PutInForce: Route(_DEPLOY, processes.put_in_force),
        c.SetStartable: Route(_DEPLOY, processes.set_startable),
        c.StartByClock: Route(INTERNAL, ClockStarts(deployments).start),
        c.SaveCalendar: Route(_SYSTEM, calendars.save_calendar),
        c.PublishYear: Route(_SYSTEM, calendars.publish_year),
    }


class Processes:
    """Drafts and versions."""

    def __init__(
        self, deployments: Deployments, checks: Sequence[Check], rules: DecisionChanges
    ) -> None:
        self._deployments = deployments
        self._checks = checks
        self._rules = rules
        self._clock_starts = ClockStarts(deployments)

    def save_draft(self, command: c.SaveDraft, work: Work) -> Outcome:
        """Keep a draft; content is not judged, only its revision."""
        known = work.get(DRAFT, command.process_key)
        revision = 0 if known is None else known.revision
        if command.revision is not None and command.revision != revision:
            return Refused("deployments.draft.stale", 409, {"revision": revision})
        package = Package(xml=command.xml, forms=command.forms, decisions=command.decisions)
        process = work.get(PROCESS, command.process_key)
        row = DraftRow(
            process_key=command.process_key,
            name=_name_in(command.xml) or (process.name if process else command.process_key),
            xml=package.xml,
            forms=package.forms_json(),
            decisions=package.decisions_json(),
            based_on_version=known.based_on_version if known else _version_in_force(process, work),
            saved_at=work.at,
            saved_by=work.actor.id,
            revision=revision,
        )
        if known is None:
            row = replace(row, revision=1)
            work.insert(DRAFT, row)
        else:
            row = work.put(DRAFT, row)
        fact = e.DraftSaved(process_key=row.process_key, revision=row.revision)
        return Handled((fact,), answer={"revision": row.revision})

    def discard_draft(self, command: c.DiscardDraft, work: Work) -> Outcome:
        """Throw a draft away."""
        known = work.get(DRAFT, command.process_key)
        if known is None:
            return Refused("deployments.draft.not_found", 404)
        if command.revision is not None and command.revision != known.revision:
            return Refused("deployments.draft.stale", 409, {"revision": known.revision})
        work.delete(DRAFT, command.process_key)
        return Handled((e.DraftDiscarded(process_key=command.process_key),))

    def deploy_draft(self, command: c.DeployDraft, work: Work) -> Outcome:
        """Make the draft the next version."""
        draft = work.get(DRAFT, command.process_key)
        if draft is None:
            return Refused("deployments.draft.not_found", 404)
        if command.revision != draft.revision:
            return Refused("deployments.draft.stale", 409, {"revision": draft.revision})
        package = package_of(draft.xml, draft.forms, draft.decisions)
        outcome = self._deploy(package, command.note, work, expected_key=command.process_key)
        if isinstance(outcome, Handled):
            work.delete(DRAFT, command.process_key)
        return outcome

    def deploy_package(self, command: c.DeployPackage, work: Work) -> Outcome:
        """Make these files the next version."""
        package = Package(xml=command.xml, forms=command.forms, decisions=command.decisions)
        return self._deploy(package, command.note, work)

    def _deploy(
        self, package: Package, note: str, work: Work, *, expected_key: str = ""
    ) -> Outcome:
        known_decisions = EveryDecision(self._deployments.rules, decisions_in(package))
        checked = check_package(package, self._checks, known_decisions)
        if not checked.may_be_deployed:
            raise InvalidInput("deployments.package.not_sound", problems=checked.problems)
        assert checked.process is not None
        key = checked.process.id
        if expected_key and key != expected_key:
            return Refused(
                "deployments.package.other_process", 422, {"found": key, "expected": expected_key}
            )
        known = work.get(PROCESS, key)
        digest = package.digest()
        same = [row for row in work.find(VERSION, "by_process", key) if row.digest == digest]
        if known is not None and any(row.id == known.version_id for row in same):
            return Handled(answer=_deployed(key, known.version_id, known.version, False, checked))
        ruled = self._rules.keep_packaged(package.decisions, _packaged(known, work), note, work)
        if isinstance(ruled, Refused):
            return ruled
        row = _version_row(checked, 1 if known is None else known.version + 1, note, work)
        work.insert(VERSION, row)
        _keep_process(known, checked, row, work)
        self._clock_starts.put_in_force(known, row, work)
        facts = [e.ProcessDeployed(process_key=key, version_id=row.id, version=row.version)]
        _count_up(work, self._deployments)
        work.notify(f"process:{key}")
        return Handled((*facts, *ruled), answer=_deployed(key, row.id, row.version, True, checked))

    def put_in_force(self, command: c.PutInForce, work: Work) -> Outcome:
        """Go back to an earlier version for new instances."""
        row = work.get(VERSION, command.version_id)
        process = None if row is None else work.get(PROCESS, row.process_key)
        if row is None or process is None:
            return Refused("deployments.version.not_found", 404)
        work.put(PROCESS, replace(process, version_id=row.id))
        self._clock_starts.put_in_force(process, row, work)
        _count_up(work, self._deployments)
        work.notify(f"process:{process.key}")
        return Handled((e.VersionPutInForce(process_key=process.key, version_id=row.id),))

    def set_startable(self, command: c.SetStartable, work: Work) -> Outcome:
        """Take a process out of the catalogue, or put it back."""
        process = work.get(PROCESS, command.process_key)
        if process is None:
            return Refused("deployments.process.not_found", 404, {"process": command.process_key})
        work.put(PROCESS, replace(process, is_startable=command.is_startable))
        version = work.get(VERSION, process.version_id)
        self._clock_starts.stop(process, work)
        if command.is_startable and version is not None:
            self._clock_starts.put_in_force(None, version, work)
        _count_up(work, self._deployments)
        work.notify(f"process:{process.key}")
        fact = e.StartableSet(process_key=process.key, is_startable=command.is_startable)
        return Handled((fact,))


class Calendars:
    """Calendars: what changes under running processes, from now on."""

    def __init__(self, deployments: Deployments) -> None:
        self._deployments = deployments

    def save_calendar(self, command: c.SaveCalendar, work: Work) -> Outcome:
        """Add or replace a calendar."""
        problems = calendar_problems(command.calendar)
        if problems:
            raise InvalidInput("deployments.calendar.not_sound", problems=problems)
        facts = self._keep(command.calendar, work)
        return Handled(tuple(facts))

    def publish_year(self, command: c.PublishYear, work: Work) -> Outcome:
        """Add a year's days to every calendar that keeps holidays."""
        wrong = [on for on in (*command.days_off, *command.make_up_days) if on.year != command.year]
        if wrong:
            return Refused(
                "deployments.calendar.other_year", 422, {"year": command.year, "on": wrong[0]}
            )
        facts: list[msgspec.Struct] = []
        for key in self._deployments.calendars():
            row = work.get(CALENDAR, key)
            calendar = None if row is None else _calendar.decode(row.body)
            if calendar is None or calendar.published_until is None:
                continue
            facts += self._keep(_with_year(calendar, command), work)
        return Handled(tuple(facts))

    def _keep(self, calendar: Calendar, work: Work) -> list[msgspec.Struct]:
        known = work.get(CALENDAR, calendar.key)
        if known is not None and _calendar.decode(known.body) == calendar:
            return []
        row = CalendarRow(
            key=calendar.key,
            body=encode(calendar),
            changed_at=work.at,
            changed_by=work.actor.id,
            revision=0 if known is None else known.revision,
        )
        if known is None:
            work.insert(CALENDAR, row)
        else:
            work.put(CALENDAR, row)
        _count_up(work, self._deployments)
        fact = e.CalendarChanged(key=calendar.key, published_until=calendar.published_until)
        return [fact]


def _with_year(calendar: Calendar, command: c.PublishYear) -> Calendar:
    def of_other_years(days: frozenset[date]) -> frozenset[date]:
        return frozenset(on for on in days if on.year != command.year)

    return replace(
        calendar,
        days_off=of_other_years(calendar.days_off) | frozenset(command.days_off),
        make_up_days=of_other_years(calendar.make_up_days) | frozenset(command.make_up_days),
        published_until=max(calendar.published_until or command.year, command.year),
    )


def _version_row(checked: CheckedPackage, number: int, note: str, work: Work) -> VersionRow:
    assert checked.process is not None
    package = checked.package
    return VersionRow(
        id=work.new_id(),
        process_key=checked.process.id,
        version=number,
        version_tag=settings_of(checked.process).versionTag,
        xml=package.xml,
        forms=package.forms_json(),
        decisions=package.decisions_json(),
        digest=package.digest(),
        note=note,
        deployed_at=work.at,
        deployed_by=work.actor.id,
    )


def _keep_process(
    known: ProcessRow | None, checked: CheckedPackage, version: VersionRow, work: Work
) -> None:
    process = checked.process
    assert process is not None
    settings = settings_of(process)
    row = ProcessRow(
        key=process.id,
        name=process.name or process.id,
        name_en=process.name_en,
        category=settings.category,
        description=process.documentation,
        description_en=settings.descriptionEn,
        icon=settings.icon,
        owner=settings.owner,
        version_id=version.id,
        version=version.version,
        is_startable=True if known is None else known.is_startable,
        revision=0 if known is None else known.revision,
    )
    if known is None:
        work.insert(PROCESS, row)
    else:
        work.put(PROCESS, row)


def _deployed(
    key: str,
    version_id: int,
    version: int,
    is_new: bool,
    checked: CheckedPackage,
) -> dict[str, object]:
    return {
        "process_key": key,
        "version_id": version_id,
        "version": version,
        "is_new": is_new,
        "problems": [msgspec.to_builtins(problem) for problem in checked.problems],
    }


def _packaged(process: ProcessRow | None, work: Work) -> dict[str, str]:
    """The decisions that came with the version before."""
    row = work.get(VERSION, process.version_id) if process is not None else None
    return {} if row is None else package_of(row.xml, row.forms, row.decisions).decisions


def _version_in_force(process: ProcessRow | None, work: Work) -> int:
    row = work.get(VERSION, process.version_id) if process is not None else None
    return 0 if row is None else row.version


def _name_in(xml: bytes) -> str:
    definitions = parse(xml).definitions
    process = None if definitions is None else executable_process(definitions)
    return "" if process is None else process.name


def _count_up(work: Work, deployments: Deployments) -> None:
    """What is deployed has changed: every node loads it anew after the commit."""
    row = work.get(CATALOGUE_VERSION, ONLY, lock=True)
    if row is None:
        work.insert(CATALOGUE_VERSION, CatalogueVersionRow(id=ONLY, version=1))
    else:
        work.put(CATALOGUE_VERSION, replace(row, version=row.version + 1))
    work.after_commit(deployments.expire)
