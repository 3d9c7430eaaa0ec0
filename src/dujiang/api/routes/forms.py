"""The form builder's questions: is this schema sound, how does it behave, which fields are here."""

from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.problems import field_problem
from dujiang.api.routes.files import uploaded
from dujiang.api.routes.starting import evaluation
from dujiang.api.schemas.forms import (
    MAX_PASTED_CHARS,
    FieldProposal,
    FormReport,
    FormStart,
    FormToCheck,
    FormTrial,
    PastedList,
)
from dujiang.api.schemas.instances import Evaluation
from dujiang.approvals import initiator_context
from dujiang.forms import (
    AccessMap,
    Form,
    Proposal,
    Situation,
    access_at,
    evaluate,
    fields_from_file,
    fields_from_text,
    initial_values,
    read_form,
)
from dujiang.kernel.errors import InvalidInput, LimitExceeded
from dujiang.store import Reader


def check_form(call: Call[None, FormToCheck]) -> FormReport:
    """What is wrong with a form; changes nothing."""
    problems = read_form(call.body.form).problems
    words, language = call.desk.words, call.language
    return FormReport(
        problems=[field_problem(one, words=words, language=language) for one in problems]
    )


def begin_trial(call: Call[None, FormTrial]) -> FormStart:
    """A form with its defaults, as if the caller began to fill it in."""
    form, access = _tried(call)
    with call.desk.read() as reader:
        values = initial_values(form, access, _situation(call, reader))
    return FormStart(access=dict(access), values=values)


def try_form(call: Call[None, FormTrial]) -> Evaluation:
    """Computed fields, problems and options of a form that is being tried out."""
    form, access = _tried(call)
    with call.desk.read() as reader:
        found = evaluate(form, access, call.body.values or {}, _situation(call, reader))
    return evaluation(call, access, found)


async def import_fields(call: Call[None, None]) -> FieldProposal:
    """Fields from an uploaded sheet, document or text file."""
    name, content = await uploaded(call)
    return _proposal(await call.question(lambda _: fields_from_file(name, content)))


def import_pasted_fields(call: Call[None, PastedList]) -> FieldProposal:
    """Fields from a pasted list."""
    if len(call.body.text) > MAX_PASTED_CHARS:
        raise LimitExceeded("api.body.too_large", limit_bytes=MAX_PASTED_CHARS)
    return _proposal(fields_from_text(call.body.text))


def _proposal(found: Proposal) -> FieldProposal:
    return FieldProposal(components=list(found.components), left_out=list(found.left_out))


def _tried(call: Call[Any, FormTrial]) -> tuple[Form, AccessMap]:
    read = read_form(call.body.form)
    if read.form is None:
        raise InvalidInput("forms.form.not_sound", problems=read.problems)
    return read.form, access_at(read.form, call.body.access, is_start=True)


def _situation(call: Call[Any, Any], reader: Reader) -> Situation:
    """The caller as initiator, now."""
    view = call.desk.office.view()
    variables = {"initiator": initiator_context(view, call.person_id), "number": None}
    return Situation(variables=variables, environment=call.desk.environment(reader, call.at))


HANDLERS: Final = {
    "checkForm": check_form,
    "beginFormTrial": begin_trial,
    "tryForm": try_form,
    "importFields": import_fields,
    "importPastedFields": import_pasted_fields,
}
