"""What can be asked of this room."""

from typing import Any, Literal

import msgspec

from dujiang.notify.choices import Choices

MAX_TOLD = 1_000
"""People that one command tells."""


class Tell(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Tell people something, as a follow-up of whatever made it so. Nobody is told twice by it.

    `code` has words in `messages.toml` of the room that asks, with `params` as values; a value
    named `<name>_code` is itself a code, whose words become `<name>`. The notice lives in the
    shard of `instance_id`; 0 where it is about none.
    """

    people: tuple[int, ...]
    code: str
    params: dict[str, Any] = {}
    instance_id: int = 0
    item_id: int = 0


class SeeNotices(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """I have seen my notices up to and with this one."""

    up_to_id: int


class SaveChoices(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What I want to be told, how and when."""

    choices: Choices


class SaveTemplate(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Change the mail about a kind of event, in one language."""

    kind: str
    language: str
    subject: str
    text: str
    html: str


class ResetTemplate(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Go back to the standard template."""

    kind: str
    language: str


class SendTestMail(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Send me a mail, to see whether mails arrive. Answer: `{"mail_id": ...}`."""


class RepeatMail(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Try a mail again that was given up."""

    mail_id: int


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an attempt at a mail."""

    result: Literal["sent", "dropped", "failed", "later"]
    address: str = ""
    subject: str = ""
    code: str = ""
    params: dict[str, str] = {}


class RecordDelivery(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What came of an attempt at mails that left together (mail id, attempt)."""

    mails: tuple[tuple[int, int], ...]
    delivery: Delivery


class UseMailLink(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Use the link of a mail up (follow-up of what is decided by it)."""

    mail_id: int
