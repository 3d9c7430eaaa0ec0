"""What a request leaves behind beside its rows: log rows, the audit line, the receipt."""

from hashlib import blake2b
from typing import Any

import msgspec

from dujiang.audit import AUDIT, AuditRow, Verdict
from dujiang.kernel.encoding import encode
from dujiang.kernel.errors import Problem
from dujiang.kernel.ids import shard_of, slot_of
from dujiang.runtime.commands import NoteRefusal
from dujiang.runtime.deciding.agenda import Accepted, LogEntry
from dujiang.runtime.deciding.logbook import encode_entries
from dujiang.runtime.deciding.work import Work
from dujiang.runtime.requests import Answer, Refused, Request
from dujiang.runtime.tables import INSTANCE, LOG, RECEIPT, LogRow, ReceiptRow

_encoder = msgspec.msgpack.Encoder()
_answer = msgspec.msgpack.Decoder(Answer)
_DIGEST_BYTES = 8


def _digest(command: msgspec.Struct, encoded: bytes) -> bytes:
    """Tells whether a key is used again for another command."""
    return blake2b(type(command).__name__.encode() + encoded, digest_size=_DIGEST_BYTES).digest()


def stored_answer(receipt: ReceiptRow, request: Request) -> Answer:
    """The answer of the first time, or a refusal when the key was used for something else."""
    if receipt.digest != _digest(request.command, encode(request.command)):
        return Answer(409, code="runtime.key.reused")
    return _answer.decode(receipt.answer)


def record_accepted(work: Work, accepted: Accepted) -> Answer:
    """Write what an accepted request leaves behind, and return its answer."""
    command = encode(work.request.command)
    subject_id, log_id = _log(work, accepted.entries, command)
    verdict: Verdict = "refused" if accepted.refusal else "accepted"
    _audit(work, log_id, verdict, code=accepted.refusal, subject_id=subject_id)
    answer = Answer(200, _plain(accepted.answer))
    _receipt(work, answer, command)
    return answer


def record_refused(work: Work, refused: Refused) -> Answer:
    """Write what a refused request leaves behind: an audit line and the receipt."""
    _audit(work, work.new_id(), "refused", code=refused.code)
    answer = Answer(
        refused.status,
        code=refused.code,
        params=_plain(refused.params),
        problems=tuple(_plain_problem(problem) for problem in refused.problems),
    )
    _receipt(work, answer, encode(work.request.command))
    return answer


def _log(work: Work, entries: tuple[LogEntry, ...], command: bytes) -> tuple[int, int]:
    """One row for each instance that was touched; what belongs to none goes with the first.

    Returns the first instance and the id of its row. `command` is the request's, encoded.
    """
    owner = next((entry.instance_id for entry in entries if entry.instance_id), 0)
    of: dict[int, list[LogEntry]] = {}
    for entry in entries:
        of.setdefault(entry.instance_id or owner, []).append(entry)
    first = of[owner]
    known = command if first[0].command is work.request.command else None
    log_id = _log_row(work, owner, first, known)
    for instance_id, own in of.items():
        if instance_id != owner:
            _log_row(work, instance_id, own, None)
    return owner, log_id


def _log_row(
    work: Work, instance_id: int, entries: list[LogEntry], first_command: bytes | None
) -> int:
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
            body=encode_entries(entries, first_command),
        ),
    )
    return identifier


def _audit(
    work: Work, identifier: int, verdict: Verdict, *, code: str = "", subject_id: int = 0
) -> None:
    """The line of an accepted request has the id of its log row."""
    work.insert(
        AUDIT,
        AuditRow(
            shard=shard_of(identifier),
            id=identifier,
            at=work.at,
            actor_id=work.actor.id,
            actor_kind=work.actor.kind,
            address=work.actor.address,
            action=_action(work.request.command),
            verdict=verdict,
            code=code,
            subject_id=subject_id,
        ),
    )


def _action(command: msgspec.Struct) -> str:
    return command.operation if isinstance(command, NoteRefusal) else type(command).__name__


def _receipt(work: Work, answer: Answer, command: bytes) -> None:
    key = work.request.key
    if key is not None:
        digest = _digest(work.request.command, command)
        row = ReceiptRow(work.shard(), work.actor.id, key, work.at, digest, _encoder.encode(answer))
        work.insert(RECEIPT, row)


def _plain(value: Any) -> Any:  # noqa: ANN401 - data for JSON
    """What a client sees the first time is what the receipt gives back later."""
    return msgspec.to_builtins(value)


def _plain_problem(problem: Problem) -> Problem:
    return msgspec.structs.replace(problem, params=_plain(problem.params))
