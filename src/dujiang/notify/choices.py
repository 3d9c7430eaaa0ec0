"""Who wants to be told what, by which channel, and when: pure rules over a person's choices."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

Channel: TypeAlias = Literal["app", "mail"]
CHANNELS: Final[tuple[Channel, ...]] = ("app", "mail")
OTHER: Final = "other"
"""The kind of everything that is not in `KINDS`."""
MAX_DAYS_AHEAD: Final = 400
"""A calendar without a working day for so long is not followed."""


class Kind(msgspec.Struct, frozen=True):
    """One kind of event that people are told about."""

    by_mail: bool
    """Whether it goes by mail too, unless the person says otherwise."""
    is_urgent: bool = False
    """It does not wait for a digest; quiet hours hold it back all the same."""


KINDS: Final[Mapping[str, Kind]] = {
    "awaits": Kind(by_mail=True),
    "urged": Kind(by_mail=True, is_urgent=True),
    "due": Kind(by_mail=True, is_urgent=True),
    "escalated": Kind(by_mail=True, is_urgent=True),
    "mentioned": Kind(by_mail=True),
    "copied": Kind(by_mail=False),
    "approved": Kind(by_mail=True),
    "rejected": Kind(by_mail=True),
    "cancelled": Kind(by_mail=False),
    "failed": Kind(by_mail=True, is_urgent=True),
    "stuck": Kind(by_mail=True, is_urgent=True),
    "errand": Kind(by_mail=False),
    OTHER: Kind(by_mail=False),
}
"""Events in the order in which people see them."""


class Choices(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person has chosen; the defaults are what nobody has changed."""

    changed: dict[str, bool] = {}
    """`channel:kind` -> yes or no, where it differs from the usual."""
    digest: Literal["none", "hourly", "daily"] = "none"
    digest_at: str = "09:00"
    """When the daily one is sent."""
    is_quiet: bool = False
    quiet_from: str = "22:00"
    quiet_until: str = "08:00"
    only_working_days: bool = False
    """On days off of the person's calendar nothing is sent."""
    time_zone: str = ""
    """IANA name; empty: the company's."""


def kind_of(code: str) -> str:
    """The kind of event that a notice's code speaks of: its last word."""
    last = code.rpartition(".")[2].partition("_")[0]
    return last if last in KINDS else OTHER


def wants(choices: Choices, channel: Channel, kind: str) -> bool:
    """Whether the person is told of such events by this channel."""
    usual = channel == "app" or KINDS[kind].by_mail
    return choices.changed.get(f"{channel}:{kind}", usual)


class Sending(msgspec.Struct, frozen=True):
    """When a mail is sent, and whether together with others."""

    at: datetime
    is_digest: bool


def sending(
    at: datetime,
    kind: str,
    choices: Choices,
    zone: ZoneInfo,
    is_working_day: Callable[[date], bool],
) -> Sending:
    """When the mail about an event of now leaves: digest first, then quiet hours and days off."""
    local = at.astimezone(zone)
    is_digest = choices.digest != "none" and not KINDS[kind].is_urgent
    if is_digest and choices.digest == "hourly":
        local = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    elif is_digest:
        local = _next(local, clock(choices.digest_at))
    local = _awake(local, choices)
    if choices.only_working_days:
        local = _on_a_working_day(local, choices, is_working_day)
    return Sending(local.astimezone(at.tzinfo), is_digest)


def clock(text: str) -> time:
    """A time of day, `HH:MM`. Raises `ValueError`."""
    if len(text) != len("09:00"):
        raise ValueError(text)
    return time.fromisoformat(text)


def _next(local: datetime, at: time) -> datetime:
    today = datetime.combine(local.date(), at, local.tzinfo)
    return today if today > local else today + timedelta(days=1)


def _awake(local: datetime, choices: Choices) -> datetime:
    if not choices.is_quiet:
        return local
    begin, end = clock(choices.quiet_from), clock(choices.quiet_until)
    now = local.time().replace(tzinfo=None)
    is_within = begin <= now < end if begin <= end else now >= begin or now < end
    return _next(local, end) if is_within and begin != end else local


def _on_a_working_day(
    local: datetime, choices: Choices, is_working_day: Callable[[date], bool]
) -> datetime:
    if is_working_day(local.date()):
        return local
    morning = clock(choices.quiet_until if choices.is_quiet else choices.digest_at)
    for days in range(1, MAX_DAYS_AHEAD):
        day = local.date() + timedelta(days=days)
        if is_working_day(day):
            return datetime.combine(day, morning, local.tzinfo)
    return local
