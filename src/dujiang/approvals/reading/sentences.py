"""Reasons, refusals and rules as sentences, with people, departments and groups by name (X3)."""

from collections.abc import Mapping
from typing import Any, Final

from dujiang.approvals.rules.model import Reason, StepRules
from dujiang.identity import Directory
from dujiang.kernel.words import Language, Words

_PEOPLE: Final = frozenset({"person", "deputy", "by", "to", "head", "hand", "seat"})


class Sentences:
    """Says codes in a reader's language; ids in their values become names."""

    def __init__(self, words: Words, directory: Directory, language: Language) -> None:
        self._words = words
        self._directory = directory
        self._language = language

    def say(self, code: str, params: Mapping[str, Any]) -> str:
        """The sentence of a code."""
        shown = {name: self._shown(name, value) for name, value in params.items()}
        return self._words.say(code, shown, self._language)

    def reason(self, reason: Reason) -> str:
        """The sentence of a reason."""
        return self.say(reason.code, reason.params)

    def reasons(self, reasons: tuple[Reason, ...]) -> list[str]:
        """Each reason as a sentence, in their order."""
        return [self.reason(reason) for reason in reasons]

    def rule(self, rules: StepRules, count: int) -> str | None:
        """The rule of a step with several people in one sentence; None for a single approver."""
        if count < 2 or rules.kind != "approval":
            return None
        if rules.mode == "vote":
            vote = rules.vote
            need: object = vote.votes if vote.votes is not None else _percent(vote.ratio)
            return self.say("approvals.rule.vote", {"need": need, "count": count})
        code = f"approvals.rule.{rules.mode}"
        if rules.mode in ("any", "all") and rules.reject_policy != "one":
            code += f"_{rules.reject_policy}"
        return self.say(code, {"count": count})

    def _shown(self, name: str, value: object) -> object:
        if name in _PEOPLE and isinstance(value, int):
            person = self._directory.person(value)
            return self._named(person.name, person.name_en) if person else ""
        if name in _PEOPLE and value is None:
            return ""
        if name == "department" and isinstance(value, int):
            department = self._directory.department(value)
            return self._named(department.name, department.name_en) if department else ""
        if name == "group" and isinstance(value, str):
            return self._group(value)
        if isinstance(value, list | tuple):
            between = "、" if self._language == "zh-CN" else ", "
            return between.join(map(str, value))
        return value

    def _group(self, text: str) -> str:
        kind, _, key = text.partition(":")
        rows = self._directory.rows
        tables: Mapping[str, Any] = {
            "role": rows.roles, "group": rows.groups, "position": rows.positions
        }  # fmt: skip
        found = next((row for row in tables.get(kind, ()) if row.key == key), None)
        return self._named(found.name, found.name_en) if found else key

    def _named(self, name: str, name_en: str) -> str:
        return name_en if self._language == "en-US" and name_en else name


def _percent(ratio: object) -> str:
    return f"{float(ratio) * 100:g}%" if ratio is not None else "100%"  # type: ignore[arg-type]
