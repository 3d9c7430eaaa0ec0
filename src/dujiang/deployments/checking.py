"""Checking a package before it is deployed: everything that is wrong, at its element."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

import msgspec

from dujiang.bpmn import lint, parse
from dujiang.bpmn.extensions import Settings
from dujiang.bpmn.model import Definitions, Process
from dujiang.deployments.model import CheckedPackage, Package
from dujiang.dmn import compile_model
from dujiang.dmn import parse as parse_dmn
from dujiang.engine import Decision as EngineDecision
from dujiang.engine import check_process
from dujiang.kernel.errors import Problem

NO_DECISIONS: Final[Mapping[str, EngineDecision]] = MappingProxyType({})
Check: TypeAlias = Callable[[Package, Process], Iterable[Problem]]
"""What another room (forms, ledgers, approvals) finds wrong with a package; `main` brings them."""


def check_package(
    package: Package,
    checks: Sequence[Check] = (),
    decisions: Mapping[str, EngineDecision] = NO_DECISIONS,
) -> CheckedPackage:
    """Read a package completely, beside the decisions that are known. Never raises on content."""
    parsed = parse(package.xml)
    problems = list(parsed.problems)
    process = None if parsed.definitions is None else executable_process(parsed.definitions)
    if process is None:
        if parsed.definitions is not None:
            problems.append(Problem(code="deployments.package.no_process"))
        return CheckedPackage(package, parsed.definitions, None, tuple(problems))
    assert parsed.definitions is not None
    problems += lint(parsed.definitions)
    if not any(node.kind == "startEvent" for node in process.body.nodes):
        problems.append(Problem(code="deployments.package.no_start", path=process.id))
    problems += check_process(parsed.definitions, process.id, decisions=decisions).problems
    problems += _decision_problems(package)
    for check in checks:
        problems += check(package, process)
    return CheckedPackage(package, parsed.definitions, process, _each_once(problems))


def executable_process(definitions: Definitions) -> Process | None:
    """The process of a file that is run: the first executable one, else the only one."""
    executable = [one for one in definitions.processes if one.is_executable]
    if executable:
        return executable[0]
    return definitions.processes[0] if len(definitions.processes) == 1 else None


def settings_of(process: Process) -> Settings:
    """The process' own settings, or the defaults."""
    return process.extensions.find(Settings) or Settings()


def decisions_in(package: Package) -> Iterator[str]:
    """Ids and names of the decisions that come with a package."""
    for xml in package.decisions.values():
        model = parse_dmn(xml.encode()).model
        for decision in model.decisions if model is not None else ():
            yield decision.id
            yield decision.name


def _decision_problems(package: Package) -> Iterator[Problem]:
    for key, xml in package.decisions.items():
        for problem in decision_problems(xml):
            yield msgspec.structs.replace(problem, path=f"decision:{key}/{problem.path}")


def decision_problems(xml: str, functions: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """Everything wrong with a decision model, beside the functions that it may call."""
    parsed = parse_dmn(xml.encode())
    yield from parsed.problems
    if parsed.model is not None:
        yield from compile_model(parsed.model, functions=functions).problems


def _each_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    seen: dict[tuple[str, str, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.code, problem.path, str(problem.params)), problem)
    return tuple(seen.values())
