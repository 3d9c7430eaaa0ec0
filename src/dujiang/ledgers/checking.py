"""What is wrong with the postings of a process, before it is deployed."""

from collections.abc import Callable, Iterator
from typing import Final

from dujiang.bpmn import Process, walk
from dujiang.bpmn.extensions import Posting, Recount, Revoke
from dujiang.deployments import Check, Package
from dujiang.kernel.errors import Problem
from dujiang.ledgers.expressions import expression_problem
from dujiang.ledgers.model import LedgerDefinition

_ACTIONS: Final = frozenset(
    {"insert", "update", "set", "reserve", "confirm", "release", "add", "reverse", "read"}
)
_EXPRESSIONS: Final = ("forEach", "when", "where", "order", "amount", "values", "key")


def ledger_check(find: Callable[[str], LedgerDefinition | None]) -> Check:
    """A check for `deployments`: ledgers exist, actions are known, expressions can be read."""

    def check(package: Package, process: Process) -> Iterator[Problem]:
        for node, _level in walk(process.body):
            for posting in node.extensions.all(Posting):
                yield from _posting_problems(posting, node.id, find(posting.ledger))
            for recount in node.extensions.all(Recount):
                for posting in recount.postings:
                    yield from _posting_problems(posting, node.id, find(posting.ledger))
        for revoke in process.extensions.all(Revoke):
            for posting in revoke.postings:
                yield from _posting_problems(posting, process.id, find(posting.ledger))

    return check


def _posting_problems(
    posting: Posting, path: str, definition: LedgerDefinition | None
) -> Iterator[Problem]:
    if definition is None:
        params = {"ledger": posting.ledger}
        yield Problem(code="ledgers.ledger.not_found", path=path, params=params)
    elif posting.action in ("reserve", "confirm", "release") and definition.balance is None:
        params = {"ledger": posting.ledger}
        yield Problem(code="ledgers.posting.no_balance", path=path, params=params)
    if posting.action not in _ACTIONS:
        params = {"action": posting.action}
        yield Problem(code="ledgers.posting.unknown_action", path=path, params=params)
    for name in _EXPRESSIONS:
        text = getattr(posting, name)
        if text.startswith("=") and (problem := expression_problem(text, path)) is not None:
            yield problem
