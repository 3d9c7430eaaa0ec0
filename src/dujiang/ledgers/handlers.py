"""Which command is served by whom, and who may ask for it."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from dujiang.audit import AUDIT, AuditRow
from dujiang.bpmn.extensions import Posting
from dujiang.engine.commands import SetVariables
from dujiang.feel import Environment
from dujiang.identity import Directory, access_of
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import Variables
from dujiang.ledgers import commands as c
from dujiang.ledgers.definitions import read_definition
from dujiang.ledgers.events import LedgerDefined
from dujiang.ledgers.expressions import expression_problem, value_of
from dujiang.ledgers.hands import Hand, load_all
from dujiang.ledgers.journal import Journal
from dujiang.ledgers.model import LedgerDefinition
from dujiang.ledgers.naming import Naming
from dujiang.ledgers.posting import Instruction, Poster
from dujiang.ledgers.rights import EVERYBODY, Standing, Viewer, may_reveal, viewer_of, writable
from dujiang.ledgers.shelf import Definitions, Functions
from dujiang.ledgers.tables import LEDGER, LedgerRow
from dujiang.ledgers.writing import Writer
from dujiang.runtime import (
    INTERNAL,
    SIGNED_IN,
    Actor,
    Advance,
    AnyRoute,
    Handled,
    Outcome,
    Refused,
    Route,
    Work,
)

_DESIGN = "ledger.design"
MAX_LOADED_ROWS = 20_000


class People(msgspec.Struct, frozen=True):
    """The organisation as ledgers ask it; `main` plugs it in."""

    directory: Callable[[], Directory]
    known: Standing | None = None
    """Who somebody is to ledgers, where that is kept; else the organisation is asked each time."""

    def standing(self, actor: Actor) -> Viewer:
        """Who somebody is to ledgers."""
        if self.known is not None:
            return self.known(actor)
        directory = self.directory()
        return viewer_of(directory, access_of(directory, actor.id), actor)


class Ledgers:
    """Handlers of this room."""

    def __init__(
        self, definitions: Definitions, functions: Functions, zone: ZoneInfo, people: People
    ) -> None:
        self._definitions = definitions
        self._functions = functions
        self._zone = zone
        self._standing = people.standing
        self._naming = Naming(people.directory, definitions)

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
        hand = self._hand(command.ledger, work)
        fact = hand.insert(command.values, "insert")
        return Handled(
            (fact,),
            answer={"rowId": str(fact.row_id), "key": fact.key, "version": 0},
            recorded=_discreet(command, hand.definition),
        )

    def change(self, command: c.ChangeRow, work: Work) -> Outcome:
        """Change cells of a row."""
        hand = self._hand(command.ledger, work)
        row = hand.load(command.row_id)
        if row is None:
            return Refused("ledgers.row.not_found", 404)
        if command.version is not None and command.version != row.version:
            return Refused("ledgers.row.stale", 409, {"version": row.version})
        fact = hand.change(row, hand.read(command.values), "update")
        return Handled(
            (fact,),
            answer={"rowId": str(fact.row_id), "key": fact.key, "version": fact.version},
            recorded=_discreet(command, hand.definition),
        )

    def remove(self, command: c.RemoveRow, work: Work) -> Outcome:
        """Take a row out."""
        hand = self._hand(command.ledger, work)
        row = hand.load(command.row_id)
        if row is None:
            return Refused("ledgers.row.not_found", 404)
        if command.version is not None and command.version != row.version:
            return Refused("ledgers.row.stale", 409, {"version": row.version})
        return Handled((hand.remove(row),))

    def look(self, command: c.LookAtCell, work: Work) -> Outcome:
        """Note that somebody looks at a sensitive value; the value itself is no part of it."""
        hand = self._hand(command.ledger, work)
        column, row = hand.definition.find(command.column), hand.load(command.row_id)
        if row is None or column is None or not hand.sees(row):
            return Refused("ledgers.row.not_found", 404)
        if not may_reveal(column, hand.viewer):
            return Refused("ledgers.column.not_yours", 403, {"column": column.key})
        identifier = work.new_id()
        line = AuditRow(
            shard=shard_of(identifier),
            id=identifier,
            at=work.at,
            actor_id=work.actor.id,
            actor_kind=work.actor.kind,
            address=work.actor.address,
            action=f"{command.ledger}.{column.key}",
            verdict="seen",
            code="",
            subject_id=row.id,
        )
        work.insert(AUDIT, line)
        return Handled()

    def load_rows(self, command: c.LoadRows, work: Work) -> Outcome:
        """Add or change many rows by their key; a trial is refused in the end, and says so."""
        if len(command.rows) > MAX_LOADED_ROWS:
            return Refused("ledgers.import.too_many_rows", 413, {"limit": MAX_LOADED_ROWS})
        hand = self._hand(command.ledger, work)
        facts, report = load_all(hand, command.rows)
        if command.is_trial:
            params = {**report.counts(), "wrong": len(report.problems)}
            return Refused("ledgers.import.trial", 422, params, report.problems)
        if report.problems:
            return Refused(
                "ledgers.import.not_valid", 422, {"wrong": len(report.problems)}, report.problems
            )
        recorded = None
        if hand.definition.sensitive_columns():
            rows = tuple(_masked(row, hand.definition) for row in command.rows)
            recorded = replace(command, rows=rows)
        return Handled(facts, answer=report.counts(), recorded=recorded)

    def fill(self, command: c.FillLedger, work: Work) -> Outcome:
        """Add the rows of an expression whose keys are not there yet."""
        hand = self._hand(command.ledger, work)
        if not writable(hand.definition, hand.viewer).everything:
            return Refused("ledgers.ledger.not_yours", 403, {"ledger": command.ledger})
        problem = expression_problem(command.rows, "/rows")
        if problem is not None:
            raise InvalidInput(problem.code, problems=(problem,), **problem.params)
        rows = value_of(command.rows, {}, self._environment(work))
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return Refused("ledgers.fill.no_rows", 422, {"ledger": command.ledger})
        if len(rows) > MAX_LOADED_ROWS:
            return Refused("ledgers.import.too_many_rows", 413, {"limit": MAX_LOADED_ROWS})
        facts = [hand.insert(found, "fill") for found in rows if hand.find(found) is None]
        counts = {"inserted": len(facts), "same": len(rows) - len(facts)}
        is_open = not hand.definition.sensitive_columns()
        recorded = None if is_open else replace(command, rows="")
        return Handled(tuple(facts), answer=counts, recorded=recorded)

    # Steps of processes

    def post_step(self, command: c.PostStep, work: Work) -> Outcome:
        """Carry out the postings of a step, with the variables as they are now."""
        instance = work.instance(command.instance_id)
        node = work.program(instance).nodes[command.element_id]
        state = work.state(instance)
        scope = work.variables_at(instance, command.element_key)
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

    def _hand(self, ledger: str, work: Work) -> Hand:
        definition = self._definitions.load(work, ledger)
        viewer = EVERYBODY if work.actor.kind == "system" else self._standing(work.actor)
        environment = self._environment(work)
        writer = Writer(definition, self._definitions.cells, work, environment)
        return Hand(writer, work, environment, viewer, naming=self._naming)

    def _environment(self, work: Work) -> Environment:
        now = work.at.astimezone(self._zone)
        return Environment(now=now, functions=self._functions(work, now))


def ledger_routes(
    definitions: Definitions, functions: Functions, zone: ZoneInfo, people: People
) -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of this room. Who may write which rows the ledger says (`rights`)."""
    ledgers = Ledgers(definitions, functions, zone, people)
    return {
        c.DefineLedger: Route(_DESIGN, ledgers.define),
        c.InsertRow: Route(SIGNED_IN, ledgers.insert),
        c.ChangeRow: Route(SIGNED_IN, ledgers.change),
        c.RemoveRow: Route(SIGNED_IN, ledgers.remove),
        c.LookAtCell: Route(SIGNED_IN, ledgers.look),
        c.LoadRows: Route(SIGNED_IN, ledgers.load_rows),
        c.FillLedger: Route(SIGNED_IN, ledgers.fill),
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
