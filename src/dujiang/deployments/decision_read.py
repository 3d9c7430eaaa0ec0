"""Questions about decision models: what there is, which version counts, what it has decided."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias

import msgspec
from sqlalchemy import func, select

from dujiang.deployments.decision_uses import LOOKS, hits_of
from dujiang.deployments.tables import (
    DECISION,
    DECISION_CASE,
    DECISION_DRAFT,
    DECISION_HIT,
    DECISION_USE,
    DecisionCaseRow,
    DecisionDraftRow,
    DecisionUseRow,
)
from dujiang.kernel.errors import NotFound
from dujiang.store import Reader

MAX_UNCOUNTED: Final = 5_000
"""Evaluations that the duty has not counted yet and that a question adds itself."""

VersionState: TypeAlias = Literal["in_force", "planned", "past", "withdrawn"]


class DecisionVersionView(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a decision model in a list."""

    key: str
    version: int
    name: str
    note: str
    effective_from: datetime
    deployed_at: datetime
    deployed_by: int
    state: VersionState


class DecisionView(msgspec.Struct, frozen=True, kw_only=True):
    """One decision model in a list; a model that was never deployed has only a draft."""

    key: str
    name: str
    in_force: DecisionVersionView | None
    planned: DecisionVersionView | None
    """The version that comes into force next."""
    draft_saved_at: datetime | None


class TableHits(msgspec.Struct, frozen=True):
    """How often a table was looked into, and how often each of its rules matched."""

    looks: int
    rules: Mapping[str, int]


def list_decisions(reader: Reader, now: datetime) -> list[DecisionView]:
    """All decision models by key, those that exist only as drafts too."""
    versions: dict[str, list[DecisionVersionView]] = {}
    for row in reader.rows(_versions()):
        versions.setdefault(row.key, []).append(_view(row))
    drafts = {
        row.key: row
        for row in reader.rows(
            select(DECISION_DRAFT.c.key, DECISION_DRAFT.c.name, DECISION_DRAFT.c.saved_at)
        )
    }
    found = []
    for key in sorted({*versions, *drafts}):
        dated = _dated(versions.get(key, []), now)
        standing = [one for one in dated if one.state != "withdrawn"]
        draft = drafts.get(key)
        name = draft.name if draft is not None and not standing else ""
        found.append(
            DecisionView(
                key=key,
                name=name or (standing[-1].name if standing else key),
                in_force=next((one for one in dated if one.state == "in_force"), None),
                planned=min(
                    (one for one in dated if one.state == "planned"),
                    key=lambda one: one.effective_from,
                    default=None,
                ),
                draft_saved_at=None if draft is None else draft.saved_at,
            )
        )
    return found


def load_decision(reader: Reader, key: str, now: datetime) -> DecisionView:
    """One decision model. Raises `NotFound`."""
    found = [view for view in list_decisions(reader, now) if view.key == key]
    if not found:
        raise NotFound("deployments.decision.not_found")
    return found[0]


def list_decision_versions(reader: Reader, key: str, now: datetime) -> list[DecisionVersionView]:
    """All versions of a model, newest first."""
    views = [_view(row) for row in reader.rows(_versions().where(DECISION.c.key == key))]
    return list(reversed(_dated(views, now)))


def load_decision_xml(reader: Reader, key: str, version: int) -> bytes:
    """The DMN document of a version. Raises `NotFound`."""
    found = reader.value(
        select(DECISION.c.xml).where(DECISION.c.key == key, DECISION.c.version == version)
    )
    if found is None:
        raise NotFound("deployments.version.not_found")
    return bytes(found)


def find_decision_draft(reader: Reader, key: str) -> DecisionDraftRow | None:
    """The draft of a model."""
    return reader.get(DECISION_DRAFT, key)


def list_cases(reader: Reader, key: str) -> list[DecisionCaseRow]:
    """The test cases of a model, oldest first."""
    return reader.find(DECISION_CASE, "by_model", key)


def count_hits(reader: Reader, key: str, since_on: date) -> dict[str, TableHits]:
    """Hits of a model's tables by rule id, over all its versions, since a day (UTC)."""
    h = DECISION_HIT.c
    counted = reader.rows(
        select(h.table_id, h.rule_id, func.sum(h.hits))
        .where(h.key == key, h.on >= since_on)
        .group_by(h.table_id, h.rule_id)
    )
    total: Counter[tuple[str, str]] = Counter()
    for table, rule, hits in counted:
        total[table, rule] += int(hits)
    waiting = _uses(reader, key, MAX_UNCOUNTED, DECISION_USE.c.is_counted.is_(False))
    for (_, _, table, rule, on), count in hits_of(waiting).items():
        if on >= since_on:
            total[table, rule] += count
    tables = {table for table, _ in total}
    return {
        table: TableHits(
            total[table, LOOKS],
            {rule: count for (of, rule), count in total.items() if of == table and rule != LOOKS},
        )
        for table in tables
    }


def count_evaluations(reader: Reader, since: datetime) -> dict[str, int]:
    """How often instances have asked each model since an instant."""
    u = DECISION_USE.c
    query = select(u.key, func.count()).where(u.at >= since).group_by(u.key)
    return {key: int(count) for key, count in reader.rows(query)}


def latest_uses(
    reader: Reader, key: str, limit: int, *, since: datetime | None = None
) -> list[DecisionUseRow]:
    """The last evaluations of a model by instances, newest first."""
    return _uses(reader, key, limit, *(() if since is None else (DECISION_USE.c.at >= since,)))


def _uses(reader: Reader, key: str, limit: int, *which: Any) -> list[DecisionUseRow]:  # noqa: ANN401 - conditions
    query = (
        select(DECISION_USE.sql)
        .where(DECISION_USE.c.key == key, *which)
        .order_by(DECISION_USE.c.at.desc(), DECISION_USE.c.id.desc())
        .limit(limit)
    )
    return [DECISION_USE.from_values(row) for row in reader.rows(query)]


def _versions() -> Any:  # noqa: ANN401 - a SQLAlchemy select
    c = DECISION.c
    return select(
        c.key, c.version, c.name, c.note, c.effective_from, c.deployed_at, c.deployed_by,
        c.withdrawn_at,
    ).order_by(c.key, c.version)  # fmt: skip


def _view(row: Any) -> DecisionVersionView:  # noqa: ANN401 - a named tuple
    return DecisionVersionView(
        key=row.key,
        version=row.version,
        name=row.name,
        note=row.note,
        effective_from=row.effective_from,
        deployed_at=row.deployed_at,
        deployed_by=row.deployed_by,
        state="past" if row.withdrawn_at is None else "withdrawn",
    )


def _dated(views: Sequence[DecisionVersionView], now: datetime) -> list[DecisionVersionView]:
    """The versions of one model with what they are at an instant, oldest first."""
    started = [v for v in views if v.state != "withdrawn" and v.effective_from <= now]
    current = max(started, key=lambda v: (v.effective_from, v.version), default=None)

    def state(view: DecisionVersionView) -> VersionState:
        if view.state == "withdrawn":
            return "withdrawn"
        if view.effective_from > now:
            return "planned"
        return "in_force" if view is current else "past"

    return [msgspec.structs.replace(view, state=state(view)) for view in views]
