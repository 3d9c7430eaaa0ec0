"""What process owners see and change: processes, versions, drafts, lint, deployments."""

from typing import Any, Final

from dujiang.api.desk import Call, Reply
from dujiang.api.owning import may_touch, owner_id, require_touch, touchable
from dujiang.api.problems import plain, sentence
from dujiang.api.rendering import category_name, local, person_by_id
from dujiang.api.schemas.processes import (
    Deployed,
    DeployRequest,
    Draft,
    DraftDocument,
    LintProblem,
    LintReport,
    LintRequest,
    ProcessDetail,
    ProcessList,
    ProcessRow,
    VersionDetail,
    VersionList,
    VersionRow,
)
from dujiang.deployments import (
    DeployDraft,
    DraftView,
    Package,
    ProcessView,
    SaveDraft,
    VersionView,
)
from dujiang.deployments import LintProblem as Finding
from dujiang.kernel.errors import Problem
from dujiang.kernel.ids import id_text
from dujiang.runtime import RunningCounts, count_by_version, count_running


def list_processes(call: Call[None, None]) -> ProcessList:
    """The processes with their version and how they run."""
    reached = touchable(call, "process.read")
    with call.desk.read() as reader:
        views = call.desk.designs.list_processes(reader)
        counts = count_running(reader)
        overdue = call.desk.people_work.figures.count_overdue(reader, call.at)
    if reached is not None:
        views = [view for view in views if view.process.key in reached or not view.version]
    rows = [
        _row(call, view, counts.get(view.process.key), overdue.get(view.process.key, 0))
        for view in views
    ]
    return ProcessList(items=rows)


def read_process(call: Call[None, None]) -> ProcessDetail:
    """One process."""
    key = call.path["process_key"]
    require_touch(call, "process.read", key)
    with call.desk.read() as reader:
        view = call.desk.designs.load_process(reader, key)
        running = count_running(reader).get(key)
    process, version = view.process, view.version
    return ProcessDetail(
        key=key,
        name=local(process.name, process.name_en, call.language),
        category=category_name(call.desk.deployments, process, call.language),
        description=local(process.description, process.description_en, call.language),
        owner=person_by_id(owner_id(call, process), call.desk.directory(), call.language),
        version=version.version if version else None,
        version_id=id_text(version.id) if version else None,
        running_count=running.running if running else 0,
        draft_saved_at=view.draft_saved_at,
        may_design=may_touch(call, "process.design", process),
        may_deploy=may_touch(call, "process.deploy", process),
    )


def list_versions(call: Call[None, None]) -> VersionList:
    """The versions of a process, newest first."""
    require_touch(call, "process.read", call.path["process_key"])
    with call.desk.read() as reader:
        views = call.desk.designs.list_versions(reader, call.path["process_key"])
        counts = count_by_version(reader, [view.id for view in views])
    return VersionList(items=[_version(call, view, counts.get(view.id, 0)) for view in views])


def read_version(call: Call[None, None]) -> VersionDetail:
    """A version with its documents."""
    with call.desk.read() as reader:
        view, package = call.desk.designs.load_version(reader, call.id("version_id"))
        require_touch(call, "process.read", view.process_key)
        process = call.desk.designs.load_process(reader, view.process_key).process
    return VersionDetail(
        id=id_text(view.id),
        process_key=view.process_key,
        name=local(process.name, process.name_en, call.language),
        version=view.version,
        xml=package.xml.decode(),
        forms=package.forms,
        decisions=package.decisions,
        deployed_at=view.deployed_at,
        deployed_by=person_by_id(view.deployed_by, call.desk.directory(), call.language),
        note=view.note,
        is_current=view.is_current,
    )


def read_draft(call: Call[None, None]) -> Reply:
    """The draft, or the version in force as the start of one."""
    require_touch(call, "process.design", call.path["process_key"])
    with call.desk.read() as reader:
        view = call.desk.designs.load_draft(reader, call.path["process_key"])
    return _draft(call, view)


async def save_draft(call: Call[None, DraftDocument]) -> Reply:
    """Save the draft that was read with this ETag."""
    body, key = call.body, call.path["process_key"]
    require_touch(call, "process.design", key)
    await call.submit(
        SaveDraft(
            process_key=key,
            xml=body.xml.encode(),
            forms=body.forms,
            decisions=body.decisions,
            revision=call.if_match,
        )
    )
    return await call.question(read_draft)


def lint_model(call: Call[None, LintRequest]) -> LintReport:
    """What is wrong with a model."""
    body = call.body
    package = Package(xml=body.xml.encode(), forms=body.forms, decisions=body.decisions)
    findings = call.desk.designs.lint(package)
    return LintReport(problems=[_problem(call, finding) for finding in findings])


async def deploy_process(call: Call[None, DeployRequest]) -> Deployed:
    """Put the draft in force."""
    require_touch(call, "process.deploy", call.path["process_key"])
    answer = await call.submit(
        DeployDraft(
            process_key=call.path["process_key"],
            revision=call.body.revision,
            note=call.body.note,
        )
    )
    problems = [
        Finding(
            code=found["code"],
            element_id=found.get("path", ""),
            severity=found.get("severity", "error"),
            params=found.get("params", {}),
        )
        for found in answer["problems"]
    ]
    return Deployed(
        version_id=id_text(answer["version_id"]),
        version=answer["version"],
        problems=[_problem(call, problem) for problem in problems],
    )


def _row(
    call: Call[None, None], view: ProcessView, counts: RunningCounts | None, overdue: int
) -> ProcessRow:
    process, version = view.process, view.version
    return ProcessRow(
        key=process.key,
        name=local(process.name, process.name_en, call.language),
        category=category_name(call.desk.deployments, process, call.language),
        version=version.version if version else None,
        version_id=id_text(version.id) if version else None,
        deployed_at=version.deployed_at if version else None,
        owner=person_by_id(owner_id(call, process), call.desk.directory(), call.language),
        running_count=counts.running if counts else 0,
        overdue_count=overdue,
        incident_count=counts.incidents if counts else 0,
        has_draft=view.draft_saved_at is not None,
    )


def _version(call: Call[None, None], view: VersionView, running: int) -> VersionRow:
    return VersionRow(
        id=id_text(view.id),
        version=view.version,
        version_tag=view.version_tag,
        deployed_at=view.deployed_at,
        deployed_by=person_by_id(view.deployed_by, call.desk.directory(), call.language),
        note=view.note,
        running_count=running,
        is_current=view.is_current,
    )


def _draft(call: Call[Any, Any], view: DraftView) -> Reply:
    row = call.desk.deployments.processes().get(view.process_key)
    draft = Draft(
        process_key=view.process_key,
        name=local(row.name, row.name_en, call.language) if row else view.name,
        xml=view.package.xml.decode(),
        forms=view.package.forms,
        decisions=view.package.decisions,
        based_on_version=view.based_on_version or None,
        saved_at=view.saved_at,
        saved_by=person_by_id(view.saved_by, call.desk.directory(), call.language),
        revision=view.revision,
    )
    return Reply(body=draft, etag=view.revision)


def _problem(call: Call[Any, Any], found: Finding) -> LintProblem:
    problem = Problem(code=found.code, path=found.element_id, params=found.params)
    return LintProblem(
        code=found.code,
        element_id=found.element_id,
        severity=found.severity,
        detail=sentence(problem, words=call.desk.words, language=call.language),
        params=plain(found.params),
        fix=found.fix,
    )


HANDLERS: Final = {
    "listProcesses": list_processes,
    "readProcess": read_process,
    "listVersions": list_versions,
    "readVersion": read_version,
    "readDraft": read_draft,
    "saveDraft": save_draft,
    "lintModel": lint_model,
    "deployProcess": deploy_process,
}
