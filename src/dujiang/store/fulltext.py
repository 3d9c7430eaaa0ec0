"""Finding text in Chinese and other languages on both databases alike, two characters being enough.

A text is kept in two columns: `body`, the text made equal (`folded`), and `grams`, what the index
holds: every pair of neighbouring Han characters and every single one (都江堰: 都江 江堰 都 江 堰),
every beginning of the other words. A question becomes grams too; the index finds the rows
that have them all, and `body` confirms that they stand beside each other. No dictionary decides
what is found.

The index is FTS5 on SQLite, kept by triggers, and GIN over an array on PostgreSQL.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import Boolean, ColumnElement, and_, literal
from sqlalchemy.engine import Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from dujiang.store.table import AnyTable, Fulltext

SUFFIX: Final = "_fulltext"
"""How the names of the index's own tables, triggers and indexes end."""
MAX_BODY_CHARS: Final = 20_000
"""Longer texts are found by their beginning."""
SHORTEST_BEGINNING: Final = 2
LONGEST_BEGINNING: Final = 14
MAX_ASKED: Final = 12
"""Pieces of a question; the others are left out."""

_RUN: Final = re.compile(r"[^\W_]+", re.UNICODE)
_HAN: Final = (
    r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0002fa1f\U00030000-\U000323af"
)
_PART: Final = re.compile(f"[{_HAN}]+|[^{_HAN}]+")
_IS_HAN: Final = re.compile(f"[{_HAN}]")


def folded(text: str) -> str:
    """The text as it is compared: one width, one case, no signs, one space between pieces."""
    plain = unicodedata.normalize("NFKC", text[:MAX_BODY_CHARS]).casefold()
    return " ".join(run.group() for run in _RUN.finditer(plain))


def grams_of(body: str) -> str:
    """What the index holds of a folded text, with a space between."""
    return " ".join(dict.fromkeys(_grams(body)))


def _grams(body: str) -> Iterator[str]:
    for part in _parts(body):
        if _IS_HAN.match(part):
            yield from (first + second for first, second in pairwise(part))
            yield from part
        else:
            longest = min(len(part), LONGEST_BEGINNING)
            shortest = min(longest, SHORTEST_BEGINNING)
            yield from (part[:length] for length in range(shortest, longest + 1))


def _parts(body: str) -> Iterator[str]:
    for run in body.split():
        yield from _PART.findall(run)


def _asked(body: str) -> list[str]:
    found: list[str] = []
    for part in _parts(body):
        if not _IS_HAN.match(part):
            found.append(part[:LONGEST_BEGINNING])
        elif len(part) == 1:
            found.append(part)
        else:
            found.extend(first + second for first, second in pairwise(part))
    return list(dict.fromkeys(found))


class _HasGrams(GenericFunction[Any]):
    """Whether the index has all grams for a row; compiled in each database's words."""

    name = "dujiang_has_grams"
    type = Boolean()
    inherit_cache = True


@compiles(_HasGrams, "sqlite")
def _has_grams_sqlite(element: _HasGrams, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's hook
    column, row_id, quoted, _ = element.clauses
    name = f"{column.table.name}{SUFFIX}"
    asked = compiler.process(quoted, **options)
    held = f'SELECT rowid FROM "{name}" WHERE "{name}" MATCH {asked}'  # noqa: S608 - declared names
    return f"{compiler.process(row_id, **options)} IN ({held})"


@compiles(_HasGrams, "postgresql")
def _has_grams_postgresql(element: _HasGrams, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's hook
    column, _, _, spaced = element.clauses
    kept = compiler.process(column, **options)
    return (
        f"string_to_array({kept}, ' ') @> "
        f"string_to_array({compiler.process(spaced, **options)}, ' ')"
    )


def text_matches(table: AnyTable, text: str) -> ColumnElement[bool] | None:
    """Whether a row of a table with full text has every piece of `text`; None for no piece.

    Han characters are found wherever they stand beside each other, other words from their
    beginning.
    """
    declared = table.fulltext
    assert declared is not None, f"table {table.name} declares no full text"
    body = folded(text)
    pieces = body.split()[:MAX_ASKED]
    asked = _asked(" ".join(pieces))
    if not asked:
        return None
    quoted = " ".join(f'"{gram}"' for gram in asked)
    row_id, grams = table.c[declared.row_id], table.c[declared.grams]
    indexed: ColumnElement[bool] = _HasGrams(
        grams, row_id, literal(quoted), literal(" ".join(asked))
    )
    confirmed = [table.c[declared.body].contains(piece) for piece in pieces if len(piece) > 1]
    return and_(indexed, *confirmed)


def text_stands(table: AnyTable, text: str) -> ColumnElement[bool] | None:
    """The same as `text_matches`, asked of each row without the index.

    For rows that something else has found: a word that stands in nearly every row is sooner found
    among a few of them than by an index that brings them all.
    """
    declared = table.fulltext
    assert declared is not None, f"table {table.name} declares no full text"
    body, grams = table.c[declared.body], table.c[declared.grams]
    found: list[ColumnElement[bool]] = []
    for piece in folded(text).split()[:MAX_ASKED]:
        if len(piece) > 1:
            found.append(body.contains(piece))
        if len(piece) == 1 or not all(map(_IS_HAN.match, piece)):
            spaced = literal(" ").concat(grams).concat(" ")
            found += [spaced.contains(f" {gram} ") for gram in _asked(piece)]
    return and_(*found) if found else None


def create_fulltext(connection: Connection, tables: Sequence[AnyTable]) -> None:
    """Create the indexes that the tables declare and that are not there yet."""
    make = _create_sqlite if connection.dialect.name == "sqlite" else _create_postgresql
    for table in tables:
        if table.fulltext is not None:
            for statement in make(table, table.fulltext):
                connection.exec_driver_sql(statement)


def _create_postgresql(table: AnyTable, declared: Fulltext) -> Iterator[str]:
    yield (
        f'CREATE INDEX IF NOT EXISTS "{table.name}{SUFFIX}" ON "{table.name}" '
        f"USING gin (string_to_array(\"{declared.grams}\", ' '))"
    )


def _create_sqlite(table: AnyTable, declared: Fulltext) -> Iterator[str]:
    """FTS5 without a copy of the text; a row leaves it by telling its old text again."""
    name, row_id, grams = f"{table.name}{SUFFIX}", declared.row_id, declared.grams
    yield (
        f'CREATE VIRTUAL TABLE IF NOT EXISTS "{name}" USING fts5("{grams}", content=\'\', '
        "detail=none, tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")"
    )
    add = f'INSERT INTO "{name}"(rowid, "{grams}") VALUES (new."{row_id}", new."{grams}");'  # noqa: S608 - declared names
    drop = (
        f'INSERT INTO "{name}"("{name}", rowid, "{grams}") '  # noqa: S608 - declared names
        f'VALUES (\'delete\', old."{row_id}", old."{grams}");'
    )
    for when, acts in (("insert", add), ("delete", drop), ("update", drop + add)):
        yield (
            f'CREATE TRIGGER IF NOT EXISTS "{name}_{when}" AFTER {when.upper()} '
            f'ON "{table.name}" BEGIN {acts} END'
        )
