"""What rows of lists say of an item beside its request: chosen fields, and whether it can be
decided together with others. Read in one statement for a whole page; models are in memory.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dujiang.api.casework import Casework
from dujiang.api.fieldtexts import FieldTexts
from dujiang.api.schemas.items import BulkStanding, KeyFact, ReasonCategory
from dujiang.approvals import (
    ItemLine,
    ItemRow,
    RequestRow,
    StepRules,
    settings_of,
    start_step_of,
)
from dujiang.feel import Environment
from dujiang.forms import AccessMap, Field, Form
from dujiang.forms.access import may_enter
from dujiang.runtime import gather_variables
from dujiang.store import ReadAhead

MAX_KEY_FACTS: Final = 3


class RowFacts:
    """Key facts and bulk standing of the rows of one page."""

    def __init__(self, work: Casework, lines: Sequence[ItemLine]) -> None:
        self._work = work
        self._desk = work.desk
        self._texts = FieldTexts(work.directory, work.language, work.desk.zone)
        self._environment: Environment | None = None
        wanted = {line.request.id for line in lines}
        self._variables: Mapping[int, Mapping[str, Any]] = gather_variables(
            ReadAhead(work.reader), sorted(wanted)
        )

    def key_facts(self, request: RequestRow, item: ItemRow | None) -> list[KeyFact]:
        """The fields that the model chose for lists, as far as the reader's step shows them."""
        program = self._desk.deployments.version(request.version_id).program
        chosen = settings_of(program).keyFields.split()
        if not chosen:
            return []
        form, access, _rules = self._form_of(request, item)
        values = self._variables.get(request.id, {})
        found = []
        for key in chosen:
            field = form.find(key) if form is not None else None
            if field is None or field.is_sensitive or access.get(key, "hidden") == "hidden":
                continue
            text = self._texts.say(field, values.get(key))
            if text:
                found.append(KeyFact(label=self._texts.label(field), text=text))
        return found[:MAX_KEY_FACTS]

    def bulk(self, request: RequestRow, item: ItemRow | None) -> BulkStanding | None:
        """How the item could be decided together with others of its step; None: not now."""
        if item is None or item.state != "open" or item.hand != self._work.call.person_id:
            return None
        form, access, rules = self._form_of(request, item)
        if (
            rules is None
            or rules.kind == "start"
            or rules.signature != "none"
            or rules.second_factor
        ):
            return None
        is_approval = rules.kind == "approval"
        say = self._work.sentences.say
        return BulkStanding(
            action="approve" if is_approval else "complete",
            missing=self._missing(request, form, access),
            needs_comment=rules.comment == "required",
            may_reject=is_approval,
            reject_needs_comment=rules.comment != "optional",
            reason_categories=[
                ReasonCategory(code=code, name=say(f"api.category.{code}", {}))
                for code in rules.reason_categories
            ],
        )

    def _form_of(
        self, request: RequestRow, item: ItemRow | None
    ) -> tuple[Form | None, AccessMap, StepRules | None]:
        office = self._desk.office
        program = self._desk.deployments.version(request.version_id).program
        node = program.nodes.get(item.step) if item is not None else None
        node = node if node is not None else start_step_of(program)
        if node is None:
            return None, {}, None
        rules = office.rules(request.version_id, node)
        form = office.form_of(request.version_id, node)
        return form, office.access(form, node, rules), rules

    def _missing(self, request: RequestRow, form: Form | None, access: AccessMap) -> list[str]:
        """Labels of the required fields of this step that have no value yet."""
        values = self._variables.get(request.id, {})
        return [
            self._texts.label(field)
            for field in (form.fields if form is not None else ())
            if may_enter(field, access)
            and values.get(field.key) in (None, "", [])
            and self._is_required(field, values)
        ]

    def _is_required(self, field: Field, values: Mapping[str, Any]) -> bool:
        if not field.limits.required and field.required is None:
            return False
        if self._environment is None:
            work = self._work
            self._environment = self._desk.environment(work.reader, work.call.at)
        env = self._environment
        if any(condition.evaluate(values, env) is True for condition in field.hide):
            return False
        return field.limits.required or (
            field.required is not None and field.required.evaluate(values, env) is True
        )
