"""Every way to reach a person; first the notices inside the product.

Deliberately unknown: who asked and why. A room says whom to tell with a code and its values; the
words come later, in the reader's language. Mail, chat robots and SMS join behind the same command.
"""

from dujiang.notify.commands import SeeNotices, Tell
from dujiang.notify.events import PeopleTold
from dujiang.notify.handlers import notify_routes
from dujiang.notify.read import NoticePage, count_unread, list_notices, values_of
from dujiang.notify.tables import TABLES as NOTIFY_TABLES
from dujiang.notify.tables import NoticeRow

__all__ = [
    "NOTIFY_TABLES",
    "NoticePage",
    "NoticeRow",
    "PeopleTold",
    "SeeNotices",
    "Tell",
    "count_unread",
    "list_notices",
    "notify_routes",
    "values_of",
]
