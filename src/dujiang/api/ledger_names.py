"""What the cells of ledgers are called: people, departments, files, rows of other ledgers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dujiang.api.desk import Call
from dujiang.api.rendering import local, person
from dujiang.api.schemas.ledgers import LedgerNames
from dujiang.documents import find_file
from dujiang.kernel.ids import id_from_text
from dujiang.ledgers import Column, Viewer
from dujiang.store import Reader


def names_of(
    call: Call[Any, Any],
    reader: Reader,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    viewer: Viewer,
) -> LedgerNames:
    """The names of everything that these rows hold."""
    held: dict[str, dict[str, None]] = {column.key: {} for column in columns}
    for row in rows:
        for key, found in held.items():
            value = row.get(key)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and one:
                    found[one] = None
    by_type: dict[str, dict[str, None]] = {}
    pointed: dict[str, dict[str, None]] = {}
    for column in columns:
        by_type.setdefault(column.type, {}).update(held[column.key])
        if column.type == "reference":
            pointed.setdefault(column.reference, {}).update(held[column.key])
    directory, language = call.desk.directory(), call.language
    people = {no: directory.person_by_no(no) for no in by_type.get("person", ())}
    departments = {c: directory.department_by_code(c) for c in by_type.get("department", ())}
    return LedgerNames(
        people={no: person(one, directory, language) for no, one in people.items() if one},
        departments={
            code: local(one.name, one.name_en, language) for code, one in departments.items() if one
        },
        files=_files(reader, by_type.get("attachment", ())),
        rows={
            ledger: call.desk.ledgers.titles(reader, ledger, keys, viewer)
            for ledger, keys in pointed.items()
        },
    )


def _files(reader: Reader, ids: Iterable[str]) -> dict[str, str]:
    known = ((text, id_from_text(text)) for text in ids)
    rows = ((text, find_file(reader, one)) for text, one in known if one is not None)
    return {text: row.name for text, row in rows if row}
