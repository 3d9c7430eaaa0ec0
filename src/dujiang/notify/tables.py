"""Rows of notices, of mails on their way, and of what people and administrators have chosen."""

from datetime import date, datetime
from typing import Final, Literal, TypeAlias

import msgspec

from dujiang.store import AnyTable, Claim, Table

MailState: TypeAlias = Literal["WAITING", "SENT", "FAILED", "DROPPED"]


class NoticeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One person was told one thing."""

    shard: int
    id: int
    person_id: int
    at: datetime
    code: str
    params: bytes
    """The values for the words, encoded."""
    instance_id: int = 0
    item_id: int = 0


NOTICE: Final = Table(
    "notice",
    NoticeRow,
    key=("shard", "id"),
    secondary={"person": ("person_id", "id")},
)


class NoticeMarkRow(msgspec.Struct, frozen=True):
    """How far a person has read: ids grow with time, so one number says it."""

    shard: int
    person_id: int
    seen_id: int


NOTICE_MARK: Final = Table("notice_mark", NoticeMarkRow, key=("shard", "person_id"))


class NoticeChoiceRow(msgspec.Struct, frozen=True):
    """What a person wants to be told, how and when; no row: as usual."""

    shard: int
    person_id: int
    choices: bytes
    """Encoded `Choices`."""
    saved_at: datetime


NOTICE_CHOICE: Final = Table("notice_choice", NoticeChoiceRow, key=("shard", "person_id"))


class MailRow(msgspec.Struct, frozen=True, kw_only=True):
    """One mail: written with what it tells of, sent after the commit, kept as the delivery log."""

    shard: int
    id: int
    person_id: int
    kind: str
    code: str
    params: bytes
    """The values for the words, encoded."""
    instance_id: int = 0
    item_id: int = 0
    is_digest: bool = False
    """It leaves together with the person's others of the same time."""
    is_test: bool = False
    """Somebody wants to see whether mails arrive: it is always sent."""
    state: MailState = "WAITING"
    created_at: datetime
    wake_at: datetime | None
    """Next attempt, or the end of a lease; null when it has come to an end."""
    attempts: int = 0
    spent: int = 0
    """Attempts that were used up before somebody repeated it."""
    address: str = ""
    subject: str = ""
    sent_at: datetime | None = None
    failure: str = ""
    """Code of why the last attempt failed, or why it was dropped."""
    detail: bytes = b""
    """Values for the words of `failure`, encoded."""


MAIL: Final = Table(
    "mail",
    MailRow,
    key=("shard", "id"),
    secondary={"wake": ("wake_at",), "state": ("state", "id"), "person": ("person_id", "id")},
)
DUE_MAILS: Final = Claim(MAIL, wake="wake_at", attempts="attempts")


class MailTemplateRow(msgspec.Struct, frozen=True):
    """A template that administrators have changed; without a row the standard one counts."""

    kind: str
    language: str
    subject: str
    text: str
    html: str
    saved_by: int
    saved_at: datetime


MAIL_TEMPLATE: Final = Table("mail_template", MailTemplateRow, key=("kind", "language"))


class MailLinkRow(msgspec.Struct, frozen=True):
    """A link in a mail was used; it counts once."""

    shard: int
    mail_id: int
    used_at: datetime


MAIL_LINK: Final = Table("mail_link", MailLinkRow, key=("shard", "mail_id"))


class MailTroubleRow(msgspec.Struct, frozen=True):
    """Mails that were given up on a day: administrators are told once a day."""

    day: date
    failed_count: int


MAIL_TROUBLE: Final = Table("mail_trouble", MailTroubleRow, key=("day",))

TABLES: Final[tuple[AnyTable, ...]] = (
    NOTICE,
    NOTICE_MARK,
    NOTICE_CHOICE,
    MAIL,
    MAIL_TEMPLATE,
    MAIL_LINK,
    MAIL_TROUBLE,
)
