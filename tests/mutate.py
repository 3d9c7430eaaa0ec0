"""Mutation testing of the pure rules of `approvals`: `make mutate`, never part of `make test`.

Each mutant is one small change of one module: a comparison turned, a condition negated, a number
raised, a statement left out. A mutant that no test notices survives and is named; at least
`AIM` of them must be killed. Mutants run in forked children, so that imports are paid once.

    python -m tests.mutate [--sample N] [--seed N] [MODULE ...]
"""

import argparse
import ast
import importlib
import importlib.abc
import importlib.util
import io
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
ROOM: Final = "dujiang.approvals.rules"
MODULES: Final = (
    "modes", "rounds", "actions", "assignment", "policies", "deadlines", "returns", "seen",
    "distribution",
)  # fmt: skip
QUICK: Final = (
    "test_actions", "test_giving", "test_seats", "test_deadlines", "test_returns", "test_seen",
)  # fmt: skip
THOROUGH: Final = ("test_rounds_against_reference", "test_exploring")
AIM: Final = 0.85
MAX_S: Final = 90
"""Seconds after which a mutant counts as killed: it loops."""

_TURNED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: in which module, at which line, what."""

    module: str
    line: int
    what: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.module}.py:{self.line} {self.what}"


def mutants_of(module: str) -> Iterator[Mutant]:
    """Every mutant of a module."""
    text = (ROOT / "src" / "dujiang" / "approvals" / "rules" / f"{module}.py").read_text("utf-8")
    count = sum(1 for _ in _places(ast.parse(text)))
    for number in range(count):
        tree = ast.parse(text)
        line, what, change = next(p for n, p in enumerate(_places(tree)) if n == number)
        change()
        yield Mutant(module, line, what, ast.fix_missing_locations(tree))


def unchanged(module: str) -> Mutant:
    """The module as it is: the tests must not notice it."""
    text = (ROOT / "src" / "dujiang" / "approvals" / "rules" / f"{module}.py").read_text("utf-8")
    return Mutant(module, 0, "nothing", ast.parse(text))


def _places(tree: ast.Module) -> Iterator[tuple[int, str, "Change"]]:
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    seen: set[int] = set()
    for function in functions:
        for holder in ast.walk(function):
            if id(holder) in seen:
                continue
            seen.add(id(holder))
            yield from _of_node(holder)


class Change:
    """Sets an attribute, or an element of a list attribute, of a node."""

    def __init__(self, node: ast.AST, name: str, value: object, index: int | None = None) -> None:
        self._parts = node, name, value, index

    def __call__(self) -> None:
        node, name, value, index = self._parts
        if index is None:
            setattr(node, name, value)
        else:
            getattr(node, name)[index] = value


def _of_node(node: ast.AST) -> Iterator[tuple[int, str, Change]]:
    match node:
        case ast.Compare(ops=[op]):
            turned = _TURNED[type(op)]()
            said = f"{type(op).__name__} -> {type(turned).__name__}: {ast.unparse(node)}"
            yield node.lineno, said, Change(node, "ops", [turned])
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield node.lineno, f"and <-> or: {ast.unparse(node)}", Change(node, "op", other)
        case ast.If(test=test) | ast.IfExp(test=test):
            negated = ast.UnaryOp(ast.Not(), test)
            yield node.lineno, f"negated: {ast.unparse(test)}", Change(node, "test", negated)
        case ast.BinOp(op=ast.Add() | ast.Sub() as op):
            other = ast.Sub() if isinstance(op, ast.Add) else ast.Add()
            yield node.lineno, f"+ <-> -: {ast.unparse(node)}", Change(node, "op", other)
        case ast.Constant(value=bool() as value):
            yield node.lineno, f"{value} -> {not value}", Change(node, "value", not value)
        case ast.Constant(value=int() as value):
            yield node.lineno, f"{value} -> {value + 1}", Change(node, "value", value + 1)
        case _:
            pass
    body = getattr(node, "body", None)
    for index, statement in enumerate(body if isinstance(body, list) else ()):
        is_call = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
        if is_call or isinstance(statement, ast.Continue):
            said = f"left out: {ast.unparse(statement)}"
            yield statement.lineno, said, Change(node, "body", ast.Pass(), index)


class _Loader(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutated module instead of the file's."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._name = f"{ROOM}.{mutant.module}"

    def find_spec(self, name: str, path: object, target: object = None) -> object:
        if name != self._name:
            return None
        return importlib.util.spec_from_loader(name, self)

    def exec_module(self, module: object) -> None:
        code = compile(self._mutant.tree, f"<mutant of {self._mutant.module}>", "exec")
        exec(code, vars(module))  # noqa: S102 - our own module, changed a little


def survives(mutant: Mutant) -> bool:
    """Whether all tests pass with the mutant; asked in a child of ours."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) == 0
    signal.alarm(MAX_S)
    sys.meta_path.insert(0, _Loader(mutant))  # type: ignore[arg-type]
    import pytest

    folder = ROOT / "tests" / "approvals"
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for names in (QUICK, THOROUGH):
            files = [str(folder / f"{name}.py") for name in names]
            code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *files])
            if code:
                os._exit(1)
    os._exit(0)


def preload() -> None:
    """Import what every child needs, but the room itself."""
    for name in ("sqlalchemy", "msgspec", "lxml", "dujiang.ledgers", "dujiang.forms",
                 "dujiang.identity", "dujiang.runtime", "dujiang.deployments"):  # fmt: skip
        importlib.import_module(name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants; 1 when too many survive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=MODULES)
    parser.add_argument("--sample", type=int, default=0, help="so many of them, chosen by the seed")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    mutants = [mutant for module in asked.modules for mutant in mutants_of(module)]
    if asked.sample:
        mutants = random.Random(asked.seed).sample(mutants, min(asked.sample, len(mutants)))  # noqa: S311
    preload()
    assert survives(unchanged(mutants[0].module)), "the tests must pass without any change"
    survivors = []
    for number, mutant in enumerate(mutants, start=1):
        if survives(mutant):
            survivors.append(mutant)
            print(f"survives: {mutant}", flush=True)
        if number % 25 == 0:
            print(f"{number} of {len(mutants)}, {len(survivors)} survive", flush=True)
    killed = 1 - len(survivors) / max(1, len(mutants))
    print(f"{len(mutants)} mutants, {killed:.1%} killed, aim {AIM:.0%}")
    return 0 if killed >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
