"""How people are reached: their choices; for administrators the channel, the log, templates."""

from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.paging import cursor_text, id_of_cursor
from dujiang.api.rendering import person_by_id
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.mailing import (
    ChoicesToSave,
    EventChoice,
    Mail,
    MailChannel,
    MailList,
    MailsQuery,
    NoticeChoices,
    Template,
    TemplateList,
    TemplateName,
    TemplatePreview,
    TemplateToSave,
)
from dujiang.kernel.errors import InvalidInput, NotFound
from dujiang.kernel.ids import id_text
from dujiang.kernel.words import LANGUAGES, Language
from dujiang.notify import (
    DIGEST,
    KINDS,
    SAMPLE,
    Choices,
    MailRow,
    MailTemplate,
    RepeatMail,
    ResetTemplate,
    SaveChoices,
    SaveTemplate,
    SendTestMail,
    changed_templates,
    check_template,
    count_mails,
    failure_values,
    find_choices,
    find_template,
    last_sent_at,
    list_mails,
    wants,
    write_mail,
)


def read_choices(call: Call[None, None]) -> NoticeChoices:
    """What I am told, how and when."""
    with call.desk.read() as reader:
        chosen = find_choices(reader, call.person_id)
    person = call.desk.directory().person(call.person_id)
    events = [
        EventChoice(
            kind=kind,
            in_app=wants(chosen, "app", kind),
            by_mail=wants(chosen, "mail", kind),
            is_urgent=known.is_urgent,
        )
        for kind, known in KINDS.items()
    ]
    return NoticeChoices(
        events=events,
        digest=chosen.digest,
        digest_at=chosen.digest_at,
        is_quiet=chosen.is_quiet,
        quiet_from=chosen.quiet_from,
        quiet_until=chosen.quiet_until,
        only_working_days=chosen.only_working_days,
        time_zone=chosen.time_zone,
        company_zone=call.desk.zone.key,
        address=person.email if person else "",
        sends_mail=call.desk.mail.channel is not None,
    )


async def save_choices(call: Call[None, ChoicesToSave]) -> Nothing:
    """Choose; only what differs from the usual is kept, so that the usual can change."""
    body = call.body
    usual = Choices()
    changed: dict[str, bool] = {}
    for event in body.events:
        if event.kind not in KINDS:
            raise InvalidInput("notify.choice.unknown", name=event.kind)
        if event.in_app != wants(usual, "app", event.kind):
            changed[f"app:{event.kind}"] = event.in_app
        if event.by_mail != wants(usual, "mail", event.kind):
            changed[f"mail:{event.kind}"] = event.by_mail
    choices = Choices(
        changed=changed,
        digest=body.digest,
        digest_at=body.digest_at,
        is_quiet=body.is_quiet,
        quiet_from=body.quiet_from,
        quiet_until=body.quiet_until,
        only_working_days=body.only_working_days,
        time_zone=body.time_zone,
    )
    await call.submit(SaveChoices(choices=choices))
    return Nothing()


def read_channel(call: Call[None, None]) -> MailChannel:
    """How mails leave, and how it goes."""
    server = call.desk.mail.channel
    with call.desk.read() as reader:
        counts = count_mails(reader)
        sent_at = last_sent_at(reader)
    return MailChannel(
        is_set_up=server is not None,
        host=server.host if server else "",
        port=server.port if server else 0,
        security=server.security if server else "",
        user=server.user if server else "",
        sender=call.desk.mail.sender,
        waiting_count=counts["WAITING"],
        failed_count=counts["FAILED"],
        last_sent_at=sent_at,
    )


async def send_test(call: Call[None, None]) -> Nothing:
    """Send me a mail."""
    await call.submit(SendTestMail())
    return Nothing()


def mails(call: Call[MailsQuery, None]) -> MailList:
    """The delivery log, newest first."""
    asked = call.query
    with call.desk.read() as reader:
        page = list_mails(
            reader, state=asked.state, before_id=id_of_cursor(asked.cursor), limit=asked.limit
        )
    more = cursor_text((page.rows[-1].id,)) if page.has_more else None
    return MailList(items=[_mail(call, row) for row in page.rows], next_cursor=more)


async def repeat_mail(call: Call[None, None]) -> Nothing:
    """Try it again."""
    await call.submit(RepeatMail(mail_id=call.id("mail_id")))
    return Nothing()


def templates(call: Call[None, None]) -> TemplateList:
    """All templates."""
    with call.desk.read() as reader:
        changed = changed_templates(reader)
    return TemplateList(
        items=[
            TemplateName(kind=kind, language=lang, is_standard=(kind, lang) not in changed)
            for kind in (*KINDS, DIGEST)
            for lang in LANGUAGES
        ],
        names=sorted(SAMPLE),
    )


def read_template(call: Call[None, None]) -> Template:
    """The one that counts."""
    kind, language = _named(call)
    with call.desk.read() as reader:
        shown = find_template(reader, kind, language)
    return Template(
        kind=kind,
        language=language,
        subject=shown.template.subject,
        text=shown.template.text,
        html=shown.template.html,
        is_standard=shown.saved_at is None,
        saved_by=person_by_id(shown.saved_by or None, call.desk.directory(), call.language),
        saved_at=shown.saved_at,
    )


async def save_template(call: Call[None, TemplateToSave]) -> Nothing:
    """Change it."""
    kind, language = _named(call)
    body = call.body
    await call.submit(
        SaveTemplate(
            kind=kind, language=language, subject=body.subject, text=body.text, html=body.html
        )
    )
    return Nothing()


async def reset_template(call: Call[None, None]) -> Nothing:
    """Go back to the standard one."""
    kind, language = _named(call)
    await call.submit(ResetTemplate(kind=kind, language=language))
    return Nothing()


def preview_template(call: Call[None, TemplateToSave]) -> TemplatePreview:
    """Fill it in with sample values."""
    body = call.body
    problems = check_template(body.subject, body.text, body.html)
    if problems:
        raise InvalidInput("notify.template.not_readable", problems=problems)
    written = write_mail(MailTemplate(body.subject, body.text, body.html), SAMPLE)
    return TemplatePreview(subject=written.subject, text=written.text, html=written.html)


def _named(call: Call[Any, Any]) -> tuple[str, Language]:
    kind, tag = call.path["kind"], call.path["language"]
    for language in LANGUAGES:
        if language == tag and (kind in KINDS or kind == DIGEST):
            return kind, language
    raise NotFound("notify.template.unknown", kind=kind, language=tag)


def _mail(call: Call[Any, Any], row: MailRow) -> Mail:
    failure = call.say(row.failure, **failure_values(row)) if row.failure else None
    return Mail(
        id=id_text(row.id),
        kind=row.kind,
        person=person_by_id(row.person_id, call.desk.directory(), call.language),
        address=row.address,
        subject=row.subject,
        state=row.state,
        is_digest=row.is_digest,
        created_at=row.created_at,
        next_at=row.wake_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        failure=failure,
        instance_id=id_text(row.instance_id) if row.instance_id else None,
    )


HANDLERS: Final = {
    "readNoticeChoices": read_choices,
    "saveNoticeChoices": save_choices,
    "readMailChannel": read_channel,
    "sendTestMail": send_test,
    "listMails": mails,
    "repeatMail": repeat_mail,
    "listTemplates": templates,
    "readTemplate": read_template,
    "saveTemplate": save_template,
    "resetTemplate": reset_template,
    "previewTemplate": preview_template,
}
