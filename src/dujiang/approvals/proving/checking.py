"""What is wrong with the people's side of a model, for `deployments` and the designer."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from dujiang.approvals.cases.office import expression
from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.approvals.proving.explaining import FINDINGS, explain
from dujiang.approvals.proving.exploring import Explored, check_step
from dujiang.approvals.rules.model import Source, StepRules
from dujiang.approvals.rules.settings import read_rules
from dujiang.bpmn.extensions import Each, Settings, Step
from dujiang.bpmn.model import Event, Process, TimerDefinition, walk
from dujiang.deployments import Check
from dujiang.identity import Directory
from dujiang.kernel.errors import Problem
from dujiang.kernel.words import Language, Words

MAX_STEPS_KEPT: Final = 1_000
"""Different steps whose exploration stays known."""
_LANGUAGES: Final[tuple[Language, ...]] = ("zh-CN", "en-US")
_ANY_TIME: Final = datetime(2026, 1, 1, tzinfo=UTC)


def step_check(
    directory: Callable[[], Directory] | None = None, words: Words | None = None
) -> Check:
    """A check of every step's settings; with a directory also of the people they name.

    With words it explores what people could do at each step (X4): a step that cannot end, or at
    which somebody could approve their own request, is found with the shortest way there.
    """

    def check(package: object, process: Process) -> Iterable[Problem]:
        view = DirectoryView(directory()) if directory is not None else None
        found = list(_problems(process, view))
        return found if words is None else [*found, *_explored(process, words)]

    return check


def _explored(process: Process, words: Words) -> Iterator[Problem]:
    for node, _level in walk(process.body):
        step = node.extensions.find(Step)
        if step is None:
            continue
        read = read_rules(node.id, node.name or node.id, step)
        if any(problem.severity == "error" for problem in read.problems):
            continue
        yield from _findings(node.id, _essential(read.rules), words)


def _essential(rules: StepRules) -> StepRules:
    """What decides how people can act; equal steps are explored once."""
    claims = tuple(Source(kind="group", is_claimed=True) for s in rules.sources if s.is_claimed)
    return replace(
        rules,
        step="",
        name="",
        name_en="",
        sources=claims[:1],
        deadlines=(),
        reminders=(),
        apart=(),
    )


@lru_cache(MAX_STEPS_KEPT)
def _exploration(rules: StepRules) -> tuple[Explored, ...]:
    return check_step(rules, at=_ANY_TIME)


def _findings(path: str, rules: StepRules, words: Words) -> Iterator[Problem]:
    """Each kind of finding once, with the fewest people and the shortest way."""
    said: set[str] = set()
    for explored in _exploration(rules):
        sentences = [explain(explored, words, language) for language in _LANGUAGES]
        for number, found in enumerate(explored.findings):
            if found.finding in said:
                continue
            said.add(found.finding)
            sentence = {
                language: texts[number]
                for language, texts in zip(_LANGUAGES, sentences, strict=True)
            }
            yield Problem(
                code=FINDINGS[found.finding],
                path=path,
                params={"sentence": sentence, "people": explored.people, "moves": ""},
                severity="warning" if found.finding == "too_big" else "error",
            )


def _problems(process: Process, view: DirectoryView | None) -> Iterator[Problem]:
    starts = 0
    steps: set[str] = set()
    for node, _level in walk(process.body):
        step = node.extensions.find(Step)
        if step is None:
            continue
        steps.add(node.id)
        starts += step.kind == "start"
        yield from read_rules(node.id, node.name or node.id, step).problems
        if view is not None:
            yield from _unknown_people(node.id, step, view)
    if starts > 1:
        yield Problem(code="approvals.settings.several_starts", path=process.id)
    yield from _unknown_steps(process, steps)
    yield from _starts_for_each(process)
    if view is not None:
        yield from _owner(process, view)


def _unknown_steps(process: Process, steps: set[str]) -> Iterator[Problem]:
    """Steps that settings name but the model does not have."""
    for node, _level in walk(process.body):
        step = node.extensions.find(Step)
        if step is None:
            continue
        named = [apart.step for apart in step.apart if apart.step]
        words = step.returnTo.replace(",", " ").split()
        named += [w for w in words if w not in ("none", "initiator", "previous", "any")]
        for name in named:
            if name not in steps:
                params = {"step": name}
                yield Problem(code="approvals.settings.unknown_step", path=node.id, params=params)


def _starts_for_each(process: Process) -> Iterator[Problem]:
    """Starts of one run for each item: only the clock makes them, and what they say can be read."""
    for node, _level in walk(process.body):
        each = node.extensions.find(Each)
        if each is None:
            continue
        timers = node.definitions if isinstance(node, Event) else ()
        if not any(isinstance(one, TimerDefinition) for one in timers):
            yield Problem(code="approvals.settings.each_without_timer", path=node.id)
        for name in ("collection", "key", "initiator", "values"):
            text: str = getattr(each, name)
            if text.startswith("=") and expression(text[1:]) is None:
                params = {"setting": name, "text": text}
                yield Problem(code="approvals.settings.each_not_feel", path=node.id, params=params)


def _unknown_people(element_id: str, step: Step, view: DirectoryView) -> Iterator[Problem]:
    """People, roles and groups that the organisation does not know: a warning, they may come."""
    rows = view.directory.rows
    known = {
        "role": {role.key for role in rows.roles},
        "group": {group.key for group in rows.groups},
        "position": {position.key for position in rows.positions},
    }
    for assignee in step.assignees:
        keys = known.get(assignee.source)
        if keys is not None and assignee.value not in keys:
            yield _unknown(element_id, f"{assignee.source}:{assignee.value}")
        if assignee.source == "user":
            for login in assignee.value.split():
                if view.person_of(login) is None:
                    yield _unknown(element_id, login)
    for text in step.emptyTo.replace(",", " ").split():
        is_role = text.startswith("role:")
        if not is_role and view.person_of(text.removeprefix("user:")) is None:
            yield _unknown(element_id, text)


def _unknown(element_id: str, who: str) -> Problem:
    return Problem(
        code="approvals.settings.unknown_person",
        path=element_id,
        params={"who": who},
        severity="warning",
    )


def _owner(process: Process, view: DirectoryView) -> Iterator[Problem]:
    """Every process needs somebody who is asked when nobody else is left."""
    settings = process.extensions.find(Settings)
    kind, _, name = (settings.owner if settings else "").partition(":")
    is_known = (kind == "user" and view.person_of(name) is not None) or (
        kind in ("role", "group") and bool(view.members(f"{kind}:{name}"))
    )
    if not is_known:
        yield Problem(
            code="approvals.settings.no_owner",
            path=process.id,
            params={"owner": f"{kind}:{name}" if name else ""},
            severity="warning",
        )
