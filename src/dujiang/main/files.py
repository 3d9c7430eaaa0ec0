"""Which instances refer to which files: values that are set say so, in the same transaction."""

from collections.abc import Iterable

import msgspec

from dujiang.approvals import Office
from dujiang.documents import UseFiles
from dujiang.engine import Program
from dujiang.engine import events as engine
from dujiang.engine.state import ROOT
from dujiang.forms import Field, file_ids
from dujiang.kernel.ids import id_from_text
from dujiang.runtime import FactContext, Reactors, Work


class FilesOfForms:
    """Reactors that keep track of attachments; `main` merges them with those of the rooms."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._fields: dict[int, tuple[Field, ...]] = {}

    def reactors(self) -> Reactors:
        """Values that were set may name files."""
        return {engine.VariablesSet: (self.used,)}

    def used(
        self, fact: engine.VariablesSet, context: FactContext, work: Work
    ) -> Iterable[msgspec.Struct]:
        """Look through the fields that hold files in any form of the process."""
        instance = context.instance
        if instance is None or fact.scope_key != ROOT:
            return ()
        fields = self._file_fields(instance.version_id, context.program)
        sealed = self._office.sealed
        marked = sealed.fields_of(instance.version_id)
        values = sealed.open(work, marked, fact.variables) if marked else fact.variables
        identifiers = (id_from_text(text) for text in file_ids(fields, values))
        found = tuple(dict.fromkeys(one for one in identifiers if one is not None))
        return (UseFiles(instance_id=instance.id, file_ids=found),) if found else ()

    def _file_fields(self, version_id: int, program: Program) -> tuple[Field, ...]:
        known = self._fields.get(version_id)
        if known is None:
            nodes = [node for node in program.nodes.values() if node.kind == "userTask"]
            forms = (self._office.form_of(version_id, node) for node in nodes)
            by_key = {field.key: field for form in forms for field in form.fields}
            known = tuple(field for field in by_key.values() if _may_hold_files(field))
            self._fields[version_id] = known
        return known


def _may_hold_files(field: Field) -> bool:
    return field.type in ("filepicker", "picture") or any(map(_may_hold_files, field.columns))
