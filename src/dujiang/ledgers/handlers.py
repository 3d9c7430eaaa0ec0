"""Which command is served by whom, and who may ask for it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from dujiang.bpmn.extensions import Posting
from dujiang.engine.commands import SetVariables
from dujiang.engine.state import ROOT
from dujiang.feel import Environment
from dujiang.kernel.errors import InvalidInput, Problem
from dujiang.kernel.values import Variables
from dujiang.ledgers import commands as c
from dujiang.ledgers.definitions import read_definition
from dujiang.ledgers.events import LedgerDefined, RowChanged, RowInserted
from dujiang.ledgers.expressions import expression_problem, value_of
from dujiang.ledgers.journal import Journal
from dujiang.ledgers.model import LedgerDefinition
from dujiang.ledgers.posting import Instruction, Poster
from dujiang.ledgers.rows import key_of, read_values
from dujiang.ledgers.shelf import Definitions, Source, find_stored
from dujiang.ledgers.tables import LEDGER, LedgerRow
from dujiang.ledgers.writing import Cause, Writer
from dujiang.runtime import INTERNAL, Advance, AnyRoute, Handled, Outcome, Refused, Route, Work

_WRITE = "ledger.write"
_DESIGN = "ledger.design"
MAX_LOADED_ROWS = 20_000


class Functions(Protocol):
    """Functions that expressions may call, over the rows of a source; `main` puts them together."""

    def __call__(self, source: Source, now: datetime) -> Mapping[str, Callable[..., Any]]:
        """The functions, by name."""
        ...


class Ledgers:
    """Handlers of this room."""

    def __init__(self, definitions: Definitions, functions: Functions, zone: ZoneInfo) -> None:
        self._definitions = definitions
        self._functions = functions
        self._zone = zone

    # Definitions

    def define(self, command: c.DefineLedger, work: Work) -> Outcome:
        """Put a definition into force."""
        definition, problems = read_definition(command.definition)
        if definition is None:
            raise InvalidInput("ledgers.definition.not_valid", problems=problems)
        known = work.get(LEDGER, definition.key)
        found = 0 if known is None else known.version
        if command.version is not None and command.version != found:
            return Refused("ledgers.definition.stale", 409, {"version": found})
        if known is not None and self._definitions.of(known) == definition:
            return Handled(answer={"ledger": definition.key, "version": known.version})
        if known is not None:
            refused = _would_break(self._definitions.of(known), definition)
            if refused is not None:
                return refused
        row = LedgerRow(
            key=definition.key,
            version=found,
            definition=msgspec.json.encode(definition),
            changed_at=work.at,
            changed_by=work.actor.id,
        )
        if known is None:
            work.insert(LEDGER, replace(row, version=1))
            version = 1
        else:
            version = work.put(LEDGER, row).version
        work.notify(f"ledger:{definition.key}")
        fact = LedgerDefined(ledger=definition.key, version=version)
        return Handled((fact,), answer={"ledger": definition.key, "version": version})

    # Rows by hand

    def insert(self, command: c.InsertRow, work: Work) -> Outcome:
        """Add a row."""
        writer = self._writer(command.ledger, work)
        values = self._read(writer.definition, command.values, work)
        fact = writer.insert(values, Cause(kind="insert"))
        return Handled(
            (fact,),
            answer={"rowId": str(fact.row_id), "key": fact.key, "version": 0},
            recorded=_discreet(command, writer.definition),
        )

    def change(self, command: c.ChangeRow, work: Work) -> Outcome:
        """Change cells of a row."""
        writer = self._writer(command.ledger, work)
        row = writer.load(command.row_id)
        if row is None:
            return Refused("ledgers.row.not_found", 404)
        if command.version is not None and command.version != row.version:
            return Refused("ledgers.row.stale", 409, {"version": row.version})
        values = self._read(writer.definition, command.values, work)
        fact = writer.change(row, values, Cause(kind="update"))
        return Handled(
            (fact,),
            answer={"rowId": str(fact.row_id), "key": fact.key, "version": fact.version},
            recorded=_discreet(command, writer.definition),
        )

    def remove(self, command: c.RemoveRow, work: Work) -> Outcome:
        """Take a row out."""
        writer = self._writer(command.ledger, work)
        row = writer.load(command.row_id)
        if row is None:
            return Refused("ledgers.row.not_found", 404)
        if command.version is not None and command.version != row.version:
            return Refused("ledgers.row.stale", 409, {"version": row.version})
        return Handled((writer.remove(row, Cause(kind="remove")),))

    def load_rows(self, command: c.LoadRows, work: Work) -> Outcome:
        """Add or change many rows by their key; a trial is refused in the end, and says so."""
        if len(command.rows) > MAX_LOADED_ROWS:
            return Refused("ledgers.import.too_many_rows", 413, {"limit": MAX_LOADED_ROWS})
        writer = self._writer(command.ledger, work)
        facts: list[msgspec.Struct] = []
        report: list[dict[str, Any]] = []
        problems: list[Problem] = []
        for index, found in enumerate(command.rows):
            try:
                fact = self._load_one(writer, found, work)
            except InvalidInput as wrong:
                problems += _placed(wrong, index)
                continue
            facts += [] if fact is None else [fact]
            report.append({"row": index, "is": _outcome(fact)})
        counts = {name: sum(one["is"] == name for one in report) for name in _OUTCOMES}
        if command.is_trial:
            params = {**counts, "wrong": len(problems)}
            return Refused("ledgers.import.trial", 422, params, tuple(problems))
        if problems:
            return Refused(
                "ledgers.import.not_valid", 422, {"wrong": len(problems)}, tuple(problems)
            )
        recorded = None
        if writer.definition.sensitive_columns():
            rows = tuple(_masked(row, writer.definition) for row in command.rows)
            recorded = replace(command, rows=rows)
        return Handled(tuple(facts), answer=counts, recorded=recorded)

    def fill(self, command: c.FillLedger, work: Work) -> Outcome:
        """Add the rows of an expression whose keys are not there yet."""
        writer = self._writer(command.ledger, work)
        problem = expression_problem(command.rows, "/rows")
        if problem is not None:
            raise InvalidInput(problem.code, problems=(problem,), **problem.params)
        rows = value_of(command.rows, {}, self._environment(work))
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return Refused("ledgers.fill.no_rows", 422, {"ledger": command.ledger})
        if len(rows) > MAX_LOADED_ROWS:
            return Refused("ledgers.import.too_many_rows", 413, {"limit": MAX_LOADED_ROWS})
        facts: list[msgspec.Struct] = []
        for found in rows:
            values = self._read(writer.definition, found, work)
            has_key = bool(writer.definition.primary)
            if has_key and find_stored(work, writer.definition, _parts(writer, values)):
                continue
            facts.append(writer.insert(values, Cause(kind="fill")))
        counts = {"inserted": len(facts), "same": len(rows) - len(facts)}
        is_open = not writer.definition.sensitive_columns()
        recorded = None if is_open else replace(command, rows="")
        return Handled(tuple(facts), answer=counts, recorded=recorded)

    def _load_one(
        self, writer: Writer, found: Mapping[str, Any], work: Work
    ) -> RowInserted | RowChanged | None:
        values = self._read(writer.definition, found, work)
        key = key_of(writer.definition, values, 0) if writer.definition.primary else None
        stored = (
            None if key is None else find_stored(work, writer.definition, _parts(writer, values))
        )
        if stored is None:
            return writer.insert(values, Cause(kind="import"))
        row = writer.load(stored.id)
        assert row is not None, "it was found in this transaction"
        if all(row.values.get(name) == value for name, value in values.items()):
            return None
        return writer.change(row, values, Cause(kind="import"))

    # Postings

    def post_step(self, command: c.PostStep, work: Work) -> Outcome:
        """Carry out the postings of a step, with the variables as they are now."""
        instance = work.instance(command.instance_id)
        node = work.program(instance).nodes[command.element_id]
        state = work.state(instance)
        scope = dict(state.scopes[ROOT].variables)
        inner = state.scopes.get(command.element_key)
        if inner is not None:
            scope |= dict(inner.variables)
        journal = Journal(work, instance.id, command.element_id, command.element_key)
        poster = Poster(journal, self._definitions, scope, self._environment(work))
        for index, instruction in enumerate(_instructions(node)):
            if instruction.on == command.on:
                poster.post(index, instruction)
        follow_ups: tuple[msgspec.Struct, ...] = ()
        if poster.read and not state.is_ended:
            found = SetVariables(at=work.at, variables=Variables(poster.read))
            follow_ups = (Advance(instance.id, found),)
        return Handled(tuple(poster.facts), follow_ups, instance_id=instance.id)

    def undo(self, command: c.UndoPostings, work: Work) -> Outcome:
        """Counter-post what undone visits, or the whole instance, posted."""
        journal = Journal(work, command.instance_id)
        rounds = None if command.element_keys is None else frozenset(command.element_keys)
        facts = journal.undo(self._definitions, self._environment(work), rounds=rounds)
        return Handled(tuple(facts), instance_id=command.instance_id)

    def _writer(self, ledger: str, work: Work) -> Writer:
        definition = self._definitions.load(work, ledger)
        return Writer(definition, self._definitions.cells, work, self._environment(work))

    def _environment(self, work: Work) -> Environment:
        now = work.at.astimezone(self._zone)
        return Environment(now=now, functions=self._functions(work, now))

    def _read(
        self, definition: LedgerDefinition, found: Mapping[str, Any], work: Work
    ) -> dict[str, Any]:
        values, problems = read_values(definition, found, self._environment(work))
        if problems:
            raise InvalidInput(
                "ledgers.row.not_valid", ledger=definition.key, problems=tuple(problems)
            )
        return values


def ledger_routes(
    definitions: Definitions, functions: Functions, zone: ZoneInfo
) -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of this room."""
    ledgers = Ledgers(definitions, functions, zone)
    return {
        c.DefineLedger: Route(_DESIGN, ledgers.define),
        c.InsertRow: Route(_WRITE, ledgers.insert),
        c.ChangeRow: Route(_WRITE, ledgers.change),
        c.RemoveRow: Route(_WRITE, ledgers.remove),
        c.LoadRows: Route(_WRITE, ledgers.load_rows),
        c.FillLedger: Route(_WRITE, ledgers.fill),
        c.PostStep: Route(INTERNAL, ledgers.post_step),
        c.UndoPostings: Route(INTERNAL, ledgers.undo),
    }


def _discreet(
    command: c.InsertRow | c.ChangeRow, definition: LedgerDefinition
) -> msgspec.Struct | None:
    """The command as the log may keep it; None where it holds nothing sensitive."""
    if not definition.sensitive_columns():
        return None
    return replace(command, values=_masked(command.values, definition))


def _masked(values: Mapping[str, Any], definition: LedgerDefinition) -> dict[str, Any]:
    hidden = {column.key for column in definition.sensitive_columns()}
    return {name: "****" if name in hidden else value for name, value in values.items()}


_OUTCOMES = ("inserted", "changed", "same")


def _outcome(fact: RowInserted | RowChanged | None) -> str:
    match fact:
        case RowInserted():
            return "inserted"
        case RowChanged():
            return "changed"
        case None:
            return "same"


def _parts(writer: Writer, values: Mapping[str, Any]) -> list[Any]:
    return [values.get(column) for column in writer.definition.primary]


def _placed(wrong: InvalidInput, index: int) -> list[Problem]:
    """Problems of one row of many, with the row in their path."""
    if not wrong.problems:
        return [Problem(code=wrong.code, path=f"/rows/{index}", params=wrong.params)]
    return [replace(problem, path=f"/rows/{index}{problem.path}") for problem in wrong.problems]


def _would_break(before: LedgerDefinition, after: LedgerDefinition) -> Refused | None:
    """Refuse what rows that exist could not follow: another key, another type, another balance."""
    if before.primary != after.primary:
        return Refused("ledgers.definition.key_changed", 422)
    for column in before.columns:
        successor = after.find(column.key)
        if successor is not None and successor.type != column.type:
            return Refused("ledgers.definition.type_changed", 422, {"column": column.key})
        if successor is not None and successor.sensitive != column.sensitive:
            return Refused("ledgers.definition.sensitivity_changed", 422, {"column": column.key})
    columns = [
        (b.granted, b.reserved, b.used) if b else None for b in (before.balance, after.balance)
    ]
    if columns[0] != columns[1]:
        return Refused("ledgers.definition.balance_changed", 422)
    return None


def _instructions(node: Any) -> tuple[Instruction, ...]:  # noqa: ANN401 - an engine node
    found: tuple[Instruction, ...] = node.extensions.all(Posting)
    return found
