"""A second opinion on rounds, written without looking at the first: everything is derived anew from
what people said, as a tree, and votes are decided by trying every way to fill the open ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product


@dataclass
class Group:
    """People who were added at once."""

    mode: str
    members: list["Node"]

    def result(self) -> str | None:
        """approve or reject once it is certain."""
        found = [m.result() for m in self.members if not m.is_gone]
        if self.mode == "any":
            decided = [one for one in found if one]
            return decided[0] if decided and self.first is None else self.first
        if "reject" in found:
            return "reject"
        return None if None in found else "approve"

    first: str | None = None

    def settle(self) -> None:
        """Of any, the first word counts for ever."""
        for member in self.members:
            member.settle()
        if self.mode == "any" and self.first is None:
            decided = [r for m in self.members if not m.is_gone and (r := m.result())]
            if decided:
                self.first = "approve" if "approve" in decided else "reject"
            elif all(m.is_gone for m in self.members):
                self.first = "approve"


@dataclass
class Node:
    """One seat with everything that hangs on it."""

    who: str
    weight: int = 1
    own: str | None = None
    lent_to: str | None = None
    is_gone: bool = False
    before: list[Group] = field(default_factory=list)
    after: list[Group] = field(default_factory=list)
    depth: int = 0

    def settle(self) -> None:
        for group in (*self.before, *self.after):
            group.settle()

    def result(self) -> str | None:
        """approve, reject or abstain once the whole tree is done."""
        before = [group.result() for group in self.before]
        if "reject" in before:
            return "reject"
        if None in before or self.own is None:
            return None
        if self.own != "approve":
            return self.own
        after = [group.result() for group in self.after]
        if "reject" in after:
            return "reject"
        return None if None in after else "approve"


class Reference:
    """A round by the rules of the page alone."""

    def __init__(
        self,
        names: list[str],
        mode: str,
        *,
        reject_policy: str = "one",
        ratio: Fraction = Fraction(1, 2),
        of: str = "entitled",
        may_abstain: bool = False,
    ) -> None:
        self.mode = mode
        self.reject_policy = reject_policy
        self.ratio = ratio
        self.of = of
        self.may_abstain = may_abstain
        self.top = [Node(name) for name in names]
        self.verdict: str | None = None

    # What is so

    def open(self) -> dict[str, Node]:
        """Who has something open now, by name; names are used once in these tests."""
        if self.verdict is not None:
            return {}
        waiting = [n for n in self.top if not n.is_gone and n.result() is None]
        turn = waiting[:1] if self.mode == "sequence" else waiting
        return {node.who: node for top in turn for node in self._open_in(top)}

    def _open_in(self, node: Node) -> Iterator[Node]:
        groups = node.before if node.own is None else node.after
        unfinished = [group for group in groups if group.result() is None]
        for group in unfinished:
            members = [m for m in group.members if not m.is_gone and m.result() is None]
            for member in members[:1] if group.mode == "sequence" else members:
                yield from self._open_in(member)
        if node.own is None and not unfinished:
            yield node

    def judge(self) -> None:
        """Give the verdict when it is forced; for ever."""
        for node in self.top:
            node.settle()
        if self.verdict is None:
            self.verdict = self._forced()

    def _forced(self) -> str | None:
        seats = [node for node in self.top if not node.is_gone]
        found = [node.result() for node in seats]
        if self.mode == "any":
            if "approve" in found:
                return "passed"
            if "reject" in found and self.reject_policy == "one":
                return "rejected"
            return None if None in found else "rejected"
        if self.mode == "vote":
            return self._by_trying(seats, found)
        if "reject" in found and (self.reject_policy == "one" or self.mode == "sequence"):
            return "rejected"
        if None in found:
            return None
        yes, no = found.count("approve"), found.count("reject")
        is_counted = self.mode == "all" and self.reject_policy == "count"
        return "passed" if not is_counted or yes > no else "rejected"

    def _by_trying(self, seats: list[Node], found: list[str | None]) -> str | None:
        words = ["approve", "reject", "abstain"] if self.may_abstain else ["approve", "reject"]
        choices = [[one] if one else words for one in found]
        outcomes = {self._counted(seats, filled) for filled in product(*choices)}
        return outcomes.pop() if len(outcomes) == 1 else None

    def _counted(self, seats: list[Node], filled: tuple[str, ...]) -> str:
        yes = sum(n.weight for n, word in zip(seats, filled, strict=True) if word == "approve")
        no = sum(n.weight for n, word in zip(seats, filled, strict=True) if word == "reject")
        whole = sum(n.weight for n in seats) if self.of == "entitled" else yes + no
        return "passed" if yes > 0 and yes >= self.ratio * whole else "rejected"

    # What people do; False when it is refused

    def decide(self, who: str, word: str) -> bool:
        node = self.open().get(who)
        is_allowed = word != "abstain" or (self.mode == "vote" and self.may_abstain)
        if node is None or node.lent_to or not is_allowed:
            return False
        if word == "abstain" and node.depth > 0:
            return False
        node.own = word
        self.judge()
        return True

    def transfer(self, who: str, to: str) -> bool:
        node = self.open().get(who)
        if node is None or node.lent_to:
            return False
        node.who = to
        return True

    def add(self, who: str, place: str, people: list[str], mode: str) -> bool:
        node = self.open().get(who)
        if node is None or node.lent_to or node.depth >= 3:
            return False
        group = Group(mode, [Node(name, depth=node.depth + 1) for name in people])
        if place == "before":
            node.before.append(group)
        else:
            node.own = "approve"
            node.after.append(group)
        self.judge()
        return True

    def lend(self, who: str, to: str) -> bool:
        node = self.open().get(who)
        if node is None or node.lent_to:
            return False
        node.lent_to = to
        return True

    def give_back(self, who: str) -> bool:
        node = self.open().get(who)
        if node is None or not node.lent_to:
            return False
        node.lent_to = None
        return True
