"""Facts of the engine -> postings, in the same transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from dujiang.bpmn.extensions import Posting
from dujiang.engine.events import ElementActivated, ElementCompleted, InstanceCancelled
from dujiang.ledgers.commands import PostStep, UndoPostings
from dujiang.runtime import FactContext, Work

Reactor = Callable[[Any, FactContext, Work], Iterable[msgspec.Struct]]


def ledger_reactors() -> Mapping[type[msgspec.Struct], Sequence[Reactor]]:
    """The reactors of this room.

    Returns and withdrawals name the undone visits themselves: `approvals` gives `UndoPostings`.
    """
    return {
        ElementActivated: (post_on_start,),
        ElementCompleted: (post_on_complete,),
        InstanceCancelled: (undo_everything,),
    }


def post_on_start(
    fact: ElementActivated, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A step that posts when it begins has begun."""
    return _post(fact.element_id, fact.key, "start", context)


def post_on_complete(
    fact: ElementCompleted, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """A step that posts when it ends has ended."""
    return _post(fact.element_id, fact.key, "complete", context)


def undo_everything(
    fact: InstanceCancelled, context: FactContext, work: Work
) -> Iterable[msgspec.Struct]:
    """An instance was rejected, withdrawn or cancelled: all that it posted goes back. What is
    revoked has had its own postings reversed, as its model says."""
    assert context.instance is not None
    if fact.outcome == "revoked":
        return ()
    return (UndoPostings(instance_id=context.instance.id, reason=fact.outcome),)


def _post(
    element_id: str, key: int, on: Literal["start", "complete"], context: FactContext
) -> Iterable[msgspec.Struct]:
    node = context.program.nodes.get(element_id) if context.program is not None else None
    if node is None or not any(posting.on == on for posting in node.extensions.all(Posting)):
        return ()
    assert context.instance is not None
    return (
        PostStep(instance_id=context.instance.id, element_id=element_id, element_key=key, on=on),
    )
