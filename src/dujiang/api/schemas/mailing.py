"""How people are reached: their choices, mails, templates, decisions from a mail."""

from typing import Annotated, Literal

import msgspec

from dujiang.api.schemas.common import (
    DEFAULT_PAGE,
    In,
    Instant,
    LanguageTag,
    Limit,
    Line,
    Out,
    Person,
    Text,
)

MAX_SOURCE_CHARS = 20_000
Source = Annotated[str, msgspec.Meta(max_length=MAX_SOURCE_CHARS)]
Digest = Literal["none", "hourly", "daily"]
MailState = Literal["WAITING", "SENT", "FAILED", "DROPPED"]
ByMailState = Literal["open", "used", "over", "gone"]


class EventChoice(Out, frozen=True):
    """One kind of event, and by which channels I am told of it."""

    kind: str
    in_app: bool
    by_mail: bool
    is_urgent: bool
    """It does not wait for a digest."""


class NoticeChoices(Out, frozen=True):
    """What I am told, how and when."""

    events: list[EventChoice]
    digest: Digest
    digest_at: str
    is_quiet: bool
    quiet_from: str
    quiet_until: str
    only_working_days: bool
    time_zone: str
    """Empty: the company's."""
    company_zone: str
    address: str
    """Where my mails go; empty without an address."""
    sends_mail: bool
    """Whether this installation sends mails at all."""


class EventChosen(In, frozen=True):
    """How I want to be told of one kind of event."""

    kind: Line
    in_app: bool
    by_mail: bool


class ChoicesToSave(In, frozen=True):
    """What I want to be told, how and when."""

    events: Annotated[list[EventChosen], msgspec.Meta(max_length=50)]
    digest: Digest = "none"
    digest_at: Line = "09:00"
    is_quiet: bool = False
    quiet_from: Line = "22:00"
    quiet_until: Line = "08:00"
    only_working_days: bool = False
    time_zone: Line = ""


class MailChannel(Out, frozen=True):
    """How mails leave this installation, as the settings say, and how it goes."""

    is_set_up: bool
    host: str
    port: int
    security: str
    user: str
    sender: str
    waiting_count: int
    failed_count: int
    last_sent_at: Instant | None


class MailsQuery(In, frozen=True):
    """Which mails of the delivery log."""

    state: Literal["", "WAITING", "SENT", "FAILED", "DROPPED"] = ""
    cursor: Line = ""
    limit: Limit = DEFAULT_PAGE


class Mail(Out, frozen=True):
    """One mail of the delivery log; what it said is not repeated here."""

    id: str
    kind: str
    person: Person | None
    address: str
    subject: str
    state: MailState
    is_digest: bool
    created_at: Instant
    next_at: Instant | None
    """When it is tried, or tried again."""
    sent_at: Instant | None
    attempts: int
    failure: str | None
    instance_id: str | None


class MailList(Out, frozen=True):
    """A page of the delivery log, newest first."""

    items: list[Mail]
    next_cursor: str | None


class TemplateName(Out, frozen=True):
    """A template by kind of event and language."""

    kind: str
    language: LanguageTag
    is_standard: bool


class TemplateList(Out, frozen=True):
    """All templates, and the names that they may use."""

    items: list[TemplateName]
    names: list[str]


class Template(Out, frozen=True):
    """The template that counts."""

    kind: str
    language: LanguageTag
    subject: str
    text: str
    html: str
    is_standard: bool
    saved_by: Person | None
    saved_at: Instant | None


class TemplateToSave(In, frozen=True):
    """A template in the words of this company."""

    subject: Source
    text: Source
    html: Source


class TemplatePreview(Out, frozen=True):
    """A template filled in with sample values."""

    subject: str
    text: str
    html: str


class MailToken(In, frozen=True):
    """What stands behind # in the link of a mail."""

    token: Line


class MailedFact(Out, frozen=True):
    """A field of the form that I may see."""

    label: str
    text: str


class MailedReason(Out, frozen=True):
    """A kind of reason for a rejection."""

    code: str
    name: str


class MailedItem(Out, frozen=True):
    """What the link of a mail is about, for its recipient."""

    state: ByMailState
    detail: str
    """In a sentence, where it is not open any more: who was faster, or that it is used."""
    recipient: str
    title: str
    number: str
    process: str
    step: str
    initiator: str
    due_at: Instant | None
    facts: list[MailedFact]
    needs_comment: bool
    """A rejection says why."""
    approving_needs_comment: bool
    reason_categories: list[MailedReason]
    """A rejection names one of these, where there are any."""
    item_id: str


class MailedDecision(In, frozen=True):
    """Decide from a mail."""

    token: Line
    action: Literal["approve", "reject"]
    comment: Text = ""
    reason_category: Line = ""


class MailedDecided(Out, frozen=True):
    """It is decided."""

    detail: str
