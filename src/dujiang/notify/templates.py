"""Mails from templates: subject, text and HTML by kind of event and language, in a sandbox.

Templates are Jinja2 in its immutable sandbox: they read the values of a mail and nothing else. In
HTML every value is escaped.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dujiang.kernel.errors import InvalidInput, Problem
from dujiang.kernel.words import Language

DIGEST: Final = "digest"
"""The kind of a mail that tells several things."""
MAX_SUBJECT_CHARS: Final = 200


class MailTemplate(msgspec.Struct, frozen=True):
    """One mail's three templates."""

    subject: str
    text: str
    html: str


class Written(msgspec.Struct, frozen=True):
    """One mail's words."""

    subject: str
    text: str
    html: str


def _environment(*, is_html: bool) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        autoescape=is_html, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )


_TEXT: Final = _environment(is_html=False)
_HTML: Final = _environment(is_html=True)


@cache
def standard_template(kind: str, language: Language) -> MailTemplate:
    """The template that counts until an administrator changes it."""
    folder = files("dujiang.notify").joinpath("standard")
    name = DIGEST if kind == DIGEST else "single"
    subjects = tomllib.loads(folder.joinpath("subjects.toml").read_text("utf-8"))
    return MailTemplate(
        subject=subjects[language].get(kind, subjects[language]["single"]),
        text=folder.joinpath(f"{name}.{language}.txt").read_text("utf-8"),
        html=folder.joinpath(f"{name}.{language}.html").read_text("utf-8"),
    )


def check_template(subject: str, text: str, html: str) -> tuple[Problem, ...]:
    """What is wrong with templates that somebody has written."""
    problems = []
    for name, source in (("subject", subject), ("text", text), ("html", html)):
        try:
            environment = _HTML if name == "html" else _TEXT
            environment.from_string(source).render(SAMPLE)
        except (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError) as error:
            params = {"reason": str(error), "line": str(getattr(error, "lineno", "") or "")}
            problems.append(Problem(code="notify.template.mistake", path=f"/{name}", params=params))
    if not subject.strip():
        problems.append(Problem(code="notify.template.no_subject", path="/subject"))
    return tuple(problems)


def write_mail(template: MailTemplate, values: Mapping[str, Any]) -> Written:
    """The words of a mail. Raises `InvalidInput` for a template that cannot be filled in."""
    try:
        subject = _TEXT.from_string(template.subject).render(values)
        text = _TEXT.from_string(template.text).render(values)
        html = _HTML.from_string(template.html).render(values)
    except (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput("notify.template.mistake", reason=str(error), line="") from error
    return Written(" ".join(subject.split())[:MAX_SUBJECT_CHARS], text.strip() + "\n", html)


SAMPLE: Final[Mapping[str, Any]] = {
    "company": "都江精工",
    "person": "陈刚",
    "sentence": "等你处理：李明 年假 3 天（QJ20261124-0001）",
    "title": "李明 年假 3 天",
    "number": "QJ20261124-0001",
    "process": "请假",
    "step": "部门审批",
    "initiator": "李明",
    "due": "11月25日 18:00",
    "facts": [("假期类型", "年假"), ("天数", "3"), ("事由", "回都江堰探亲")],
    "link": "https://dujiang.example/requests/1",
    "decide_link": "https://dujiang.example/m#sample",
    "account_link": "https://dujiang.example/account",
    "entries": [
        {"sentence": "等你处理：李明 年假 3 天（QJ20261124-0001）",
         "link": "https://dujiang.example/requests/1"},
        {"sentence": "已通过：周敏 出差 上海（CC20261123-0002）",
         "link": "https://dujiang.example/requests/2"},
    ],
    "count": 2,
}  # fmt: skip
"""Values for previews; the names are what templates may use."""
