"""Questions about what is deployed, for api and insight."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from dujiang.bpmn import parse, tool_of, translate
from dujiang.deployments.checking import Check, check_package, decisions_in
from dujiang.deployments.decisions import EveryDecision
from dujiang.deployments.fixes import FIXES
from dujiang.deployments.model import Package, package_of
from dujiang.deployments.shelf import Deployments
from dujiang.deployments.tables import DRAFT, PROCESS, VERSION, DraftRow, ProcessRow, VersionRow
from dujiang.kernel.errors import NotFound, Problem, Severity
from dujiang.store import Reader


class VersionView(msgspec.Struct, frozen=True, kw_only=True):
    """One version in a list."""

    id: int
    process_key: str
    version: int
    version_tag: str
    note: str
    deployed_at: datetime
    deployed_by: int
    is_current: bool


class ProcessView(msgspec.Struct, frozen=True, kw_only=True):
    """One process in a list: the definition, its version in force, its draft."""

    process: ProcessRow
    version: VersionView | None
    draft_saved_at: datetime | None


class DraftView(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, or the version in force as the beginning of one (`revision` 0)."""

    process_key: str
    name: str
    package: Package
    based_on_version: int
    saved_at: datetime | None
    saved_by: int
    revision: int


class LintProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong with a model; `fix` names a correction that the designer can apply."""

    code: str
    element_id: str
    severity: Severity
    params: dict[str, Any]
    fix: str | None = None


class DeploymentsReader:
    """Lists and single documents, each inside one read transaction."""

    def __init__(self, deployments: Deployments, checks: Sequence[Check] = ()) -> None:
        self._deployments = deployments
        self._checks = checks

    def list_processes(self, reader: Reader) -> list[ProcessView]:
        """All processes by key, those that exist only as drafts too."""
        rows = reader.rows(select(PROCESS.sql).order_by(PROCESS.c.key))
        processes = {row.key: PROCESS.from_values(row) for row in rows}
        drafts = {
            row.process_key: row
            for row in reader.rows(select(DRAFT.c.process_key, DRAFT.c.name, DRAFT.c.saved_at))
        }
        for key, draft in drafts.items():
            processes.setdefault(key, ProcessRow(key=key, name=draft.name))
        ids = [process.version_id for process in processes.values() if process.version_id]
        versions = {
            view.id: view
            for view in (
                _view(row, is_current=True)
                for row in reader.rows(_versions().where(VERSION.c.id.in_(ids)))
            )
        }
        return [
            ProcessView(
                process=process,
                version=versions.get(process.version_id),
                draft_saved_at=drafts[key].saved_at if key in drafts else None,
            )
            for key, process in sorted(processes.items())
        ]

    def load_process(self, reader: Reader, process_key: str) -> ProcessView:
        """One process. Raises `NotFound`."""
        found = [v for v in self.list_processes(reader) if v.process.key == process_key]
        if not found:
            raise NotFound("deployments.process.not_found", process=process_key)
        return found[0]

    def list_versions(self, reader: Reader, process_key: str) -> list[VersionView]:
        """All versions of a process, newest first."""
        process = reader.get(PROCESS, process_key)
        current = 0 if process is None else process.version_id
        statement = (
            _versions()
            .where(VERSION.c.process_key == process_key)
            .order_by(VERSION.c.version.desc())
        )
        return [_view(row, is_current=row.id == current) for row in reader.rows(statement)]

    def load_version(self, reader: Reader, version_id: int) -> tuple[VersionView, Package]:
        """A version with its documents. Raises `NotFound`."""
        row = reader.get(VERSION, version_id)
        if row is None:
            raise NotFound("deployments.version.not_found")
        process = reader.get(PROCESS, row.process_key)
        is_current = process is not None and process.version_id == row.id
        return _view(row, is_current=is_current), package_of(row.xml, row.forms, row.decisions)

    def load_draft(self, reader: Reader, process_key: str) -> DraftView:
        """The draft; without one the version in force, to begin from. Raises `NotFound`."""
        draft = reader.get(DRAFT, process_key)
        if draft is not None:
            return _draft_view(draft)
        process = reader.get(PROCESS, process_key)
        row = None if process is None else reader.get(VERSION, process.version_id)
        if process is None or row is None:
            raise NotFound("deployments.process.not_found", process=process_key)
        return DraftView(
            process_key=process_key,
            name=process.name,
            package=package_of(row.xml, row.forms, row.decisions),
            based_on_version=row.version,
            saved_at=None,
            saved_by=0,
            revision=0,
        )

    def lint(self, package: Package) -> list[LintProblem]:
        """Everything wrong with a package, as the designer shows it."""
        known = EveryDecision(self._deployments.rules, decisions_in(package))
        checked = check_package(package, self._checks, known)
        return [_lint(problem) for problem in (*checked.problems, *_left_over(package))]


def _left_over(package: Package) -> list[Problem]:
    """Settings of another tool that stand in the file and mean nothing here.

    They stay in the file, so the report of an import is there for as long as the draft is.
    """
    definitions = parse(package.xml).definitions
    if definitions is None or tool_of(definitions) == "bpmn":
        return []
    return [msgspec.structs.replace(left, severity="hint") for left in translate(definitions).left]


def _versions() -> Any:  # noqa: ANN401 - a SQLAlchemy select
    c = VERSION.c
    return select(
        c.id, c.process_key, c.version, c.version_tag, c.note, c.deployed_at, c.deployed_by
    )


def _view(row: VersionRow | Any, *, is_current: bool) -> VersionView:  # noqa: ANN401 - a named tuple
    return VersionView(
        id=row.id,
        process_key=row.process_key,
        version=row.version,
        version_tag=row.version_tag,
        note=row.note,
        deployed_at=row.deployed_at,
        deployed_by=row.deployed_by,
        is_current=is_current,
    )


def _draft_view(draft: DraftRow) -> DraftView:
    return DraftView(
        process_key=draft.process_key,
        name=draft.name,
        package=package_of(draft.xml, draft.forms, draft.decisions),
        based_on_version=draft.based_on_version,
        saved_at=draft.saved_at,
        saved_by=draft.saved_by,
        revision=draft.revision,
    )


def _lint(problem: Problem) -> LintProblem:
    return LintProblem(
        code=problem.code,
        element_id=problem.path,
        severity=problem.severity,
        params=problem.params,
        fix=FIXES.get(problem.code),
    )
