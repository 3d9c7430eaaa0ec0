"""Starting: the catalogue, start forms and their drafts, evaluation, submission."""

from collections.abc import Mapping
from typing import Any, Final

from dujiang.api.desk import Call, required_id
from dujiang.api.peers import answers_of
from dujiang.api.picks import picked, picks_of
from dujiang.api.problems import field_problem
from dujiang.api.rendering import local
from dujiang.api.schemas.common import FieldProblem, Nothing
from dujiang.api.schemas.instances import (
    Catalogue,
    CatalogueCard,
    DraftValues,
    Evaluate,
    Evaluation,
    Option,
    SavedDraft,
    StartDraft,
    Started,
    StartForm,
    StartRequest,
)
from dujiang.approvals import DropStartDraft, Filling, SaveStartDraft, SubmitStart
from dujiang.deployments import ProcessRow
from dujiang.forms import AccessMap, evaluate, initial_values, visible_schema
from dujiang.forms import Evaluation as Found
from dujiang.kernel.ids import id_text
from dujiang.kernel.values import NO_VARIABLES, Variables
from dujiang.kernel.words import Language
from dujiang.store import Reader


def read_catalogue(call: Call[None, None]) -> Catalogue:
    """The processes that I may start, with what I left unfinished."""
    desk = call.desk
    with desk.read() as reader:
        drafts = desk.people_work.start_drafts(reader, call.person_id)
        usual = desk.people_work.figures.usual_durations_s(reader, call.at)
    cards = [
        CatalogueCard(
            process_key=process.key,
            name=local(process.name, process.name_en, call.language),
            category=local(process.category, settings.categoryEn, call.language),
            description=local(process.description, process.description_en, call.language),
            usual_duration_s=usual.get(process.key),
            draft=StartDraft(item_id=None, instance_id=None, saved_at=drafts[process.key].saved_at)
            if process.key in drafts
            else None,
        )
        for process, settings in desk.filling.startable(call.person_id)
    ]
    return Catalogue(items=cards)


def read_start_form(call: Call[None, None]) -> StartForm:
    """An empty start form with its defaults, or what I had typed into it."""
    desk, key = call.desk, call.path["process_key"]
    with desk.read() as reader:
        filling = _at_start(call, reader, key, None)
        draft = desk.people_work.start_drafts(reader, call.person_id).get(key)
        values = initial_values(filling.form, filling.access, filling.situation)
        typed: Mapping[str, Any] = {}
        if draft is not None:
            typed = desk.office.sealed.read_typed(reader, draft.version_id, draft.values)
    process: ProcessRow = desk.deployments.processes()[key]
    return StartForm(
        process_key=key,
        version_id=id_text(filling.version.id),
        version=filling.version.version,
        name=local(process.name, process.name_en, call.language),
        description=local(process.description, process.description_en, call.language),
        form=visible_schema(filling.form, filling.access),
        access=dict(filling.access),
        values={**values, **{name: typed[name] for name in typed if name in values}},
        picks=picks_of(call, filling),
        saved_at=draft.saved_at if draft else None,
    )


async def save_start_draft(call: Call[None, DraftValues]) -> SavedDraft:
    """Keep what I have typed so far."""
    key = call.path["process_key"]
    version = call.desk.deployments.current(key)
    await call.submit(
        SaveStartDraft(process_key=key, version_id=version.id, values=call.body.values)
    )
    return SavedDraft(saved_at=call.at)


async def delete_start_draft(call: Call[None, None]) -> Nothing:
    """Throw my draft away."""
    await call.submit(DropStartDraft(process_key=call.path["process_key"]))
    return Nothing()


def evaluate_form(call: Call[None, Evaluate]) -> Evaluation:
    """Computed fields, problems and options for values, at the start or at an item of mine."""
    body, desk = call.body, call.desk
    with desk.read() as reader:
        if body.item_id is not None:
            item = desk.people_work.load_item(reader, required_id(body.item_id), call.person_id)
            filling = desk.filling.at_item(reader, call.at, item)
        else:
            version_id = required_id(body.version_id) if body.version_id else None
            filling = _at_start(call, reader, call.path["process_key"], version_id)
        found = evaluate(filling.form, filling.access, body.values, filling.situation)
    return evaluation(call, filling.access, found)


async def start_instance(call: Call[None, StartRequest]) -> Started:
    """Submit a start form; its warnings are those that held before it was handed in."""
    body = call.body
    warnings, asked = await call.question(_beforehand)
    answer = await call.submit(
        SubmitStart(
            process_key=body.process_key,
            version_id=required_id(body.version_id),
            values=body.values,
            picked=picked(body.picked),
            asked=asked,
        )
    )
    instance_id = answer["instance_id"]

    def title(asked: Call[Any, Any]) -> str:
        with asked.desk.read() as reader:
            work = asked.desk.people_work
            return work.load_request(reader, instance_id, asked.person_id).title

    return Started(
        instance_id=id_text(instance_id),
        number=answer["number"],
        title=await call.question(title),
        problems=warnings,
    )


def _beforehand(call: Call[None, StartRequest]) -> tuple[list[FieldProblem], Variables]:
    """What the form's rules warn of, and what other systems answer to it; a form without such
    rules and questions is not evaluated."""
    body = call.body
    with call.desk.read() as reader:
        filling = _at_start(call, reader, body.process_key, required_id(body.version_id))
        if not filling.form.asks_others and all(
            rule.severity != "warning" for rule in filling.form.rules
        ):
            return [], NO_VARIABLES
        found = evaluate(filling.form, filling.access, body.values, filling.situation)
    warnings = [
        field_problem(problem, words=call.desk.words, language=call.language)
        for problem in found.problems
        if problem.severity == "warning"
    ]
    return warnings, answers_of(filling.situation.environment)


def _at_start(
    call: Call[Any, Any], reader: Reader, process_key: str, version_id: int | None
) -> Filling:
    return call.desk.filling.at_start(
        reader,
        call.at,
        person_id=call.person_id,
        process_key=process_key,
        version_id=version_id,
    )


def evaluation(call: Call[Any, Any], access: AccessMap, found: Found) -> Evaluation:
    """What the server found out about values that are being typed, as a document."""
    return Evaluation(
        computed=dict(found.computed),
        problems=[
            field_problem(problem, words=call.desk.words, language=call.language)
            for problem in found.problems
        ],
        access=dict(access),
        options={
            key: [_option(option, call.language) for option in options]
            for key, options in found.options.items()
        },
        hidden=list(found.hidden),
        required=list(found.required),
    )


def _option(option: Mapping[str, Any], language: Language) -> Option:
    label = option["label"]
    return Option(value=str(option["value"]), label=label.get(language) or label.get("zh-CN", ""))


HANDLERS: Final = {
    "readCatalogue": read_catalogue,
    "readStartForm": read_start_form,
    "saveStartDraft": save_start_draft,
    "deleteStartDraft": delete_start_draft,
    "evaluateForm": evaluate_form,
    "startInstance": start_instance,
}
