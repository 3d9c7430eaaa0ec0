"""The policy checker proves steps, and shows the shortest way to what is wrong (X4)."""

from fractions import Fraction

import pytest

from dujiang.approvals.proving.checking import step_check
from dujiang.approvals.proving.explaining import explain
from dujiang.approvals.proving.exploring import (
    Counterexample,
    Explored,
    Move,
    check_step,
    explore,
)
from dujiang.approvals.rules.model import Source, StepRules, VoteRules
from dujiang.approvals.rules.settings import EXTRA_ACTIONS, read_rules
from dujiang.bpmn import parse
from dujiang.bpmn.extensions import Step
from dujiang.bpmn.model import walk
from dujiang.deployments import DeployPackage
from dujiang.kernel.words import load_words
from dujiang.scenarios.packages import PACKAGES, install_commands
from tests.approvals.company import MONDAY
from tests.approvals.models import line, people, step


def shipped() -> list[object]:
    """Every step of every shipped process."""
    found = []
    for package in PACKAGES:
        for command in install_commands(package):
            if not isinstance(command, DeployPackage):
                continue
            definitions = parse(command.xml).definitions
            assert definitions is not None
            for process in definitions.processes:
                for node, _ in walk(process.body):
                    step = node.extensions.find(Step)
                    if step is not None and step.kind != "start":
                        rules = read_rules(node.id, node.name or node.id, step).rules
                        found.append(pytest.param(rules, id=f"{process.id}.{node.id}"))
    return found


@pytest.mark.spec("X4")
@pytest.mark.parametrize("rules", shipped())
def test_every_shipped_step_is_proved(rules: StepRules) -> None:
    explored = check_step(rules, at=MONDAY)

    assert [one.findings for one in explored] == [()] * len(explored)


@pytest.mark.spec("X4")
@pytest.mark.parametrize("mode", ["any", "all", "sequence"])
@pytest.mark.parametrize("people", [1, 2, 3, 4])
def test_modes_always_end_and_never_approve_ones_own(mode: str, people: int) -> None:
    rules = StepRules(
        step="s",
        mode=mode,  # type: ignore[arg-type]
        of_initiator="forbid",
        actions=EXTRA_ACTIONS,
    )

    assert explore(rules, people, at=MONDAY).is_proved


@pytest.mark.spec("X4")
def test_vote_that_nobody_can_win_is_found() -> None:
    rules = StepRules(step="s", mode="vote", vote=VoteRules(votes=5))

    (finding,) = explore(rules, 3, at=MONDAY).findings

    assert (finding.finding, finding.moves) == ("cannot_pass", ())


@pytest.mark.spec("X4")
def test_vote_with_quorum_and_abstention_ends() -> None:
    vote = VoteRules(ratio=Fraction(1, 2), of="cast", may_abstain=True, quorum=Fraction(2, 3))
    rules = StepRules(step="s", mode="vote", vote=vote, actions=EXTRA_ACTIONS)

    assert explore(rules, 3, at=MONDAY).is_proved


@pytest.mark.spec("X4")
def test_group_for_claim_is_explored_too() -> None:
    rules = StepRules(
        step="s",
        of_initiator="forbid",
        actions=EXTRA_ACTIONS,
        sources=(Source(kind="role", value="hr", is_claimed=True),),
    )

    assert all(one.is_proved for one in check_step(rules, at=MONDAY))


@pytest.mark.spec("X4")
def test_distinct_people_are_explored_to_the_end() -> None:
    rules = StepRules(
        step="s", mode="all", distinct=3, of_initiator="forbid", actions=EXTRA_ACTIONS
    )

    assert explore(rules, 3, at=MONDAY).findings == ()


@pytest.mark.spec("X4")
@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-CN", "这一步不可能通过。"), ("en-US", "This step can never pass.")],
)
def test_findings_are_told_in_words(language: str, expected: str) -> None:
    explored = explore(StepRules(step="s", mode="vote", vote=VoteRules(votes=5)), 3, at=MONDAY)

    assert explain(explored, load_words(), language) == [expected]  # type: ignore[arg-type]


@pytest.mark.spec("X4")
def test_way_to_a_finding_is_told_in_words() -> None:
    moves = (Move(who=1, verb="transfer", whom=0), Move(who=0, verb="approve"))
    explored = Explored(
        people=1, states=2, findings=(Counterexample(finding="own_request", moves=moves),)
    )

    assert explain(explored, load_words(), "zh-CN") == [
        "发起人可能审批自己的申请：审批人1转办给发起人，发起人同意"
    ]


@pytest.mark.spec("X4")
def test_findings_reach_the_designer_in_words_with_the_shortest_way() -> None:
    review = step("review", people("zhoumin", "wufeng"), mode="all", distinct=2, empty="fail")
    process = parse(line(review).encode()).definitions.processes[0]  # type: ignore[union-attr]

    found = list(step_check(None, load_words())(None, process))  # type: ignore[arg-type]

    stuck = next(p for p in found if p.code == "approvals.explored.cannot_end")
    assert (stuck.path, stuck.severity) == ("review", "error")
    assert stuck.params["sentence"]["zh-CN"].startswith("这一步可能永远结束不了：审批人1")
    assert stuck.params["sentence"]["en-US"].startswith("This step can get stuck for ever: ")
    assert len(found) == len({p.code for p in found})


@pytest.mark.spec("X4")
def test_a_vote_is_explored_with_as_many_people_as_it_needs() -> None:
    three = StepRules(step="s", mode="vote", vote=VoteRules(votes=3), of_initiator="forbid")
    five = StepRules(step="s", mode="vote", vote=VoteRules(votes=5), of_initiator="forbid")

    assert [one.people for one in check_step(three, at=MONDAY)] == [3, 4]
    assert [one.findings for one in check_step(three, at=MONDAY)] == [(), ()]
    assert check_step(five, at=MONDAY) == ()
