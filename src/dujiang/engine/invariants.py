"""What is true of every state between two steps, written down once and checked by the tests.

Every token is accounted for: it waits on a flow before a join, or is an active element instance.
"""

from collections.abc import Iterator

from dujiang.engine.program import Program
from dujiang.engine.state import NOBODY, ROOT, Scope, State


def broken_invariants(program: Program, state: State) -> list[str]:
    """Sentences that should be true and are not; empty for a sound state."""
    return [
        *_tree(state),
        *_keys(state),
        *(said for scope in state.scopes.values() for said in _scope(program, state, scope)),
        *_indexes(state),
        *_ended(state),
    ]


def _tree(state: State) -> Iterator[str]:
    if ROOT not in state.scopes:
        yield "there is no root scope"
    for scope in state.scopes.values():
        if (scope.parent_key == NOBODY) != (scope.key == ROOT):
            yield f"scope {scope.key} has parent {scope.parent_key}"
        elif scope.key != ROOT and scope.parent_key not in state.scopes:
            yield f"the parent of scope {scope.key} is gone"


def _keys(state: State) -> Iterator[str]:
    seen: set[int] = set()
    for scope in state.scopes.values():
        for key in (scope.key, *scope.visits, *scope.triggers):
            if key in seen:
                yield f"key {key} is used twice"
            if key >= state.next_key:
                yield f"key {key} was not given yet"
            seen.add(key)


def _scope(program: Program, state: State, scope: Scope) -> Iterator[str]:
    for key, visit in scope.visits.items():
        if visit.element_id not in program.nodes:
            yield f"{key} visits {visit.element_id}, which does not exist"
    for flow in scope.tokens:
        found = program.flows.get(flow)
        if found is None:
            yield f"a token is on {flow}, which does not exist"
        elif not program.nodes[found.target].joins:
            yield f"a token waits on {flow}, but {found.target} is no join"
        if not scope.tokens[flow]:
            yield f"{flow} has an empty list of tokens"
    for key, trigger in scope.triggers.items():
        owner = trigger.owner_key
        is_there = owner in state.scopes or state.where.get(owner) is not None
        if not is_there:
            yield f"trigger {key} belongs to {owner}, which is gone"
    yield from _loop(state, scope)


def _loop(state: State, scope: Scope) -> Iterator[str]:
    if scope.kind != "body" or scope.loop is None:
        return
    inner = [key for key in state.children.get(scope.key, ()) if state.scopes[key].kind == "inner"]
    if len(inner) != scope.loop.active:
        yield f"loop {scope.key} counts {scope.loop.active} active turns and has {len(inner)}"
    done = scope.loop.completed + scope.loop.terminated + scope.loop.active
    if scope.loop.total >= 0 and done > scope.loop.total:
        yield f"loop {scope.key} has {done} turns of {scope.loop.total}"


def _indexes(state: State) -> Iterator[str]:
    fresh = State.load(state.head, state.scopes.values())
    if dict(fresh.where) != dict(state.where):
        yield "the index of keys is out of date"
    mine = {key: sorted(inside) for key, inside in state.children.items()}
    if mine != {key: sorted(inside) for key, inside in fresh.children.items()}:
        yield "the index of children is out of date"


def _ended(state: State) -> Iterator[str]:
    if not state.is_ended:
        return
    root = state.scopes[ROOT]
    if len(state.scopes) > 1 or root.visits or root.triggers or root.tokens:
        yield "the instance has ended, but something is active"
