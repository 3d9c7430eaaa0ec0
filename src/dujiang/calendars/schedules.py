"""Cron expressions: at which instant a daily scan or a yearly grant is due next."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from dujiang.kernel.errors import Problem


def check_cron(expression: str, path: str = "") -> tuple[Problem, ...]:
    """What is wrong with a cron expression (five fields, or six with seconds first)."""
    try:
        CronSim(expression, datetime(2000, 1, 1, tzinfo=UTC))
    except CronSimError as error:
        params = {"expression": expression, "reason": str(error)}
        return (Problem(code="calendars.cron.not_valid", path=path, params=params),)
    return ()


def next_by_cron(expression: str, after: datetime, zone: str) -> datetime | None:
    """The first instant later than `after`, in UTC; None when there is none in the next 50 years.

    Fields are meant on the wall clock of `zone`. Where clocks change, as Debian's cron does: what
    is skipped runs at the change, what comes twice runs once. The expression has passed
    `check_cron`.
    """
    try:
        found = next(CronSim(expression, after.astimezone(ZoneInfo(zone))))
    except StopIteration:
        return None
    return found.astimezone(UTC)
