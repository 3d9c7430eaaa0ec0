"""Drafts, versions and test cases of decision models: what authors may do, and when it counts.

A version is in force from its date until the next one's. Nothing is overwritten: going back to an
earlier version makes its content the next one, and a version that has not come into force yet can
be withdrawn.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

import msgspec
from msgspec.structs import replace

from dujiang.deployments import commands as c
from dujiang.deployments import events as e
from dujiang.deployments.checking import decision_problems
from dujiang.deployments.shelf import Deployments
from dujiang.deployments.tables import (
    DECISION,
    DECISION_CASE,
    DECISION_DRAFT,
    DecisionCaseRow,
    DecisionDraftRow,
    DecisionRow,
)
from dujiang.deployments.using import decisions_used
from dujiang.dmn import Definitions
from dujiang.dmn import parse as parse_dmn
from dujiang.kernel.errors import InvalidInput, Problem
from dujiang.runtime import AnyRoute, Handled, Outcome, Refused, Route, Work

FROM_THE_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The first version of a decision has no predecessor: it counts for every earlier moment too."""
MAX_CASES: Final = 200
"""Test cases of one model."""

_RULES: Final = "rule.design"
_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")


class DecisionChanges:
    """What changes decision models; `count_up` tells every node to load them anew."""

    def __init__(self, deployments: Deployments, count_up: Callable[[Work], None]) -> None:
        self._deployments = deployments
        self._count_up = count_up

    def routes(self) -> dict[type[msgspec.Struct], AnyRoute]:
        """The routes of everything below."""
        return {
            c.SaveDecisionDraft: Route(_RULES, self.save_draft),
            c.DiscardDecisionDraft: Route(_RULES, self.discard_draft),
            c.DeployDecision: Route(_RULES, self.deploy),
            c.DeployDecisionDraft: Route(_RULES, self.deploy_draft),
            c.RestoreDecision: Route(_RULES, self.restore),
            c.WithdrawDecision: Route(_RULES, self.withdraw),
            c.SaveDecisionCase: Route(_RULES, self.save_case),
            c.DeleteDecisionCase: Route(_RULES, self.delete_case),
        }

    # Drafts

    def save_draft(self, command: c.SaveDecisionDraft, work: Work) -> Outcome:
        """Keep a draft; content is not judged, only its revision and its key."""
        if not _KEY.fullmatch(command.key):
            return Refused("deployments.decision.bad_key", 422, {"key": command.key})
        known = work.get(DECISION_DRAFT, command.key)
        revision = 0 if known is None else known.revision
        if command.revision is not None and command.revision != revision:
            return Refused("deployments.draft.stale", 409, {"revision": revision})
        model = parse_dmn(command.xml.encode()).model
        row = DecisionDraftRow(
            key=command.key,
            name=(model.name if model else "") or (known.name if known else command.key),
            xml=command.xml.encode(),
            based_on_version=known.based_on_version if known else self._in_force(command.key, work),
            saved_at=work.at,
            saved_by=work.actor.id,
            revision=revision,
        )
        if known is None:
            row = replace(row, revision=1)
            work.insert(DECISION_DRAFT, row)
        else:
            row = work.put(DECISION_DRAFT, row)
        fact = e.DecisionDraftSaved(key=row.key, revision=row.revision)
        return Handled((fact,), answer={"revision": row.revision})

    def discard_draft(self, command: c.DiscardDecisionDraft, work: Work) -> Outcome:
        """Throw a draft away."""
        known = work.get(DECISION_DRAFT, command.key)
        if known is None:
            return Refused("deployments.draft.not_found", 404)
        if command.revision is not None and command.revision != known.revision:
            return Refused("deployments.draft.stale", 409, {"revision": known.revision})
        work.delete(DECISION_DRAFT, command.key)
        return Handled((e.DecisionDraftDiscarded(key=command.key),))

    # Versions

    def deploy_draft(self, command: c.DeployDecisionDraft, work: Work) -> Outcome:
        """Make the draft the next version."""
        draft = work.get(DECISION_DRAFT, command.key)
        if draft is None:
            return Refused("deployments.draft.not_found", 404)
        if command.revision != draft.revision:
            return Refused("deployments.draft.stale", 409, {"revision": draft.revision})
        outcome = self._deploy(
            command.key, draft.xml, command.effective_from, note=command.note, work=work
        )
        if isinstance(outcome, Handled):
            work.delete(DECISION_DRAFT, command.key)
        return outcome

    def deploy(self, command: c.DeployDecision, work: Work) -> Outcome:
        """Make a file the next version."""
        xml = command.xml.encode()
        return self._deploy(command.key, xml, command.effective_from, note=command.note, work=work)

    def restore(self, command: c.RestoreDecision, work: Work) -> Outcome:
        """Make an earlier version's content the next version."""
        row = _version(command.key, command.version, work)
        if row is None:
            return Refused("deployments.version.not_found", 404)
        return self._deploy(
            command.key, row.xml, command.effective_from, note=command.note, work=work
        )

    def withdraw(self, command: c.WithdrawDecision, work: Work) -> Outcome:
        """Take a version back before it has decided anything."""
        row = _version(command.key, command.version, work)
        if row is None:
            return Refused("deployments.version.not_found", 404)
        if row.withdrawn_at is not None:
            return Refused("deployments.decision.already_withdrawn", 409)
        if row.effective_from <= work.at:
            return Refused("deployments.decision.already_in_force", 409)
        work.put(DECISION, replace(row, withdrawn_at=work.at))
        self._changed(command.key, work)
        return Handled((e.DecisionWithdrawn(key=command.key, version=command.version),))

    def _deploy(
        self, key: str, xml: bytes, effective_from: datetime | None, *, note: str, work: Work
    ) -> Outcome:
        if not _KEY.fullmatch(key):
            return Refused("deployments.decision.bad_key", 422, {"key": key})
        problems = [p for p in self.problems_of(key, xml) if p.severity == "error"]
        if problems:
            raise InvalidInput("deployments.decision.not_sound", problems=tuple(problems))
        if effective_from is not None and effective_from < work.at:
            return Refused("deployments.decision.in_the_past", 422)
        versions = work.find(DECISION, "by_key", key)
        start = effective_from or (work.at if versions else FROM_THE_BEGINNING)
        row = replace(_row(key, _next(versions), xml, work), effective_from=start, note=note)
        fact = self._insert(row, work)
        self._changed(key, work)
        return Handled((fact,), answer={"key": key, "version": row.version})

    def problems_of(self, key: str, xml: bytes) -> Iterator[Problem]:
        """Everything wrong with a model that is to become a version of `key`."""
        rules = self._deployments.rules
        yield from decision_problems(xml.decode(), rules.names)
        model = parse_dmn(xml).model
        if model is None:
            return
        yield from _taken(key, model, self._others(key))
        ids = {name for decision in model.decisions for name in (decision.id, decision.name)}
        own = rules.all().get(key)
        missing = () if own is None else _names(own[-1].model.definitions) - ids
        for name in sorted(missing):
            for use in decisions_used(self._deployments, {name}):
                params = {"decision": name, "process": use.process_name}
                yield Problem(code="deployments.decision.still_used", path=name, params=params)
                break

    def _others(self, key: str) -> Mapping[str, Definitions]:
        known = self._deployments.rules.all()
        return {
            other: versions[-1].model.definitions
            for other, versions in known.items()
            if other != key
        }

    def _changed(self, key: str, work: Work) -> None:
        self._count_up(work)
        work.notify(f"decision:{key}")

    def _insert(self, row: DecisionRow, work: Work) -> e.DecisionDeployed:
        work.insert(DECISION, row)
        return e.DecisionDeployed(
            key=row.key, version=row.version, effective_from=row.effective_from
        )

    def _in_force(self, key: str, work: Work) -> int:
        found = self._deployments.rules.model_in_force(key, work.at)
        return 0 if found is None else found.version

    # Decisions that come with a process

    def keep_packaged(
        self, package: Mapping[str, str], before: Mapping[str, str], note: str, work: Work
    ) -> list[msgspec.Struct] | Refused:
        """Decisions of a package that is deployed; `before` are those of its last version.

        What the package has not changed stays as the rules' authors have it now. What it has
        changed becomes the next version, unless they have changed it too: then one of the two
        would be lost, so nothing is deployed.
        """
        facts: list[msgspec.Struct] = []
        for key, xml in package.items():
            versions = _standing(work.find(DECISION, "by_key", key))
            digest = _digest(xml.encode())
            if key in before and versions and digest == _digest(before[key].encode()):
                continue
            if versions and versions[-1].digest == digest:
                continue
            if key not in before and any(row.digest == digest for row in versions):
                continue  # another process brought it, and its authors have moved on since
            if versions and key in before and versions[-1].digest != _digest(before[key].encode()):
                params = {"decision": versions[-1].name, "version": versions[-1].version}
                return Refused("deployments.decision.changed_elsewhere", 409, params)
            row = _row(key, _next(work.find(DECISION, "by_key", key)), xml.encode(), work)
            row = replace(row, note=note)
            if not versions:
                row = replace(row, effective_from=FROM_THE_BEGINNING)
            facts.append(self._insert(row, work))
        return facts

    # Test cases

    def save_case(self, command: c.SaveDecisionCase, work: Work) -> Outcome:
        """Add or replace a test case."""
        kept = work.find(DECISION_CASE, "by_model", command.key)
        known = next((row for row in kept if row.id == command.case_id), None)
        if command.case_id and known is None:
            return Refused("deployments.case.not_found", 404)
        if known is None and len(kept) >= MAX_CASES:
            return Refused("deployments.case.too_many", 422, {"limit": MAX_CASES})
        row = DecisionCaseRow(
            id=known.id if known else work.new_id(),
            key=command.key,
            decision=command.decision,
            name=command.name,
            inputs=msgspec.json.encode(command.inputs, order="deterministic"),
            expected=command.expected,
            saved_at=work.at,
            saved_by=work.actor.id,
        )
        work.put(DECISION_CASE, row) if known else work.insert(DECISION_CASE, row)
        fact = e.DecisionCaseSaved(key=row.key, case_id=row.id)
        return Handled((fact,), answer={"case_id": row.id})

    def delete_case(self, command: c.DeleteDecisionCase, work: Work) -> Outcome:
        """Remove a test case."""
        row = work.get(DECISION_CASE, command.case_id)
        if row is None or row.key != command.key:
            return Refused("deployments.case.not_found", 404)
        work.delete(DECISION_CASE, row.id)
        return Handled((e.DecisionCaseDeleted(key=row.key, case_id=row.id),))


def _names(model: Definitions) -> set[str]:
    return {name for decision in model.decisions for name in (decision.id, decision.name)}


def _taken(key: str, model: Definitions, others: Mapping[str, Definitions]) -> Iterator[Problem]:
    """Decisions whose id another model has: who asks for it could mean either."""
    for other, definitions in others.items():
        ids = {decision.id for decision in definitions.decisions}
        for decision in model.decisions:
            if decision.id in ids:
                params = {"decision": decision.id, "model": definitions.name or other}
                yield Problem(code="deployments.decision.id_taken", path=decision.id, params=params)


def _version(key: str, version: int, work: Work) -> DecisionRow | None:
    rows = work.find(DECISION, "by_key", key)
    return next((row for row in rows if row.version == version), None)


def _standing(rows: Iterable[DecisionRow]) -> list[DecisionRow]:
    return sorted((row for row in rows if row.withdrawn_at is None), key=lambda row: row.version)


def _next(rows: Iterable[DecisionRow]) -> int:
    return max((row.version for row in rows), default=0) + 1


def _digest(xml: bytes) -> bytes:
    return sha256(xml).digest()


def _row(key: str, version: int, xml: bytes, work: Work) -> DecisionRow:
    model = parse_dmn(xml).model
    return DecisionRow(
        id=work.new_id(),
        key=key,
        version=version,
        name=key if model is None else model.name or key,
        xml=xml,
        digest=_digest(xml),
        effective_from=work.at,
        deployed_at=work.at,
        deployed_by=work.actor.id,
    )
