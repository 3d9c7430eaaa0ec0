"""Questions about notices and mails; paged, newest first."""

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import func, select

from dujiang.kernel.encoding import decode_value, decoder
from dujiang.kernel.ids import shard_of
from dujiang.kernel.words import Language
from dujiang.notify.choices import Choices
from dujiang.notify.tables import (
    MAIL,
    MAIL_LINK,
    MAIL_TEMPLATE,
    NOTICE,
    NOTICE_CHOICE,
    NOTICE_MARK,
    MailRow,
    NoticeRow,
)
from dujiang.notify.templates import MailTemplate, standard_template
from dujiang.store import Reader

MAX_UNREAD: Final = 1_000
"""Unread notices are counted no further."""
MAX_COUNTED: Final = 10_000

_choices: "msgspec.msgpack.Decoder[Choices]" = decoder(Choices)
_detail = msgspec.msgpack.Decoder(dict[str, str])


class NoticePage(msgspec.Struct, frozen=True, kw_only=True):
    """Notices, newest first; those with an id above `seen_id` are unread."""

    rows: tuple[NoticeRow, ...]
    seen_id: int
    has_more: bool


def list_notices(reader: Reader, person_id: int, *, before_id: int = 0, limit: int) -> NoticePage:
    """A page of what the person was told; `before_id` is the last id of the page before."""
    query = select(*NOTICE.c).where(NOTICE.c.person_id == person_id)
    if before_id:
        query = query.where(NOTICE.c.id < before_id)
    found = reader.rows(query.order_by(NOTICE.c.id.desc()).limit(limit + 1))
    return NoticePage(
        rows=tuple(NOTICE.from_values(row) for row in found[:limit]),
        seen_id=_seen(reader, person_id),
        has_more=len(found) > limit,
    )


def count_unread(reader: Reader, person_id: int) -> int:
    """How many notices the person has not seen, up to `MAX_UNREAD`."""
    unread = (
        select(NOTICE.c.id)
        .where(NOTICE.c.person_id == person_id, NOTICE.c.id > _seen(reader, person_id))
        .limit(MAX_UNREAD)
        .subquery()
    )
    return int(reader.value(select(func.count()).select_from(unread)) or 0)


def values_of(row: NoticeRow) -> dict[str, Any]:
    """The values for the words of a notice."""
    values = decode_value(row.params)
    assert isinstance(values, dict)
    return values


def _seen(reader: Reader, person_id: int) -> int:
    mark = reader.get(NOTICE_MARK, shard_of(person_id), person_id)
    return mark.seen_id if mark else 0


def find_choices(reader: Reader, person_id: int) -> Choices:
    """What the person has chosen; as usual where they have not."""
    row = reader.get(NOTICE_CHOICE, shard_of(person_id), person_id)
    return _choices.decode(row.choices) if row else Choices()


# Mails


class ShownTemplate(msgspec.Struct, frozen=True):
    """A template that counts, and who changed it when; 0 for the standard one."""

    template: MailTemplate
    saved_by: int = 0
    saved_at: datetime | None = None


class MailPage(msgspec.Struct, frozen=True, kw_only=True):
    """Mails of the delivery log, newest first."""

    rows: tuple[MailRow, ...]
    has_more: bool


def find_template(reader: Reader, kind: str, language: Language) -> ShownTemplate:
    """The template that counts for a kind of event."""
    row = reader.get(MAIL_TEMPLATE, kind, language)
    if row is None:
        return ShownTemplate(standard_template(kind, language))
    template = MailTemplate(row.subject, row.text, row.html)
    return ShownTemplate(template, row.saved_by, row.saved_at)


def changed_templates(reader: Reader) -> frozenset[tuple[str, str]]:
    """Kind and language of the templates that are not the standard ones."""
    t = MAIL_TEMPLATE.c
    return frozenset((row[0], row[1]) for row in reader.rows(select(t.kind, t.language)))


def list_mails(reader: Reader, *, state: str = "", before_id: int = 0, limit: int) -> MailPage:
    """A page of the delivery log."""
    query = select(*MAIL.c)
    if state:
        query = query.where(MAIL.c.state == state)
    if before_id:
        query = query.where(MAIL.c.id < before_id)
    found = reader.rows(query.order_by(MAIL.c.id.desc()).limit(limit + 1))
    return MailPage(
        rows=tuple(MAIL.from_values(row) for row in found[:limit]), has_more=len(found) > limit
    )


def count_mails(reader: Reader) -> dict[str, int]:
    """How many mails wait or were given up, up to `MAX_COUNTED` each."""
    counts = {}
    for state in ("WAITING", "FAILED"):
        found = select(MAIL.c.id).where(MAIL.c.state == state).limit(MAX_COUNTED).subquery()
        counts[state] = int(reader.value(select(func.count()).select_from(found)) or 0)
    return counts


def last_sent_at(reader: Reader) -> datetime | None:
    """When a mail last reached the server."""
    m = MAIL.c
    latest = select(m.sent_at).where(m.state == "SENT").order_by(m.id.desc()).limit(1)
    at: datetime | None = reader.value(latest)
    return at


def failure_values(row: MailRow) -> dict[str, str]:
    """The values for the words of a mail's failure."""
    return _detail.decode(row.detail) if row.detail else {}


def is_link_used(reader: Reader, mail_id: int) -> bool:
    """Whether the link of a mail has been used."""
    return reader.get(MAIL_LINK, shard_of(mail_id), mail_id) is not None
