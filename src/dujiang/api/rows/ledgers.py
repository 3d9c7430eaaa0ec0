"""Rows about ledgers. Who may see and write what each ledger says itself, row by row."""

from typing import Final

from dujiang.api.endpoints import FILE_BODY_BYTES, MODEL_BODY_BYTES, Endpoint
from dujiang.api.schemas import ledgers
from dujiang.api.schemas.common import Nothing
from dujiang.runtime.requests import SIGNED_IN

_DESIGN: Final = "ledger.design"

ROWS: Final = (
    Endpoint(
        operation="listLedgers", method="GET", path="/ledgers",
        permission=SIGNED_IN, tag="ledgers",
        says="The ledgers that I may see, those with rows about me alone too.",
        answers=ledgers.LedgerList,
    ),
    Endpoint(
        operation="createLedger", method="POST", path="/ledgers",
        permission=_DESIGN, tag="ledgers",
        says="A new ledger with its columns.",
        takes=ledgers.DesignToSave, answers=ledgers.DesignSaved, status=201,
        max_body_bytes=MODEL_BODY_BYTES,
    ),
    Endpoint(
        operation="readLedger", method="GET", path="/ledgers/{ledger_key}",
        permission=SIGNED_IN, tag="ledgers",
        says="One ledger: its columns, and what I may do in it.",
        answers=ledgers.Ledger,
    ),
    Endpoint(
        operation="readLedgerDesign", method="GET", path="/ledgers/{ledger_key}/definition",
        permission=_DESIGN, tag="ledgers",
        says="The definition of a ledger, for changing it.",
        answers=ledgers.LedgerDesign, has_etag=True,
    ),
    Endpoint(
        operation="saveLedgerDesign", method="PUT", path="/ledgers/{ledger_key}/definition",
        permission=_DESIGN, tag="ledgers",
        says="Put a changed definition into force.",
        takes=ledgers.DesignToSave, answers=ledgers.DesignSaved, needs_match=True,
        max_body_bytes=MODEL_BODY_BYTES,
    ),
    Endpoint(
        operation="listLedgerRows", method="GET", path="/ledgers/{ledger_key}/rows",
        permission=SIGNED_IN, tag="ledgers",
        says="Rows of a ledger.",
        query=ledgers.LedgerRowsQuery, answers=ledgers.LedgerRowList,
    ),
    Endpoint(
        operation="readLedgerTotals", method="GET", path="/ledgers/{ledger_key}/totals",
        permission=SIGNED_IN, tag="ledgers",
        says="How many rows there are, and the sums of their numbers.",
        query=ledgers.LedgerFilter, answers=ledgers.LedgerTotals,
    ),
    Endpoint(
        operation="listLedgerGroups", method="GET", path="/ledgers/{ledger_key}/groups",
        permission=SIGNED_IN, tag="ledgers",
        says="Values of a column with the number of their rows and the sums of their numbers.",
        query=ledgers.LedgerGroupsQuery, answers=ledgers.LedgerGroups,
    ),
    Endpoint(
        operation="listLedgerOptions", method="GET", path="/ledgers/{ledger_key}/options",
        permission=SIGNED_IN, tag="ledgers",
        says="Rows that a reference can point at, by text.",
        query=ledgers.LedgerChoicesQuery, answers=ledgers.LedgerOptions,
    ),
    Endpoint(
        operation="insertLedgerRow", method="POST", path="/ledgers/{ledger_key}/rows",
        permission=SIGNED_IN, tag="ledgers",
        says="Add a row.",
        takes=ledgers.RowToWrite, answers=ledgers.LedgerRecord, status=201,
    ),
    Endpoint(
        operation="readLedgerRow", method="GET", path="/ledgers/{ledger_key}/rows/{row_id}",
        permission=SIGNED_IN, tag="ledgers",
        says="One row.",
        answers=ledgers.LedgerRecord, has_etag=True,
    ),
    Endpoint(
        operation="changeLedgerRow", method="PUT", path="/ledgers/{ledger_key}/rows/{row_id}",
        permission=SIGNED_IN, tag="ledgers",
        says="Give cells of a row other values; those that are not named stay.",
        takes=ledgers.RowToWrite, answers=ledgers.LedgerRecord, needs_match=True,
    ),
    Endpoint(
        operation="removeLedgerRow", method="DELETE", path="/ledgers/{ledger_key}/rows/{row_id}",
        permission=SIGNED_IN, tag="ledgers",
        says="Take a row out; its history stays.",
        answers=Nothing, needs_match=True,
    ),
    Endpoint(
        operation="revealLedgerCell", method="POST",
        path="/ledgers/{ledger_key}/rows/{row_id}/reveal",
        permission=SIGNED_IN, tag="ledgers",
        says="A sensitive value in clear, for roles that its column names; recorded as seen.",
        takes=ledgers.CellToReveal, answers=ledgers.RevealedCell,
    ),
    Endpoint(
        operation="readLedgerHistory", method="GET",
        path="/ledgers/{ledger_key}/rows/{row_id}/history",
        permission=SIGNED_IN, tag="ledgers",
        says="The changes of a row and what caused them.",
        answers=ledgers.LedgerHistory,
    ),
    Endpoint(
        operation="listLedgerInstances", method="GET",
        path="/ledgers/{ledger_key}/rows/{row_id}/instances",
        permission=SIGNED_IN, tag="ledgers",
        says="The requests that posted to a row.",
        answers=ledgers.LedgerInstances,
    ),
    Endpoint(
        operation="downloadLedgerFile", method="GET",
        path="/ledgers/{ledger_key}/rows/{row_id}/files/{file_id}",
        permission=SIGNED_IN, tag="ledgers",
        says="The content of an attachment that I see in a row.",
        produces="binary",
    ),
    Endpoint(
        operation="planLedgerImport", method="POST", path="/ledgers/{ledger_key}/import/plan",
        permission=SIGNED_IN, tag="ledgers",
        says="What the import of a spreadsheet would do, row by row; changes nothing.",
        answers=ledgers.SheetReport, consumes="multipart", max_body_bytes=FILE_BODY_BYTES,
    ),
    Endpoint(
        operation="importLedger", method="POST", path="/ledgers/{ledger_key}/import",
        permission=SIGNED_IN, tag="ledgers",
        says="Add and change rows by a spreadsheet, in portions: each wholly or not at all.",
        answers=ledgers.SheetImported, consumes="multipart", max_body_bytes=FILE_BODY_BYTES,
    ),
    Endpoint(
        operation="writeLedgerSheet", method="GET", path="/ledgers/{ledger_key}/sheet",
        permission=SIGNED_IN, tag="ledgers",
        says="Rows as a spreadsheet, sensitive cells masked; few enough to wait for.",
        query=ledgers.LedgerSheetQuery, produces="binary",
    ),
    Endpoint(
        operation="exportLedger", method="POST", path="/ledgers/{ledger_key}/exports",
        permission=SIGNED_IN, tag="ledgers",
        says="Write rows into a spreadsheet in the background.",
        takes=ledgers.LedgerExport, answers=ledgers.LedgerExportBegun, status=201,
    ),
)  # fmt: skip
