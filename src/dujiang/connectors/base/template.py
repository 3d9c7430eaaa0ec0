"""What a connector asks of whoever models with it: a form to be filled in."""

from typing import Literal

import msgspec

FieldForm = Literal["line", "area", "feel", "choice", "number", "switch"]


class TemplateField(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to fill in. Words: `connectors.field.<key>` and `connectors.field_says.<key>`.

    A value with a leading `=` is FEEL over the process's variables.
    """

    key: str
    form: FieldForm = "line"
    is_required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    is_attribute: bool = False
    """Whether it is an attribute of `dj:job`; the others are inputs of the step."""


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A connector as the designer offers it. Words: `connectors.template.<job type>`."""

    job_type: str
    kinds: tuple[str, ...]
    """Kinds of connections that it works with."""
    fields: tuple[TemplateField, ...]
    results: tuple[str, ...]
    """Names of the variables that it gives. Words: `connectors.result.<name>`."""
