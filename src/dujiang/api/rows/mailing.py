"""How people are reached: choices, mails, templates, decisions from a mail."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import mailing
from dujiang.api.schemas.common import Nothing
from dujiang.runtime.requests import PUBLIC

_CHANNELS: Final = "system.manage"

ROWS: Final = (
    Endpoint(
        operation="readNoticeChoices", method="GET", path="/me/notices",
        permission="session.use", tag="notices",
        says="What I am told, by which channel and when.",
        answers=mailing.NoticeChoices,
    ),
    Endpoint(
        operation="saveNoticeChoices", method="PUT", path="/me/notices",
        permission="session.use", tag="notices",
        says="Choose what I am told, by which channel and when.",
        takes=mailing.ChoicesToSave, answers=Nothing,
    ),
    Endpoint(
        operation="readMailChannel", method="GET", path="/mail",
        permission=_CHANNELS, tag="mails",
        says="How mails leave this installation, and how it goes.",
        answers=mailing.MailChannel,
    ),
    Endpoint(
        operation="sendTestMail", method="POST", path="/mail/tests",
        permission=_CHANNELS, tag="mails",
        says="Send me a mail.",
        answers=Nothing,
    ),
    Endpoint(
        operation="listMails", method="GET", path="/mails",
        permission=_CHANNELS, tag="mails",
        says="The delivery log, newest first.",
        query=mailing.MailsQuery, answers=mailing.MailList,
    ),
    Endpoint(
        operation="repeatMail", method="POST", path="/mails/{mail_id}/repeat",
        permission=_CHANNELS, tag="mails",
        says="Try a mail again that was given up.",
        answers=Nothing,
    ),
    Endpoint(
        operation="listTemplates", method="GET", path="/mail/templates",
        permission=_CHANNELS, tag="mails",
        says="Mail templates by kind of event and language.",
        answers=mailing.TemplateList,
    ),
    Endpoint(
        operation="readTemplate", method="GET", path="/mail/templates/{kind}/{language}",
        permission=_CHANNELS, tag="mails",
        says="The template that counts.",
        answers=mailing.Template,
    ),
    Endpoint(
        operation="saveTemplate", method="PUT", path="/mail/templates/{kind}/{language}",
        permission=_CHANNELS, tag="mails",
        says="Change a template.",
        takes=mailing.TemplateToSave, answers=Nothing,
    ),
    Endpoint(
        operation="resetTemplate", method="DELETE", path="/mail/templates/{kind}/{language}",
        permission=_CHANNELS, tag="mails",
        says="Go back to the standard template.",
        answers=Nothing,
    ),
    Endpoint(
        operation="previewTemplate", method="POST", path="/mail/previews",
        permission=_CHANNELS, tag="mails",
        says="A template filled in with sample values; changes nothing.",
        takes=mailing.TemplateToSave, answers=mailing.TemplatePreview,
    ),
    Endpoint(
        operation="readMailedItem", method="POST", path="/mail-decisions/look",
        permission=PUBLIC, tag="mails",
        says="What the link of a mail is about; the link is the proof of who asks.",
        takes=mailing.MailToken, answers=mailing.MailedItem,
    ),
    Endpoint(
        operation="decideByMail", method="POST", path="/mail-decisions",
        permission=PUBLIC, tag="mails",
        says="Approve or reject by the link of a mail, once.",
        takes=mailing.MailedDecision, answers=mailing.MailedDecided,
    ),
)  # fmt: skip
