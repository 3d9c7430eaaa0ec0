"""A little history for the demo company: stories as data, told through the same commands that
people give, each at its own past instant.

A story that the present does not allow (a balance used up, a holiday season) ends where it is.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any, Protocol

import msgspec

from dujiang.calendars import Calendar, add_working_days
from dujiang.kernel.errors import DujiangError
from dujiang.scenarios.packages import PACKAGES


class Leave(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A period that begins so many working days after the request, for so many working days."""

    begins: int
    days: int


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody does with their item; `day` working days before today."""

    by: str
    day: int
    time: time
    action: str
    comment: str = ""
    category: str = ""
    return_to: str = ""
    values: dict[str, Any] = {}


class Story(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One request and what became of it."""

    process: str
    by: str
    day: int
    time: time
    values: dict[str, Any] = {}
    leave: Leave | None = None
    steps: tuple[Step, ...] = ()


class Stage(Protocol):
    """Where stories happen: acts in a person's name at an instant."""

    def start(self, login: str, process_key: str, values: dict[str, Any], at: datetime) -> int:
        """Hand a start form in; the id of the instance. Raises `DujiangError` when refused."""
        ...

    def act(self, login: str, instance_id: int, step: Step, at: datetime) -> None:
        """Act on the person's item of the instance. Raises `DujiangError` when refused."""
        ...


def load_stories() -> tuple[Story, ...]:
    """The stories of all packages, as their `history.toml` have them."""
    found: list[Story] = []
    for package in PACKAGES:
        file = files(__package__).joinpath(package, "history.toml")
        if file.is_file():
            data = tomllib.loads(file.read_text("utf-8"))
            found += [msgspec.convert(story, Story) for story in data["story"]]
    return tuple(found)


def tell(stories: tuple[Story, ...], stage: Stage, now: datetime, calendar: Calendar) -> int:
    """Tell the stories in the order of their instants; how many were told to their end.

    `now` is in the company's zone.
    """
    ended = 0
    events = sorted(
        (
            (_instant(part.day, part.time, now, calendar), number, index)
            for number, story in enumerate(stories)
            for index, part in enumerate(_parts(story))
        ),
    )
    instances: dict[int, int] = {}
    broken: set[int] = set()
    for at, number, index in events:
        story = stories[number]
        if number in broken or at > now:
            continue
        try:
            if index == 0:
                values = {**story.values, **_period(story.leave, at.date(), calendar)}
                instances[number] = stage.start(story.by, story.process, values, at)
            else:
                stage.act(story.steps[index - 1].by, instances[number], story.steps[index - 1], at)
        except DujiangError:
            broken.add(number)
            continue
        ended += index == len(story.steps)
    return ended


def _parts(story: Story) -> Iterator[Story | Step]:
    yield story
    yield from story.steps


def _instant(day: int, at: time, now: datetime, calendar: Calendar) -> datetime:
    on = add_working_days(now.date() + timedelta(days=1), -1, calendar)
    on = add_working_days(on, -day, calendar)
    return datetime.combine(on, at, now.tzinfo)


def _period(leave: Leave | None, asked_on: date, calendar: Calendar) -> dict[str, Any]:
    if leave is None:
        return {}
    start = add_working_days(asked_on, leave.begins, calendar)
    end = add_working_days(start, leave.days - 1, calendar)
    return {
        "start_on": start.isoformat(),
        "start_half": "AM",
        "end_on": end.isoformat(),
        "end_half": "PM",
    }
