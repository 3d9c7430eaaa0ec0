"""Ledgers（台账）: user-defined tables with balances that hold, written in the step's transaction.

Knows no processes: a posting carries a reference to its cause. What undone steps posted goes back
by counter-postings, by cause, all by itself.
"""

from dujiang.ledgers.belated import Belated, BelatedPostings
from dujiang.ledgers.checking import ledger_check
from dujiang.ledgers.commands import (
    ChangeRow,
    DefineLedger,
    FillLedger,
    InsertRow,
    LoadRows,
    LookAtCell,
    PostStep,
    RemoveRow,
    UndoPostings,
)
from dujiang.ledgers.definitions import read_definition
from dujiang.ledgers.events import LedgerDefined, Posted, RowChanged, RowInserted, RowRemoved
from dujiang.ledgers.handlers import People, ledger_routes
from dujiang.ledgers.hands import Loaded
from dujiang.ledgers.lookups import ledger_functions
from dujiang.ledgers.model import Balance, Column, LedgerDefinition, Row
from dujiang.ledgers.naming import Naming
from dujiang.ledgers.posting import Instruction
from dujiang.ledgers.questions import Filter, Question
from dujiang.ledgers.reactors import ledger_reactors
from dujiang.ledgers.read import (
    Change,
    GroupView,
    LedgerReader,
    LedgerView,
    RowPage,
    RowView,
    instances_of,
    title_of,
)
from dujiang.ledgers.rights import EVERYTHING, Span, Standing, Viewer, viewer_of
from dujiang.ledgers.sheets import ReadSheet, read_sheet, write_sheet
from dujiang.ledgers.shelf import Definitions, Functions, Source
from dujiang.ledgers.tables import TABLES
from dujiang.ledgers.trials import Trials

__all__ = [
    "EVERYTHING",
    "TABLES",
    "Balance",
    "Belated",
    "BelatedPostings",
    "Change",
    "ChangeRow",
    "Column",
    "DefineLedger",
    "Definitions",
    "FillLedger",
    "Filter",
    "Functions",
    "GroupView",
    "InsertRow",
    "Instruction",
    "LedgerDefined",
    "LedgerDefinition",
    "LedgerReader",
    "LedgerView",
    "LoadRows",
    "Loaded",
    "LookAtCell",
    "Naming",
    "People",
    "PostStep",
    "Posted",
    "Question",
    "ReadSheet",
    "RemoveRow",
    "Row",
    "RowChanged",
    "RowInserted",
    "RowPage",
    "RowRemoved",
    "RowView",
    "Source",
    "Span",
    "Standing",
    "Trials",
    "UndoPostings",
    "Viewer",
    "instances_of",
    "ledger_check",
    "ledger_functions",
    "ledger_reactors",
    "ledger_routes",
    "read_definition",
    "read_sheet",
    "title_of",
    "viewer_of",
    "write_sheet",
]
