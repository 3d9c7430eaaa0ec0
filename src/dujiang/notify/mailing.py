"""Handlers of mails and their templates: what came of attempts, repeating, changing words."""

from typing import Final

import msgspec
from msgspec.structs import replace

from dujiang.kernel.encoding import encode
from dujiang.kernel.ids import shard_of
from dujiang.kernel.words import LANGUAGES
from dujiang.notify.choices import KINDS
from dujiang.notify.commands import (
    Delivery,
    RecordDelivery,
    RepeatMail,
    ResetTemplate,
    SaveTemplate,
    UseMailLink,
)
from dujiang.notify.events import MailsGivenUp, TemplateChanged
from dujiang.notify.tables import (
    MAIL,
    MAIL_LINK,
    MAIL_TEMPLATE,
    MAIL_TROUBLE,
    MailLinkRow,
    MailRow,
    MailTemplateRow,
    MailTroubleRow,
)
from dujiang.notify.templates import DIGEST, check_template
from dujiang.runtime import PEER, Handled, Outcome, Refused, Work

MAX_TEMPLATE_CHARS: Final = 20_000


def record_delivery(command: RecordDelivery, work: Work) -> Outcome:
    """Note what came of an attempt; plan the next one, or give up."""
    facts: list[msgspec.Struct] = []
    for mail_id, attempt in command.mails:
        row = work.get(MAIL, shard_of(mail_id), mail_id, lock=True)
        if row is None or row.state != "WAITING" or row.attempts != attempt:
            continue
        after = _after(row, command.delivery, work)
        work.put(MAIL, after)
        if after.state == "FAILED" and _is_first_today(work):
            facts.append(MailsGivenUp(code=after.failure, params=command.delivery.params))
    work.notify("mails")
    return Handled(events=tuple(facts))


def _after(row: MailRow, delivery: Delivery, work: Work) -> MailRow:
    row = replace(
        row,
        address=delivery.address or row.address,
        subject=delivery.subject or row.subject,
        failure=delivery.code,
        detail=encode(delivery.params) if delivery.code else b"",
    )
    match delivery.result:
        case "sent":
            return replace(row, state="SENT", sent_at=work.at, wake_at=None)
        case "dropped":
            return replace(row, state="DROPPED", wake_at=None)
        case "failed":
            return replace(row, state="FAILED", wake_at=None)
        case "later":
            next_at = PEER.next_at(row.id, row.attempts - row.spent, work.at)
            if next_at is None:
                return replace(row, state="FAILED", wake_at=None)
            return replace(row, wake_at=next_at)


def _is_first_today(work: Work) -> bool:
    day = work.at.date()
    row = work.get(MAIL_TROUBLE, day, lock=True)
    if row is None:
        work.insert(MAIL_TROUBLE, MailTroubleRow(day, 1))
        return True
    work.put(MAIL_TROUBLE, MailTroubleRow(day, row.failed_count + 1))
    return False


def repeat_mail(command: RepeatMail, work: Work) -> Outcome:
    """Give a mail all its attempts anew."""
    row = work.get(MAIL, shard_of(command.mail_id), command.mail_id, lock=True)
    if row is None:
        return Refused("notify.mail.not_found", 404)
    if row.state != "FAILED":
        return Refused("notify.mail.not_failed")
    again = replace(row, state="WAITING", wake_at=work.at, spent=row.attempts, is_digest=False)
    work.put(MAIL, again)
    work.notify("mails")
    return Handled()


def save_template(command: SaveTemplate, work: Work) -> Outcome:
    """Change a template, if it can be read."""
    refused = _refused_template(command.kind, command.language)
    if refused is not None:
        return refused
    if any(len(t) > MAX_TEMPLATE_CHARS for t in (command.subject, command.text, command.html)):
        return Refused("notify.template.too_long", 422, {"limit": MAX_TEMPLATE_CHARS})
    problems = check_template(command.subject, command.text, command.html)
    if problems:
        return Refused("notify.template.not_readable", 422, problems=problems)
    row = MailTemplateRow(
        command.kind,
        command.language,
        command.subject,
        command.text,
        command.html,
        work.actor.id,
        work.at,
    )
    if work.get(MAIL_TEMPLATE, command.kind, command.language) is None:
        work.insert(MAIL_TEMPLATE, row)
    else:
        work.put(MAIL_TEMPLATE, row)
    return Handled(events=(_changed(command, is_standard=False),))


def reset_template(command: ResetTemplate, work: Work) -> Outcome:
    """The standard one counts again."""
    refused = _refused_template(command.kind, command.language)
    if refused is not None:
        return refused
    if work.get(MAIL_TEMPLATE, command.kind, command.language) is None:
        return Handled()
    work.delete(MAIL_TEMPLATE, command.kind, command.language)
    return Handled(events=(_changed(command, is_standard=True),))


def _changed(command: SaveTemplate | ResetTemplate, *, is_standard: bool) -> TemplateChanged:
    return TemplateChanged(kind=command.kind, language=command.language, is_standard=is_standard)


def _refused_template(kind: str, language: str) -> Refused | None:
    if (kind not in KINDS and kind != DIGEST) or language not in LANGUAGES:
        return Refused("notify.template.unknown", 404, {"kind": kind, "language": language})
    return None


def use_mail_link(command: UseMailLink, work: Work) -> Outcome:
    """A link counts once."""
    key = (shard_of(command.mail_id), command.mail_id)
    if work.get(MAIL_LINK, *key, lock=True) is not None:
        return Refused("notify.link.used")
    work.insert(MAIL_LINK, MailLinkRow(*key, work.at))
    return Handled()
