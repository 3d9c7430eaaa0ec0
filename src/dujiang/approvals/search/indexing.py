"""Index rows follow the values of a request, in the same transaction."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from dujiang.approvals.cases.office import Office
from dujiang.approvals.cases.step_case import visible_variables
from dujiang.approvals.events import ItemDecided
from dujiang.approvals.search.commands import IndexRequest
from dujiang.approvals.search.tables import SEARCH, SearchRow
from dujiang.approvals.search.texts import searchable_fields, texts_of
from dujiang.approvals.tables import HISTORY, REQUEST, RequestRow
from dujiang.engine import Program
from dujiang.engine import events as engine
from dujiang.engine.state import ROOT
from dujiang.forms import Field, Form
from dujiang.identity import Directory
from dujiang.kernel.encoding import encode_value
from dujiang.kernel.ids import id_from_text, shard_of
from dujiang.kernel.values import Variables
from dujiang.runtime import FactContext, Handled, Known, Needs, Outcome, Reactors, Work
from dujiang.store import folded, grams_of

MAX_VERSIONS_KEPT: Final = 1_000


class Indexing:
    """Handler and reactors; keeps which fields of a version are searchable."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._fields: dict[int, tuple[frozenset[str], tuple[Field, ...]]] = {}

    def reactors(self) -> Reactors:
        """What makes a row old."""
        return {
            engine.InstanceStarted: (self.started,),
            engine.VariablesSet: (self.changed,),
            ItemDecided: (self.said,),
        }

    def started(
        self, fact: engine.InstanceStarted, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """There is a new request, or will be one in a moment."""
        return () if context.instance is None else (IndexRequest(context.instance.id),)

    def changed(
        self, fact: engine.VariablesSet, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """Values of the form changed, and the title with them."""
        instance = context.instance
        if instance is None or fact.scope_key != ROOT:
            return ()
        asked, _ = self._fields_of(instance.version_id, context.program)
        return () if asked.isdisjoint(fact.variables) else (IndexRequest(instance.id),)

    def said(self, fact: ItemDecided, context: FactContext, work: Work) -> Iterable[msgspec.Struct]:
        """Somebody has acted, perhaps with an opinion."""
        opinions = _opinions(work, fact.instance_id)
        return (IndexRequest(fact.instance_id),) if opinions else ()

    def index(self, command: IndexRequest, work: Work) -> Outcome:
        """Write the row, if it is not the same already. What has no people in it has none."""
        instance = work.instance(command.instance_id)
        request = work.get(REQUEST, instance.shard, instance.id)
        if request is None:
            return Handled(instance_id=instance.id)
        program = work.program(instance)
        _, fields = self._fields_of(instance.version_id, program)
        variables = visible_variables(work.state(instance), ROOT)
        texts = [*self._texts(request, program, fields, variables), *_opinions(work, request.id)]
        body = folded(" ".join(texts))
        row = SearchRow(
            shard=instance.shard,
            id=instance.id,
            body=body,
            grams=grams_of(body),
            fields=encode_value(Variables({f.key: variables.get(f.key) for f in fields})),
        )
        known = work.get(SEARCH, instance.shard, instance.id)
        if known is None:
            work.insert(SEARCH, row)
        elif known != row:
            work.put(SEARCH, row)
        return Handled(instance_id=instance.id)

    def searchable(self, version_id: int, program: Program) -> tuple[Field, ...]:
        """The fields by which requests of a version are found."""
        return self._fields_of(version_id, program)[1]

    def _fields_of(
        self, version_id: int, program: Program
    ) -> tuple[frozenset[str], tuple[Field, ...]]:
        """Keys of all fields, and those that are searchable."""
        known = self._fields.get(version_id)
        if known is None:
            views = list(self._views(version_id, program))
            keys = frozenset(field.key for form, _ in views for field in form.fields)
            known = (keys, searchable_fields(views))
            if len(self._fields) >= MAX_VERSIONS_KEPT:
                self._fields.clear()
            self._fields[version_id] = known
        return known

    def _views(self, version_id: int, program: Program) -> Iterator[tuple[Form, Any]]:
        office = self._office
        for node in program.nodes.values():
            if node.kind == "userTask":
                form = office.form_of(version_id, node)
                yield form, office.access(form, node, office.rules(version_id, node))

    def _texts(
        self,
        request: RequestRow,
        program: Program,
        fields: Iterable[Field],
        variables: dict[str, Any],
    ) -> Iterator[str]:
        directory = self._office.directory()
        yield request.number
        yield request.title
        yield program.name or request.process_key
        yield request.category
        person = directory.person(request.initiator_id)
        if person is not None:
            yield from (person.name, person.name_en)
        department = directory.department(request.department_id)
        if department is not None:
            yield from (department.name, department.name_en)
        for field in fields:
            yield from texts_of(field, variables.get(field.key), _Names(directory))


def _opinions(work: Work, instance_id: int) -> list[str]:
    """What people said with their decisions: whoever sees the request reads it too."""
    rows = work.find(HISTORY, "by_instance", shard_of(instance_id), instance_id)
    return [row.comment for row in rows if row.comment]


class _Names:
    """Names for ids that fields hold."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def __call__(self, kind: str, text: str) -> str:
        identifier = id_from_text(text)
        if kind == "department":
            department = self._directory.department(identifier)
            return department.name if department else ""
        person = self._directory.person(identifier)
        return person.name if person else ""


def needs_of_index(command: IndexRequest, known: Known) -> tuple[Needs, ...]:
    """The instance, held."""
    return (Needs(instances=(command.instance_id,)),)
