"""Which command is served by whom, and who may ask for it."""

import msgspec

from dujiang.notify import commands as c
from dujiang.notify import handlers, mailing
from dujiang.runtime import INTERNAL, SIGNED_IN, AnyRoute, Route

CHANNELS = "system.manage"
"""Permission to set mails up."""


def notify_routes(telling: handlers.Telling) -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of this room."""
    return {
        c.Tell: Route(INTERNAL, telling.tell),
        c.SeeNotices: Route(SIGNED_IN, handlers.see_notices),
        c.SaveChoices: Route("session.use", handlers.save_choices),
        c.SendTestMail: Route(CHANNELS, telling.send_test),
        c.RepeatMail: Route(CHANNELS, mailing.repeat_mail),
        c.SaveTemplate: Route(CHANNELS, mailing.save_template),
        c.ResetTemplate: Route(CHANNELS, mailing.reset_template),
        c.RecordDelivery: Route(INTERNAL, mailing.record_delivery),
        c.UseMailLink: Route(INTERNAL, mailing.use_mail_link),
    }
