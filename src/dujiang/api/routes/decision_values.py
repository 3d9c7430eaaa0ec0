"""How values, decisions and doubts about them are shown: as JSON for programs, FEEL for people."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dujiang.api.desk import Call
from dujiang.api.problems import sentence
from dujiang.api.schemas.decisions import NamedValue, RuleInput, RulePart, ShownValue
from dujiang.deployments import ModelPart
from dujiang.feel import format_value
from dujiang.forms import plain_json
from dujiang.kernel.errors import Problem


def shown(value: object) -> ShownValue:
    """A value in both ways."""
    return ShownValue(value=plain_json(value), text=format_value(value))


def named(name: str, value: object) -> NamedValue:
    """A value with its name."""
    return NamedValue(name=name, value=plain_json(value), text=format_value(value))


def part(found: ModelPart) -> RulePart:
    """One decision of a model."""
    return RulePart(
        id=found.id,
        name=found.name,
        description=found.description,
        kind=found.kind,
        table_id=found.table_id,
        hit_policy=found.hit_policy,
        rule_count=found.rule_count,
        inputs=[
            RuleInput(name=one.name, type=one.type, is_list=one.is_list, options=list(one.options))
            for one in found.inputs
        ],
    )


def detail_of(
    call: Call[Any, Any], problem: Problem, labels: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The sentence of a problem; a test or a value for each column reads as a list.

    `labels` are what people call the columns.
    """
    params = {name: _told(name, value, labels) for name, value in problem.params.items()}
    readable = Problem(code=problem.code, path=problem.path, params=params)
    return sentence(readable, words=call.desk.words, language=call.language)


def _told(name: str, value: Any, labels: Mapping[str, str]) -> Any:  # noqa: ANN401 - any value a problem may carry
    if name == "column" and isinstance(value, str):
        return labels.get(value, value)
    if not isinstance(value, Mapping):
        return value
    called = {labels.get(column, column): one for column, one in value.items()}
    if name == "example":
        return " · ".join(f"{column} = {format_value(one)}" for column, one in called.items())
    return " · ".join(f"{column} {one}" for column, one in called.items() if one != "-")
