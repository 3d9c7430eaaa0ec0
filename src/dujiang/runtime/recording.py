"""What a request leaves behind beside its rows: log rows, the audit line, the receipt."""

from hashlib import blake2b
from typing import Any

import msgspec

from dujiang.audit import AUDIT, AuditRow, Verdict
from dujiang.kernel.encoding import encode
from dujiang.kernel.errors import Problem
from dujiang.kernel.ids import shard_of, slot_of
from dujiang.runtime.deciding import Accepted, LogEntry
from dujiang.runtime.logbook import encode_entries
from dujiang.runtime.requests import Answer, Refused, Request, receipt_key
from dujiang.runtime.tables import INSTANCE, LOG, RECEIPT, LogRow, ReceiptRow
from dujiang.runtime.work import Work

_answer = msgspec.msgpack.Decoder(Answer)
_DIGEST_BYTES = 8


def digest_of(command: msgspec.Struct) -> bytes:
    """Tells whether a key is used again for another command."""
    body = type(command).__name__.encode() + encode(command)
    return blake2b(body, digest_size=_DIGEST_BYTES).digest()


def stored_answer(receipt: ReceiptRow, request: Request) -> Answer:
    """The answer of the first time, or a refusal when the key was used for something else."""
    if receipt.digest != digest_of(request.command):
        return Answer(409, code="runtime.key.reused")
    return _answer.decode(receipt.answer)


def record_accepted(work: Work, accepted: Accepted) -> Answer:
    """Write what an accepted request leaves behind, and return its answer."""
    subject = _log(work, accepted.entries)
    _audit(work, "accepted", "", subject)
    answer = Answer(200, _plain(accepted.answer))
    _receipt(work, answer)
    return answer


def record_refused(work: Work, refused: Refused) -> Answer:
    """Write what a refused request leaves behind: an audit line and the receipt."""
    _audit(work, "refused", refused.code, 0)
    answer = Answer(
        refused.status,
        code=refused.code,
        params=_plain(refused.params),
        problems=tuple(_plain_problem(problem) for problem in refused.problems),
    )
    _receipt(work, answer)
    return answer


def _log(work: Work, entries: tuple[LogEntry, ...]) -> int:
    """One row for each instance that was touched; what belongs to none goes with the first."""
    touched = {entry.instance_id: None for entry in entries if entry.instance_id}
    owner = next(iter(touched), 0)
    of: dict[int, list[LogEntry]] = {}
    for entry in entries:
        of.setdefault(entry.instance_id or owner, []).append(entry)
    for instance_id, own in of.items():
        _log_row(work, instance_id, own)
    return owner


def _log_row(work: Work, instance_id: int, entries: list[LogEntry]) -> None:
    slot = slot_of(instance_id) if instance_id else work.slot
    revision = 0
    if instance_id:
        instance = work.overlay.get(INSTANCE, (shard_of(instance_id), instance_id))
        revision = instance.revision if instance else 0
    identifier = work.new_id(slot)
    work.insert(
        LOG,
        LogRow(
            shard=shard_of(identifier),
            id=identifier,
            instance_id=instance_id,
            revision=revision,
            at=work.at,
            actor_id=work.actor.id,
            command=type(work.request.command).__name__,
            body=encode_entries(entries),
        ),
    )


def _audit(work: Work, verdict: Verdict, code: str, subject_id: int) -> None:
    identifier = work.new_id(slot_of(subject_id) if subject_id else work.slot)
    work.insert(
        AUDIT,
        AuditRow(
            shard=shard_of(identifier),
            id=identifier,
            at=work.at,
            actor_id=work.actor.id,
            actor_kind=work.actor.kind,
            address=work.actor.address,
            action=type(work.request.command).__name__,
            verdict=verdict,
            code=code,
            subject_id=subject_id,
        ),
    )


def _receipt(work: Work, answer: Answer) -> None:
    key = receipt_key(work.request)
    if key is not None:
        digest = digest_of(work.request.command)
        work.insert(RECEIPT, ReceiptRow(*key, work.at, digest, msgspec.msgpack.encode(answer)))


def _plain(value: Any) -> Any:  # noqa: ANN401 - data for JSON
    """What a client sees the first time is what the receipt gives back later."""
    return msgspec.to_builtins(value)


def _plain_problem(problem: Problem) -> Problem:
    return msgspec.structs.replace(problem, params=_plain(problem.params))
