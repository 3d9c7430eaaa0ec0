"""Decision models tried out: on inputs that somebody types, on test cases, on what was decided.

Nothing here changes anything. A model may be a deployed version or a draft that stands only in an
editor.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal

import msgspec

from dujiang.deployments.checking import decision_problems
from dujiang.deployments.decision_uses import inputs_of, matched
from dujiang.deployments.decisions import Decisions
from dujiang.deployments.tables import DecisionCaseRow, DecisionUseRow
from dujiang.dmn import (
    DecisionModel,
    DecisionTable,
    DecisionTrace,
    Definitions,
    RuleLook,
    analyse,
    compile_model,
    look_at_rules,
)
from dujiang.dmn import parse as parse_dmn
from dujiang.dmn.analysis import tests_of
from dujiang.feel import (
    Environment,
    FeelSyntaxError,
    Warning_,
    compile_expression,
)
from dujiang.feel.types import ListOfType, Refined, Simple, Type
from dujiang.kernel.encoding import decode_value
from dujiang.kernel.errors import InvalidInput, NotFound, Problem
from dujiang.kernel.values import as_value

MAX_TRIED: Final = 1_000
MAX_OPTIONS: Final = 60


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision gave, how it came about, and which cell of each rule said no."""

    value: Any
    warnings: tuple[Warning_, ...]
    traces: tuple[DecisionTrace, ...]
    looks: Mapping[str, tuple[RuleLook, ...]]
    """By id of the table."""


class TriedUse(msgspec.Struct, frozen=True, kw_only=True):
    """One past evaluation beside what the tried model makes of the same inputs."""

    use_id: int
    at: datetime
    instance_id: int
    version: int
    decision: str
    inputs: Mapping[str, Any]
    was: Any
    now: Any
    was_rules: Mapping[str, Sequence[str]]
    now_rules: Mapping[str, Sequence[str]]
    is_changed: bool


class InputView(msgspec.Struct, frozen=True, kw_only=True):
    """An input that a decision needs: its type by FEEL's name, and values that its rules name."""

    name: str
    type: str
    is_list: bool
    options: tuple[str, ...]


class ModelPart(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of a model."""

    id: str
    name: str
    description: str
    kind: Literal["table", "expression", "none"]
    """`none` where it has no logic yet."""
    table_id: str
    hit_policy: str
    rule_count: int
    inputs: tuple[InputView, ...]


class CaseOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """A test case and whether the model fulfils it."""

    case_id: int
    value: Any
    expected: Any
    is_right: bool
    problem: Problem | None


def readable(xml: bytes, names: frozenset[str]) -> DecisionModel:
    """The compiled model of a document. Raises `InvalidInput` with everything wrong with it."""
    problems = [p for p in decision_problems(xml.decode(), names) if p.severity == "error"]
    parsed = parse_dmn(xml)
    if problems or parsed.model is None:
        raise InvalidInput("deployments.decision.not_sound", problems=tuple(problems))
    return compile_model(parsed.model, functions=names)


def findings(xml: bytes, names: frozenset[str]) -> tuple[Problem, ...]:
    """Everything wrong or doubtful about a document: its form, its names, its tables."""
    found = list(decision_problems(xml.decode(), names))
    model = parse_dmn(xml).model
    if model is not None:
        found += analyse(model)
    return tuple(found)


def answer(
    model: DecisionModel, decision: str, inputs: Mapping[str, Any], env: Environment
) -> Answered:
    """Evaluate one decision of a model, completely explained. Raises `NotFound`."""
    outcome = model.evaluate(decision, inputs, env, explain=True)
    traces = outcome.explanation or ()
    tables = dict(_tables(model.definitions))
    looks = {}
    for trace in traces:
        for seen in trace.tables:
            if seen.table in tables:
                values = [value for _, value in seen.inputs]
                scope = dict(trace.inputs)
                looks[seen.table] = look_at_rules(tables[seen.table], values, scope, env)
    return Answered(value=outcome.value, warnings=outcome.warnings, traces=traces, looks=looks)


def try_on(
    model: DecisionModel, uses: Sequence[DecisionUseRow], rules: Decisions, env: Environment
) -> list[TriedUse]:
    """What a model makes of past inputs, each at the instant at which it was asked then.

    Raises `NotFound` when the model lacks a decision that was asked for.
    """
    tried = []
    for use in uses:
        inputs = inputs_of(use)
        zone = env.now.tzinfo if env.now is not None else None
        then = msgspec.structs.replace(env, now=use.at.astimezone(zone))
        outcome = model.evaluate(use.decision, inputs, rules.environment(then), explain=True)
        was = decode_value(use.value)
        tried.append(
            TriedUse(
                use_id=use.id,
                at=use.at,
                instance_id=use.instance_id,
                version=use.version,
                decision=use.decision,
                inputs=inputs,
                was=was,
                now=outcome.value,
                was_rules=matched(use),
                now_rules={
                    table.table: table.rule_ids
                    for trace in outcome.explanation or ()
                    for table in trace.tables
                },
                is_changed=outcome.value != was,
            )
        )
    return tried


def run_cases(
    model: DecisionModel, cases: Sequence[DecisionCaseRow], env: Environment
) -> list[CaseOutcome]:
    """Ask the model every test case."""
    return [_case(model, case, env) for case in cases]


def _case(model: DecisionModel, case: DecisionCaseRow, env: Environment) -> CaseOutcome:
    texts = case_inputs(case)
    try:
        expected = feel_value(case.expected, "/expected", env)
        value = model.evaluate(case.decision, feel_values(texts, env), env).value
    except InvalidInput as error:
        found = error.problems[0]
        return _unanswered(case, found)
    except NotFound as error:
        return _unanswered(case, Problem(code=error.code, params=error.params))
    return CaseOutcome(
        case_id=case.id, value=value, expected=expected, is_right=value == expected, problem=None
    )


def _unanswered(case: DecisionCaseRow, problem: Problem) -> CaseOutcome:
    return CaseOutcome(case_id=case.id, value=None, expected=None, is_right=False, problem=problem)


def feel_values(texts: Mapping[str, str], env: Environment) -> dict[str, Any]:
    """Values written as FEEL; an empty text is null. Raises `InvalidInput` with every mistake."""
    values, problems = {}, list[Problem]()
    for name, text in texts.items():
        try:
            values[name] = feel_value(text, f"/inputs/{name}", env)
        except InvalidInput as error:
            problems += error.problems
    if problems:
        raise InvalidInput("deployments.decision.inputs_unreadable", problems=tuple(problems))
    return values


def feel_value(text: str, path: str, env: Environment) -> Any:  # noqa: ANN401 - a Value
    """One value written as FEEL."""
    if not text.strip():
        return None
    try:
        found = compile_expression(text).evaluate({}, env=env)
    except FeelSyntaxError as error:
        problem = Problem(code=error.code, path=path, params=error.params)
        raise InvalidInput("deployments.decision.inputs_unreadable", problems=(problem,)) from error
    if found.value is None and found.warnings:
        warning = found.warnings[0]
        problem = Problem(code=warning.code, path=path, params=dict(warning.params))
        raise InvalidInput("deployments.decision.inputs_unreadable", problems=(problem,))
    return found.value


_TEMPORAL: Final = frozenset(
    {
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)


def typed_values(
    model: DecisionModel, decision: str, given: Mapping[str, Any], env: Environment
) -> dict[str, Any]:
    """Values that came as JSON; a text becomes a date, time or duration where the input is one.

    Raises `InvalidInput` for texts that are none, `NotFound` for an unknown decision.
    """
    types = {needed.name: _type_name(needed.type) for needed in model.inputs_of(decision)}
    values, problems = {}, list[Problem]()
    for name, value in given.items():
        values[name] = as_value(value)
        if types.get(name) in _TEMPORAL and isinstance(value, str):
            try:
                values[name] = feel_value(f'@"{value}"', f"/values/{name}", env)
            except InvalidInput as error:
                problems += error.problems
    if problems:
        raise InvalidInput("deployments.decision.inputs_unreadable", problems=tuple(problems))
    return values


def case_inputs(case: DecisionCaseRow) -> dict[str, str]:
    """The inputs of a test case, as FEEL."""
    return msgspec.json.decode(case.inputs, type=dict[str, str])


def place_of(xml: bytes) -> dict[str, str]:
    """Ids of decisions, tables, columns, rules and cells -> id of the decision they belong to."""
    model = parse_dmn(xml).model
    found: dict[str, str] = {}
    for decision in model.decisions if model else ():
        found[decision.id] = decision.id
        table = decision.expression
        if not isinstance(table, DecisionTable):
            continue
        ids = [table.id]
        for clause in table.inputs:
            ids += [clause.id, clause.expression.id]
        ids += [output.id for output in table.outputs]
        for rule in table.rules:
            ids += [rule.id, *(cell.id for cell in (*rule.inputs, *rule.outputs))]
        found |= dict.fromkeys(filter(None, ids), decision.id)
    return found


def column_labels(xml: bytes) -> dict[str, dict[str, str]]:
    """What people call the columns of each decision's table: by what they test."""
    model = parse_dmn(xml).model
    return {
        decision.id: {
            clause.expression.text: clause.label
            for clause in decision.expression.inputs
            if clause.label
        }
        for decision in (model.decisions if model else ())
        if isinstance(decision.expression, DecisionTable)
    }


def difference(tried: Sequence[TriedUse]) -> tuple[int, int, Decimal | None]:
    """How many results are higher and lower than they were, and the sum of the differences.

    Only where all of them are numbers; else no sum.
    """
    numbers = [
        (one.was, one.now)
        for one in tried
        if isinstance(one.was, Decimal) and isinstance(one.now, Decimal)
    ]
    higher = sum(now > was for was, now in numbers)
    lower = sum(now < was for was, now in numbers)
    is_complete = bool(numbers) and len(numbers) == len(tried)
    total = sum((now - was for was, now in numbers), Decimal(0))
    return higher, lower, total if is_complete else None


def parts_of(model: DecisionModel) -> tuple[ModelPart, ...]:
    """The decisions of a model with what each needs."""
    return tuple(_parts(model))


def _parts(model: DecisionModel) -> Iterator[ModelPart]:
    for decision in model.definitions.decisions:
        logic = decision.expression
        table = logic if isinstance(logic, DecisionTable) else None
        yield ModelPart(
            id=decision.id,
            name=decision.name,
            description=decision.description,
            kind="table" if table else "expression" if logic else "none",
            table_id=table.id if table else "",
            hit_policy=table.hit_policy if table else "",
            rule_count=len(table.rules) if table else 0,
            inputs=tuple(
                InputView(
                    name=needed.name,
                    type=_type_name(needed.type),
                    is_list=isinstance(_plain(needed.type), ListOfType),
                    options=tuple(_options(model.definitions, needed.name, needed.type)),
                )
                for needed in model.inputs_of(decision.id)
            ),
        )


def _plain(type_: Type) -> Type:
    return _plain(type_.base) if isinstance(type_, Refined) else type_


def _type_name(type_: Type) -> str:
    plain = _plain(type_)
    if isinstance(plain, ListOfType):
        return _type_name(plain.item)
    return plain.name if isinstance(plain, Simple) else "context"


def _options(model: Definitions, name: str, type_: Type) -> list[str]:
    """Texts that the type allows, or that tables over this input name."""
    found: dict[str, None] = {}
    if isinstance(type_, Refined):
        found |= dict.fromkeys(one for one in type_.listed if isinstance(one, str))
    for _, table in _tables(model):
        for place, clause in enumerate(table.inputs):
            if clause.expression.text.strip() != name:
                continue
            cells = [clause.values or "", *(rule.inputs[place].text for rule in table.rules)]
            for cell in cells:
                points = tests_of(cell).cell.points
                found |= dict.fromkeys(point for point in points if isinstance(point, str))
    return list(found)[:MAX_OPTIONS]


def _tables(model: Definitions) -> Iterator[tuple[str, DecisionTable]]:
    for decision in model.decisions:
        if isinstance(decision.expression, DecisionTable):
            yield decision.expression.id, decision.expression
    for knowledge in model.knowledge_models:
        if knowledge.logic is not None and isinstance(knowledge.logic.body, DecisionTable):
            yield knowledge.logic.body.id, knowledge.logic.body
