"""Building forms: checking a schema, trying it out, importing fields."""

from typing import Any

import msgspec

from dujiang.api.schemas.common import Access, FieldProblem, In, LanguageTag, Out, Values

MAX_PASTED_CHARS = 200_000
FormFile = dict[str, Any]
"""A form schema: form-js' file format plus `dj`."""


class FormToCheck(In, frozen=True):
    """A form as the builder has it."""

    form: FormFile


class FormReport(Out, frozen=True):
    """What is wrong with a form; paths are JSON pointers into its schema."""

    problems: list[FieldProblem]


class FormTrial(In, frozen=True):
    """A form that is tried out before it is published; without `values` with its defaults."""

    form: FormFile
    access: dict[str, Access] = msgspec.field(default_factory=dict)
    """Access at the step for which it is tried; what it does not name may be edited."""
    values: Values | None = None


class FormStart(Out, frozen=True):
    """A form with its defaults, as the person who tries it would find it."""

    access: dict[str, Access]
    values: Values


class PastedList(In, frozen=True):
    """A list of fields: one a line, or a table as spreadsheets copy it."""

    text: str = msgspec.field(default="")


class FieldProposal(Out, frozen=True):
    """Components that were found, to be looked through before they land in a form."""

    components: list[dict[str, Any]]
    left_out: list[str]


class PrintQuery(In, frozen=True):
    """In which language to print; by default the reader's."""

    language: LanguageTag | None = None
