"""Counter-examples of the policy checker as sentences."""

from typing import Final

from dujiang.approvals.proving.exploring import HELPER, INITIATOR, Counterexample, Explored, Move
from dujiang.kernel.words import Language, Words

FINDINGS: Final = {
    "cannot_end": "approvals.explored.cannot_end",
    "cannot_pass": "approvals.explored.cannot_pass",
    "cannot_reject": "approvals.explored.cannot_reject",
    "own_request": "approvals.explored.own_request",
    "too_big": "approvals.explored.too_big",
}
_MOVES: Final = {
    "approve": "approvals.explored.move_approve",
    "reject": "approvals.explored.move_reject",
    "abstain": "approvals.explored.move_abstain",
    "claim": "approvals.explored.move_claim",
    "transfer": "approvals.explored.move_transfer",
    "escalate": "approvals.explored.move_escalate",
    "addBefore": "approvals.explored.move_add_before",
    "addAfter": "approvals.explored.move_add_after",
}


def explain(explored: Explored, words: Words, language: Language) -> list[str]:
    """Each finding in one sentence, with the shortest way there; empty when it is proved."""
    return [_sentence(found, explored, words, language) for found in explored.findings]


def _sentence(found: Counterexample, explored: Explored, words: Words, language: Language) -> str:
    between = "，" if language == "zh-CN" else ", then "
    moves = between.join(_move(move, words, language) for move in found.moves)
    params = {"moves": moves, "people": explored.people}
    return words.say(FINDINGS[found.finding], params, language)


def _move(move: Move, words: Words, language: Language) -> str:
    whom = _person(move.whom, words, language) if move.whom is not None else ""
    params = {"who": _person(move.who, words, language), "whom": whom}
    return words.say(_MOVES[move.verb], params, language)


def _person(number: int, words: Words, language: Language) -> str:
    if number == INITIATOR:
        return words.say("approvals.explored.initiator", {}, language)
    if number >= HELPER:
        return words.say("approvals.explored.helper", {}, language)
    return words.say("approvals.explored.approver", {"number": number}, language)
