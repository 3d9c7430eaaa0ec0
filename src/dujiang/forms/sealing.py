"""Sensitive fields of forms: sealed before the engine sees them, opened for whoever may.

From then on variables, facts, jobs, histories and drafts hold the sealed value alone. Its subject
is the initiator, the person that a field names, or the request itself: whoever is erased is erased
in every request, the log and the backups included. What came sealed out of a ledger stays as it is.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import msgspec

from dujiang.engine import ROOT
from dujiang.forms.model import REQUEST, Field
from dujiang.forms.typed import plain_json
from dujiang.forms.versions import FormsOfVersions
from dujiang.identity import Directory
from dujiang.kernel.encoding import decode_value, encode_value
from dujiang.kernel.ids import id_from_text, id_text
from dujiang.kernel.sealed import CannotOpen, Sealed
from dujiang.kernel.values import NO_VARIABLES, Variables, as_value
from dujiang.runtime import Beginning, InstanceRow, Work
from dujiang.vault import Keys, KeysOfQuestion, KeysToMake, Vault

COVERED: Final = "****"
"""What stands for a sensitive value where it is not to be read."""
JsonValues: TypeAlias = dict[str, Any]
_BOX: Final = "@sealed"
_NOTHING: Final[tuple[Any, ...]] = (None, "", [])


@dataclass(frozen=True, slots=True)
class About:
    """What values belong to: the request, whoever began it, and what is known of it besides."""

    instance_id: int
    initiator_id: int
    known: Mapping[str, Any]


class SealedFields:
    """Seals and opens the sensitive fields of all deployed forms."""

    def __init__(
        self, vault: Vault, versions: FormsOfVersions, directory: Callable[[], Directory]
    ) -> None:
        self._vault = vault
        self._versions = versions
        self._directory = directory

    def fields_of(self, version_id: int) -> Mapping[str, Field]:
        """What is to be sealed of a version, by key: mostly nothing."""
        return self._versions.sensitive_fields(version_id)

    # --- sealing

    def sealed(
        self, work: Work, instance: InstanceRow | Beginning, variables: Variables
    ) -> Variables:
        """Variables on their way to the engine; the same object where nothing is sensitive."""
        fields = self.fields_of(instance.version_id)
        if not fields or fields.keys().isdisjoint(variables):
            return variables
        known = NO_VARIABLES
        if isinstance(instance, InstanceRow):
            root = work.state(instance).scopes.get(ROOT)
            known = root.variables if root is not None else known
        about = About(instance.id, instance.initiator_id, known)
        return Variables(self.seal(work, fields, about, variables))

    def seal(
        self, keys: KeysToMake, fields: Mapping[str, Field], about: About, values: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Values as they are kept. Raises `CannotOpen` when their subject has been erased."""
        wanted = fields.keys() & values.keys()
        if not wanted:
            return values
        scope = {**about.known, **values}
        found = dict(values)
        for key in wanted:
            found[key] = self._sealed(keys, fields[key], values[key], about, scope)
        return found

    def _sealed(
        self,
        keys: KeysToMake,
        field: Field,
        value: Any,  # noqa: ANN401 - a Value
        about: About,
        scope: Mapping[str, Any],
    ) -> Any:  # noqa: ANN401 - a Value
        if isinstance(value, Sealed) or value in _NOTHING:
            return value
        if not field.is_table or field.is_sensitive or not _is_table(value):
            return self._carried(keys, field, value, self._subject(field, about, scope))
        return [self._row(keys, field, row, about, {**scope, **row}) for row in value]

    def _row(
        self,
        keys: KeysToMake,
        table: Field,
        row: Mapping[str, Any],
        about: About,
        scope: Mapping[str, Any],
    ) -> dict[str, Any]:
        sealed = dict(row)
        for column in table.columns:
            value = row.get(column.key)
            if column.is_sensitive and value not in _NOTHING and not isinstance(value, Sealed):
                subject = self._subject(column, about, scope)
                sealed[column.key] = self._carried(keys, column, value, subject)
        return sealed

    def _carried(
        self,
        keys: KeysToMake,
        field: Field,
        value: Any,  # noqa: ANN401 - a Value
        subject: str,
    ) -> Sealed:
        return self._vault.carry(keys, subject, f"form.{field.key}", as_value(value))

    def _subject(self, field: Field, about: About, scope: Mapping[str, Any]) -> str:
        if field.subject != REQUEST or not about.instance_id:
            named = scope.get(field.subject) if field.subject else None
            number = self._number_of(id_from_text(named) if isinstance(named, str) else None)
            number = number or self._number_of(about.initiator_id)
            if number:
                return f"person:{number}"
        return f"{REQUEST}:{id_text(about.instance_id)}"

    def _number_of(self, person_id: int | None) -> str:
        person = self._directory().person(person_id) if person_id else None
        return person.no if person is not None else ""

    def typed(self, keys: KeysToMake, version_id: int, person_id: int, values: JsonValues) -> bytes:
        """What a person has typed so far, as it is kept until they hand it in."""
        sealed = self.seal(keys, self.fields_of(version_id), About(0, person_id, {}), values)
        return _json.encode({name: _boxed(value) for name, value in sealed.items()})

    # --- opening

    def read_typed(self, keys: Keys, version_id: int, kept: bytes) -> Mapping[str, Any]:
        """What `typed` was given. What was erased meanwhile is gone."""
        found: JsonValues = msgspec.json.decode(kept)
        fields = self.fields_of(version_id)
        if not fields:
            return found
        marked = found.keys() & fields.keys()
        sealed = {name: _unboxed(fields[name], found[name]) for name in marked}
        opened = self.open(keys, fields, sealed)
        return found | {name: _without_seals(value) for name, value in opened.items()}

    def open(
        self, keys: Keys, fields: Mapping[str, Field], values: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Values in clear, as far as they can be: what was erased stays sealed."""
        wanted = [key for key in fields if isinstance(values.get(key), Sealed | list)]
        if not wanted:
            return values
        question = KeysOfQuestion(keys)
        opened = dict(values)
        for key in wanted:
            opened[key] = self._opened(question, fields[key], values[key])
        return opened

    def _opened(self, keys: Keys, field: Field, value: Any) -> Any:  # noqa: ANN401 - a Value
        if isinstance(value, Sealed):
            return self._uncovered(keys, value)
        if not field.is_table:
            return value
        columns = [column.key for column in field.columns if column.is_sensitive]
        return [self._opened_row(keys, columns, row) for row in value]

    def _opened_row(self, keys: Keys, columns: list[str], row: Any) -> Any:  # noqa: ANN401 - a Value
        opened = dict(row)
        for column in columns:
            cell = opened.get(column)
            if isinstance(cell, Sealed):
                opened[column] = self._uncovered(keys, cell)
        return opened

    def _uncovered(self, keys: Keys, sealed: Sealed) -> Any:  # noqa: ANN401 - a Value
        if not sealed.place:
            return sealed
        try:
            return self._vault.open_carried(keys, sealed)
        except CannotOpen:
            return sealed


def _boxed(value: Any) -> Any:  # noqa: ANN401 - a Value
    """Boxes that JSON can carry, in place of seals in a field or in a cell of its rows."""
    match value:
        case Sealed():
            return {_BOX: b64encode(encode_value(value)).decode()}
        case list() if _is_table(value):
            return [{name: _boxed(cell) for name, cell in row.items()} for row in value]
        case _:
            return value


def _unboxed(field: Field, value: Any) -> Any:  # noqa: ANN401 - JSON
    """Seals in place of their boxes; what stands beside them is not ours to open."""
    if not field.is_table or field.is_sensitive or not _is_table(value):
        return _seal_in(value)
    marked = {column.key for column in field.columns if column.is_sensitive}
    return [
        {name: _seal_in(cell) if name in marked else cell for name, cell in row.items()}
        for row in value
    ]


def _seal_in(value: Any) -> Any:  # noqa: ANN401 - JSON
    is_box = isinstance(value, dict) and value.keys() == {_BOX}
    return decode_value(b64decode(value[_BOX])) if is_box else value


def _without_seals(value: Any) -> Any:  # noqa: ANN401 - a Value
    match value:
        case Sealed():
            return None
        case list() if _is_table(value):
            return [{name: _without_seals(cell) for name, cell in row.items()} for row in value]
        case _:
            return plain_json(value)


_json: Final = msgspec.json.Encoder(decimal_format="number")


def covered(fields: Mapping[str, Field], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What people typed, for the log: that something sensitive was entered, and no more."""
    wanted = fields.keys() & values.keys()
    if not wanted:
        return values
    return {
        name: _covered(fields[name], value) if name in wanted else value
        for name, value in values.items()
    }


def _covered(field: Field, value: Any) -> Any:  # noqa: ANN401 - JSON
    if value in _NOTHING:
        return value
    if field.is_sensitive or not _is_table(value):
        return COVERED
    hidden = {column.key for column in field.columns if column.is_sensitive}
    return [
        {
            name: COVERED if name in hidden and cell not in _NOTHING else cell
            for name, cell in row.items()
        }
        for row in value
    ]


def _is_table(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)
