"""Decision models for their authors: lists, drafts, versions, what a change would do."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from dujiang.api.desk import Call, Reply, required_id
from dujiang.api.rendering import local, person_by_id
from dujiang.api.routes import decision_sheets, decision_trials
from dujiang.api.routes.decision_values import detail_of, part
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.decisions import (
    RuleCase,
    RuleCaseDocument,
    RuleCaseList,
    RuleCaseSaved,
    RuleChange,
    RuleDeployed,
    RuleDeployment,
    RuleDetail,
    RuleDocument,
    RuleDraft,
    RuleDraftDocument,
    RuleFinding,
    RuleHits,
    RuleList,
    RuleReport,
    RuleRow,
    RuleUse,
    RuleVersion,
)
from dujiang.deployments import (
    FROM_THE_BEGINNING,
    DecisionDraftRow,
    DecisionVersionView,
    DecisionView,
    DeleteDecisionCase,
    DeployDecisionDraft,
    DiscardDecisionDraft,
    RestoreDecision,
    SaveDecisionCase,
    SaveDecisionDraft,
    WithdrawDecision,
    case_inputs,
    column_labels,
    count_evaluations,
    count_hits,
    decisions_used,
    find_decision_draft,
    findings,
    list_cases,
    list_decision_versions,
    list_decisions,
    load_decision,
    load_decision_xml,
    models_asking,
    parts_of,
    place_of,
    readable,
)
from dujiang.feel import format_value
from dujiang.kernel.errors import InvalidInput, NotFound, Problem
from dujiang.kernel.ids import id_text

HIT_DAYS: Final = 90
MAX_YEARS_AHEAD: Final = 50
"""A version that comes later is a slip of the keys."""


def list_decision_models(call: Call[None, None]) -> RuleList:
    """All decision models."""
    with call.desk.read() as reader:
        views = list_decisions(reader, call.at)
        asked = count_evaluations(reader, call.at - timedelta(days=HIT_DAYS))
    items = [_row(call, view, asked.get(view.key, 0)) for view in views]
    return RuleList(items=items, days=HIT_DAYS)


def read_decision(call: Call[None, None]) -> RuleDetail:
    """One model, completely but for its document."""
    key = call.path["decision_key"]
    with call.desk.read() as reader:
        view = load_decision(reader, key, call.at)
        versions = list_decision_versions(reader, key, call.at)
        hits = count_hits(reader, key, (call.at - timedelta(days=HIT_DAYS)).date())
    known = call.desk.deployments.rules.all().get(key, ())
    parts = parts_of(known[-1].model) if known else ()
    names = {name for one in parts for name in (one.id, one.name)}
    uses = decisions_used(call.desk.deployments, names)
    language = call.language
    return RuleDetail(
        key=key,
        name=view.name,
        version=view.in_force.version if view.in_force else None,
        versions=[_version(call, one) for one in versions],
        parts=[part(one) for one in parts],
        used_by=[
            RuleUse(
                decision=use.decision,
                process_key=use.process_key,
                process_name=local(use.process_name, use.process_name_en, language),
                version=use.version,
                element_id=use.element_id or None,
                element_name=local(use.element_name, use.element_name_en, language) or None,
                form=use.form or None,
            )
            for use in uses
        ],
        asked_by=[
            name for other, name in models_asking(call.desk.deployments, names) if other != key
        ],
        hits=[
            RuleHits(table_id=table, looks=found.looks, rules=dict(found.rules))
            for table, found in sorted(hits.items())
        ],
        hits_days=HIT_DAYS,
        has_draft=view.draft_saved_at is not None,
    )


# Versions


def read_version(call: Call[None, None]) -> RuleDocument:
    """A version's document."""
    key, version = call.path["decision_key"], _number(call)
    with call.desk.read() as reader:
        xml = load_decision_xml(reader, key, version)
    return RuleDocument(key=key, version=version, xml=xml.decode())


async def restore(call: Call[None, RuleChange]) -> RuleDeployed:
    """Let an earlier version count again."""
    answer = await call.submit(
        RestoreDecision(
            key=call.path["decision_key"],
            version=_number(call),
            effective_from=_start(call, call.body.effective_on),
            note=call.body.note,
        )
    )
    return RuleDeployed(key=answer["key"], version=answer["version"])


async def withdraw(call: Call[None, None]) -> Nothing:
    """Take a version back before it counts."""
    await call.submit(WithdrawDecision(key=call.path["decision_key"], version=_number(call)))
    return Nothing()


async def deploy(call: Call[None, RuleDeployment]) -> RuleDeployed:
    """Make the draft the next version."""
    answer = await call.submit(
        DeployDecisionDraft(
            key=call.path["decision_key"],
            revision=call.body.revision,
            effective_from=_start(call, call.body.effective_on),
            note=call.body.note,
        )
    )
    return RuleDeployed(key=answer["key"], version=answer["version"])


def _start(call: Call[Any, Any], on: date | None) -> datetime | None:
    """The beginning of a day in the company's zone; today means at once."""
    today = call.at.astimezone(call.desk.zone).date()
    if on is None or on == today:
        return None
    if on < today:
        raise InvalidInput("deployments.decision.in_the_past")
    if on.year > today.year + MAX_YEARS_AHEAD:
        raise InvalidInput("deployments.decision.too_far", years=MAX_YEARS_AHEAD)
    return datetime.combine(on, time(), call.desk.zone)


def _number(call: Call[Any, Any]) -> int:
    text = call.path["version"]
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise NotFound("deployments.version.not_found")
    return int(text)


# Drafts


def read_draft(call: Call[None, None]) -> Reply:
    """The draft, or the version in force as the start of one."""
    key = call.path["decision_key"]
    with call.desk.read() as reader:
        draft = find_decision_draft(reader, key)
        if draft is not None:
            return _draft(call, draft)
        view = load_decision(reader, key, call.at)
        start = view.in_force or view.planned
        if start is None:
            raise NotFound("deployments.decision.not_found")
        xml = load_decision_xml(reader, key, start.version)
    body = RuleDraft(
        key=key,
        name=view.name,
        xml=xml.decode(),
        based_on_version=start.version,
        saved_at=None,
        saved_by=None,
        revision=0,
    )
    return Reply(body=body, etag=0)


async def save_draft(call: Call[None, RuleDraftDocument]) -> Reply:
    """Save the draft that was read with this ETag."""
    await call.submit(
        SaveDecisionDraft(key=call.path["decision_key"], xml=call.body.xml, revision=call.if_match)
    )
    return await call.question(read_draft)


async def discard_draft(call: Call[None, None]) -> Nothing:
    """Throw the draft away."""
    await call.submit(DiscardDecisionDraft(key=call.path["decision_key"]))
    return Nothing()


def lint(call: Call[None, RuleDraftDocument]) -> RuleReport:
    """What is wrong or doubtful about a document."""
    names = call.desk.deployments.rules.names
    xml = call.body.xml.encode()
    found = findings(xml, names)
    try:
        parts = [part(one) for one in parts_of(readable(xml, names))]
    except InvalidInput:
        parts = []
    places, labels = place_of(xml), column_labels(xml)
    listed = [_finding(call, one, places.get(one.path), labels) for one in found]
    return RuleReport(findings=listed, parts=parts)


def _finding(
    call: Call[Any, Any], found: Problem, decision: str | None, labels: dict[str, dict[str, str]]
) -> RuleFinding:
    params = found.params
    rules = params.get("rules")
    region, example = params.get("region"), params.get("example")
    return RuleFinding(
        code=found.code,
        path=found.path,
        decision=decision,
        severity=found.severity,
        detail=detail_of(call, found, labels.get(decision or "", {})),
        rules=[int(one) for one in rules] if isinstance(rules, list) else [],
        region=dict(region) if isinstance(region, dict) else {},
        example={name: format_value(value) for name, value in example.items()}
        if isinstance(example, dict)
        else {},
    )


# Test cases


def list_test_cases(call: Call[None, None]) -> RuleCaseList:
    """The test cases of a model."""
    with call.desk.read() as reader:
        rows = list_cases(reader, call.path["decision_key"])
    directory = call.desk.directory()
    return RuleCaseList(
        items=[
            RuleCase(
                id=id_text(row.id),
                decision=row.decision,
                name=row.name,
                inputs=case_inputs(row),
                expected=row.expected,
                saved_at=row.saved_at,
                saved_by=person_by_id(row.saved_by, directory, call.language),
            )
            for row in rows
        ]
    )


async def create_case(call: Call[None, RuleCaseDocument]) -> RuleCaseSaved:
    """Add a test case."""
    return await _keep_case(call, 0)


async def save_case(call: Call[None, RuleCaseDocument]) -> RuleCaseSaved:
    """Change a test case."""
    return await _keep_case(call, required_id(call.path["case_id"]))


async def _keep_case(call: Call[None, RuleCaseDocument], case_id: int) -> RuleCaseSaved:
    body = call.body
    answer = await call.submit(
        SaveDecisionCase(
            key=call.path["decision_key"],
            decision=body.decision,
            name=body.name,
            inputs=body.inputs,
            expected=body.expected,
            case_id=case_id,
        )
    )
    return RuleCaseSaved(id=id_text(answer["case_id"]))


async def delete_case(call: Call[None, None]) -> Nothing:
    """Remove a test case."""
    case_id = required_id(call.path["case_id"])
    await call.submit(DeleteDecisionCase(key=call.path["decision_key"], case_id=case_id))
    return Nothing()


# Shown


def _row(call: Call[Any, Any], view: DecisionView, evaluations: int) -> RuleRow:
    known = call.desk.deployments.rules.all().get(view.key, ())
    definitions = known[-1].model.definitions.decisions if known else ()
    names = {name for one in definitions for name in (one.id, one.name)}
    uses = decisions_used(call.desk.deployments, names)
    return RuleRow(
        key=view.key,
        name=view.name,
        version=view.in_force.version if view.in_force else None,
        effective_from=_since(view.in_force),
        planned_version=view.planned.version if view.planned else None,
        planned_from=_since(view.planned),
        has_draft=view.draft_saved_at is not None,
        evaluations=evaluations,
        used_by=list(
            dict.fromkeys(
                (
                    *(local(u.process_name, u.process_name_en, call.language) for u in uses),
                    *(
                        name
                        for other, name in models_asking(call.desk.deployments, names)
                        if other != view.key
                    ),
                )
            )
        ),
    )


def _since(view: DecisionVersionView | None) -> datetime | None:
    if view is None or view.effective_from == FROM_THE_BEGINNING:
        return None
    return view.effective_from


def _version(call: Call[Any, Any], view: DecisionVersionView) -> RuleVersion:
    return RuleVersion(
        version=view.version,
        state=view.state,
        effective_from=_since(view),
        deployed_at=view.deployed_at,
        deployed_by=person_by_id(view.deployed_by, call.desk.directory(), call.language),
        note=view.note,
    )


def _draft(call: Call[Any, Any], draft: DecisionDraftRow) -> Reply:
    body = RuleDraft(
        key=draft.key,
        name=draft.name,
        xml=draft.xml.decode(),
        based_on_version=draft.based_on_version or None,
        saved_at=draft.saved_at,
        saved_by=person_by_id(draft.saved_by, call.desk.directory(), call.language),
        revision=draft.revision,
    )
    return Reply(body=body, etag=draft.revision)


HANDLERS: Final = {
    "listDecisions": list_decision_models,
    "readDecision": read_decision,
    "readDecisionVersion": read_version,
    "restoreDecision": restore,
    "withdrawDecision": withdraw,
    "readDecisionDraft": read_draft,
    "saveDecisionDraft": save_draft,
    "discardDecisionDraft": discard_draft,
    "deployDecision": deploy,
    "lintDecision": lint,
    "listDecisionCases": list_test_cases,
    "createDecisionCase": create_case,
    "saveDecisionCase": save_case,
    "deleteDecisionCase": delete_case,
    **decision_trials.HANDLERS,
    **decision_sheets.HANDLERS,
}
