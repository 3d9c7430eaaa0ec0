"""Rules asked without consequence: with typed inputs, with test cases, with what was decided."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.rendering import local
from dujiang.api.routes.decision_values import detail_of, named, shown
from dujiang.api.schemas.decisions import (
    CaseResult,
    CaseResults,
    DecisionAnswer,
    EvaluateRule,
    RuleAnswer,
    RuleLook,
    RuleTrial,
    RuleWarning,
    RunCases,
    ShownValue,
    TableAnswer,
    TriedCase,
    TryRule,
)
from dujiang.deployments import (
    Answered,
    DecisionVersion,
    TriedUse,
    answer,
    difference,
    feel_values,
    find_decision_draft,
    latest_uses,
    list_cases,
    load_decision_xml,
    readable,
    run_cases,
    try_on,
    typed_values,
)
from dujiang.dmn import DecisionModel
from dujiang.feel import Environment, format_value
from dujiang.kernel.errors import NotFound, Problem
from dujiang.kernel.ids import id_text
from dujiang.runtime import find_instance
from dujiang.store import Reader

MAX_SHOWN: Final = 200
"""Cases of a trial that are listed; the counts tell of all."""


def evaluate(call: Call[None, EvaluateRule]) -> RuleAnswer:
    """Ask a decision."""
    body, key = call.body, call.path["decision_key"]
    now = call.at.astimezone(call.desk.zone)
    env = _environment(call)
    current = call.desk.deployments.rules.model_in_force(key, now)
    model, version = _asked(call, current)
    decision = body.decision or (model.definitions.decisions or (None,))[0]
    ref = decision if isinstance(decision, str) else decision.id if decision else ""
    inputs = {**typed_values(model, ref, body.values, env), **feel_values(body.inputs, env)}
    told = answer(model, ref, inputs, env)
    return RuleAnswer(
        decision=ref,
        version=version,
        value=shown(told.value).value,
        text=format_value(told.value),
        warnings=[
            RuleWarning(
                code=one.code,
                detail=detail_of(call, Problem(code=one.code, params=dict(one.params))),
                path=one.path,
            )
            for one in told.warnings
        ],
        decisions=_decisions(told),
        current=_current(current, ref, inputs, env),
        current_version=current.version if current else None,
    )


def _asked(
    call: Call[None, EvaluateRule], current: DecisionVersion | None
) -> tuple[DecisionModel, int | None]:
    """The model that is meant, and its version where it has one."""
    body, key, rules = call.body, call.path["decision_key"], call.desk.deployments.rules
    if body.xml is not None:
        return readable(body.xml.encode(), rules.names), None
    if body.version is not None:
        with call.desk.read() as reader:
            xml = load_decision_xml(reader, key, body.version)
        return readable(xml, rules.names), body.version
    found = current
    if body.on is not None:
        found = rules.model_in_force(key, datetime.combine(body.on, time(), call.desk.zone))
    if found is None:
        raise NotFound("deployments.decision.not_found")
    return found.model, found.version


def _current(
    current: DecisionVersion | None, ref: str, inputs: dict[str, Any], env: Environment
) -> ShownValue | None:
    if current is None:
        return None
    known = {d.id for d in current.model.definitions.decisions}
    return shown(current.model.evaluate(ref, inputs, env).value) if ref in known else None


def _decisions(told: Answered) -> list[DecisionAnswer]:
    return [
        DecisionAnswer(
            decision=trace.decision,
            name=trace.name,
            inputs=[named(name, value) for name, value in trace.inputs],
            value=shown(trace.value).value,
            text=format_value(trace.value),
            tables=[
                TableAnswer(
                    table_id=seen.table,
                    inputs=[named(name, value) for name, value in seen.inputs],
                    matched=list(seen.rules),
                    rules=[
                        RuleLook(
                            number=one.number,
                            rule_id=one.rule_id,
                            misses=list(one.misses),
                            tests=list(one.tests),
                        )
                        for one in told.looks.get(seen.table, ())
                    ],
                )
                for seen in trace.tables
            ],
        )
        for trace in told.traces
    ]


def run_test_cases(call: Call[None, RunCases]) -> CaseResults:
    """Ask a document every test case."""
    key = call.path["decision_key"]
    with call.desk.read() as reader:
        cases = list_cases(reader, key)
        model = _document(call, reader, call.body.xml)
    found = run_cases(model, cases, _environment(call))
    items = [
        CaseResult(
            id=id_text(one.case_id),
            is_right=one.is_right,
            text=format_value(one.value),
            problem=detail_of(call, one.problem) if one.problem else None,
        )
        for one in found
    ]
    return CaseResults(items=items, right=sum(one.is_right for one in items))


def try_out(call: Call[None, TryRule]) -> RuleTrial:
    """What a changed document makes of what was decided."""
    body, key = call.body, call.path["decision_key"]
    since = call.at - timedelta(days=body.days)
    with call.desk.read() as reader:
        model = _document(call, reader, body.xml)
        uses = latest_uses(reader, key, body.limit, since=since)
    rules = call.desk.deployments.rules
    tried = try_on(model, uses, rules, _environment(call))
    changed = [one for one in tried if one.is_changed]
    higher, lower, total = difference(changed)
    listed = [*changed, *(one for one in tried if not one.is_changed)][:MAX_SHOWN]
    with call.desk.read() as reader:
        cases = _tried_cases(call, reader, listed)
    return RuleTrial(
        tried=len(tried),
        changed=len(changed),
        higher=higher,
        lower=lower,
        difference=total,
        since=min((one.at for one in tried), default=None),
        cases=cases,
    )


def _tried_cases(
    call: Call[Any, Any], reader: Reader, listed: Sequence[TriedUse]
) -> list[TriedCase]:
    processes = call.desk.deployments.processes()
    cases = []
    for one in listed:
        instance = find_instance(reader, one.instance_id)
        process = processes.get(instance.process_key) if instance else None
        cases.append(
            TriedCase(
                id=id_text(one.use_id),
                at=one.at,
                instance_id=id_text(one.instance_id),
                number=instance.number if instance else "",
                title=instance.title if instance else "",
                process_name=local(process.name, process.name_en, call.language) if process else "",
                version=one.version,
                decision=one.decision,
                inputs=[named(name, value) for name, value in one.inputs.items()],
                was=shown(one.was),
                now=shown(one.now),
                is_changed=one.is_changed,
            )
        )
    return cases


def _document(call: Call[Any, Any], reader: Reader, xml: str | None) -> DecisionModel:
    """The document that was sent, else the draft, else the version in force."""
    rules, key = call.desk.deployments.rules, call.path["decision_key"]
    if xml is not None:
        return readable(xml.encode(), rules.names)
    draft = find_decision_draft(reader, key)
    if draft is not None:
        return readable(draft.xml, rules.names)
    current = rules.model_in_force(key, call.at)
    if current is None:
        raise NotFound("deployments.decision.not_found")
    return current.model


def _environment(call: Call[Any, Any]) -> Environment:
    now = call.at.astimezone(call.desk.zone)
    return call.desk.deployments.rules.environment(Environment(now=now))


HANDLERS: Final = {
    "evaluateDecision": evaluate,
    "tryDecision": try_out,
    "runDecisionCases": run_test_cases,
}
