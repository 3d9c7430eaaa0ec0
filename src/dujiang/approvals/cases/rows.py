"""Between rows and the values that the rules work on."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from dujiang.approvals.rules.model import Item, LeftOut, Reason, Round, Verdict
from dujiang.approvals.tables import ITEM, ItemRow, TaskRow
from dujiang.kernel.encoding import decoder, encode, encode_value
from dujiang.runtime import Work

_reasons = decoder(tuple[Reason, ...])
_reason = decoder(Reason)
_left_out = decoder(tuple[LeftOut, ...])


def encode_reasons(reasons: Sequence[Reason]) -> bytes:
    """Reasons as they are stored."""
    return encode(tuple(plain_reason(reason) for reason in reasons)) if reasons else b""


def decode_reasons(encoded: bytes) -> tuple[Reason, ...]:
    """The reasons behind `encode_reasons`."""
    return _reasons.decode(encoded) if encoded else ()


def plain_reason(reason: Reason) -> Reason:
    """A reason whose values can be stored: what is not plain becomes its text."""
    plain = {
        name: value if isinstance(value, str | int | bool | None) else str(value)
        for name, value in reason.params.items()
    }
    return Reason(reason.code, plain)


def encode_reason(reason: Reason | None) -> bytes:
    """One reason, or nothing."""
    return encode(plain_reason(reason)) if reason is not None else b""


def decode_reason(encoded: bytes) -> Reason | None:
    """The reason behind `encode_reason`."""
    return _reason.decode(encoded) if encoded else None


def encode_left_out(left_out: Sequence[LeftOut]) -> bytes:
    """Who was left out, as it is stored."""
    plain = tuple(LeftOut(one.person, plain_reason(one.reason)) for one in left_out)
    return encode(plain) if plain else b""


def decode_left_out(encoded: bytes) -> tuple[LeftOut, ...]:
    """The people behind `encode_left_out`."""
    return _left_out.decode(encoded) if encoded else ()


def encode_changes(changes: Iterable[tuple[str, Any, Any]]) -> bytes:
    """Changed fields with old and new values."""
    found = [[name, old, new] for name, old, new in changes]
    return encode_value(found) if found else b""


def item_of(row: ItemRow) -> Item:
    """The value that the rules know."""
    return Item(
        id=row.id,
        state=row.state,  # type: ignore[arg-type]
        principal=row.principal,
        hand=row.hand,
        group=row.group_key,
        assistant=row.assistant,
        lent_by=row.lent_by,
        weight=row.weight,
        order=row.position,
        parent=row.parent,
        place=row.place,  # type: ignore[arg-type]
        batch=row.batch,
        batch_mode=row.batch_mode,  # type: ignore[arg-type]
        added_by=row.added_by,
        from_item=row.from_item,
        level=row.level,
        counts=row.counts,
        reasons=decode_reasons(row.reasons),
        opened_at=row.opened_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        digest=row.digest,
    )


def row_with(row: ItemRow, item: Item) -> ItemRow:
    """The row after the rules have changed the item; its version goes up."""
    return replace(
        row,
        state=item.state,
        principal=item.principal,
        hand=item.hand,
        group_key=item.group,
        assistant=item.assistant,
        lent_by=item.lent_by,
        weight=item.weight,
        position=item.order,
        parent=item.parent,
        place=item.place,
        batch=item.batch,
        batch_mode=item.batch_mode,
        added_by=item.added_by,
        from_item=item.from_item,
        level=item.level,
        counts=item.counts,
        reasons=encode_reasons(item.reasons),
        opened_at=item.opened_at,
        decided_at=item.decided_at,
        decided_by=item.decided_by,
        digest=item.digest,
        version=row.version + 1,
    )


def new_row(
    item: Item,
    task: TaskRow,
    *,
    initiator_id: int,
    bars_initiator: bool,
    is_resubmitted: bool,
) -> ItemRow:
    """The row of an item that is new in the task's present round."""
    empty = ItemRow(
        shard=task.shard,
        id=item.id,
        task_id=task.id,
        instance_id=task.instance_id,
        round=task.round,
        step=task.step,
        process_key=task.process_key,
        kind=task.kind,
        state=item.state,
        version=0,
        initiator_id=initiator_id,
        bars_initiator=bars_initiator,
        is_resubmitted=is_resubmitted,
    )
    return row_with(empty, item)


def load_items(work: Work, task: TaskRow) -> dict[int, ItemRow]:
    """The rows of the task's present round."""
    rows = work.find(ITEM, "by_task", task.shard, task.id)
    return {row.id: row for row in rows if row.round == task.round}


def round_of(task: TaskRow, rows: Iterable[ItemRow]) -> Round:
    """The present round of a task."""
    items = sorted((item_of(row) for row in rows), key=lambda item: (item.order, item.id))
    verdict: Verdict | None = task.outcome or None  # type: ignore[assignment]
    return Round(
        number=task.round,
        items=tuple(items),
        verdict=verdict,
        left_out=decode_left_out(task.left_out),
    )


def as_plain(value: object) -> Any:  # noqa: ANN401 - plain data
    """Plain data of a Struct, for answers."""
    return msgspec.to_builtins(value)
