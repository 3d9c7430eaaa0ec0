"""Every way to reach a person: notices inside the product, mails, and decisions from a mail.

Deliberately unknown: who asked and why. A room says whom to tell with a code and its values; the
words come later, in the reader's language. Chat robots and SMS join behind the same command.
"""

from dujiang.notify.choices import CHANNELS, KINDS, Choices, kind_of, wants
from dujiang.notify.commands import (
    Delivery,
    RecordDelivery,
    RepeatMail,
    ResetTemplate,
    SaveChoices,
    SaveTemplate,
    SeeNotices,
    SendTestMail,
    Tell,
    UseMailLink,
)
from dujiang.notify.events import MailsGivenUp, PeopleTold, TemplateChanged
from dujiang.notify.handlers import Habits, Telling
from dujiang.notify.links import MailLink, MailLinks
from dujiang.notify.plugging import notify_routes
from dujiang.notify.postman import (
    NO_MATTER,
    MailWriter,
    Matter,
    Matters,
    Postman,
    Sender,
)
from dujiang.notify.read import (
    MailPage,
    NoticePage,
    ShownTemplate,
    changed_templates,
    count_mails,
    count_unread,
    failure_values,
    find_choices,
    find_template,
    is_link_used,
    last_sent_at,
    list_mails,
    list_notices,
    values_of,
)
from dujiang.notify.saying import say_notice
from dujiang.notify.smtp import MailServer
from dujiang.notify.tables import TABLES as NOTIFY_TABLES
from dujiang.notify.tables import MailRow, NoticeRow
from dujiang.notify.templates import (
    DIGEST,
    SAMPLE,
    MailTemplate,
    check_template,
    standard_template,
    write_mail,
)

__all__ = [
    "CHANNELS",
    "DIGEST",
    "KINDS",
    "NOTIFY_TABLES",
    "NO_MATTER",
    "SAMPLE",
    "Choices",
    "Delivery",
    "Habits",
    "MailLink",
    "MailLinks",
    "MailPage",
    "MailRow",
    "MailServer",
    "MailTemplate",
    "MailWriter",
    "MailsGivenUp",
    "Matter",
    "Matters",
    "NoticePage",
    "NoticeRow",
    "PeopleTold",
    "Postman",
    "RecordDelivery",
    "RepeatMail",
    "ResetTemplate",
    "SaveChoices",
    "SaveTemplate",
    "SeeNotices",
    "SendTestMail",
    "Sender",
    "ShownTemplate",
    "Tell",
    "Telling",
    "TemplateChanged",
    "UseMailLink",
    "changed_templates",
    "check_template",
    "count_mails",
    "count_unread",
    "failure_values",
    "find_choices",
    "find_template",
    "is_link_used",
    "kind_of",
    "last_sent_at",
    "list_mails",
    "list_notices",
    "notify_routes",
    "say_notice",
    "standard_template",
    "values_of",
    "wants",
    "write_mail",
]
