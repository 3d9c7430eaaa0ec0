"""What can have happened in this room."""

import msgspec


class PeopleTold(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """People were told something inside the product."""

    people: tuple[int, ...]
    code: str


class MailsGivenUp(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The first mail of a day was given up: somebody must look after the mail server."""

    code: str
    params: dict[str, str] = {}


class TemplateChanged(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """An administrator has changed or reset the mail about a kind of event."""

    kind: str
    language: str
    is_standard: bool


class ProblemReported(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Somebody has reported a problem from inside the product."""

    report_id: int
    number: str


class ReportClosed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A reported problem was dealt with."""

    report_id: int
    number: str
