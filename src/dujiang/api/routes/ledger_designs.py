"""Definitions of ledgers: reading them for a change, putting them into force."""

from typing import Any, Final

import msgspec

from dujiang.api.desk import Call, Reply
from dujiang.api.schemas.ledgers import DesignSaved, DesignToSave, LedgerDesign
from dujiang.kernel.errors import InvalidInput
from dujiang.ledgers import EVERYTHING, DefineLedger, Viewer

_DESIGNER: Final = Viewer(no="", reads=EVERYTHING)
"""Who designs a ledger knows its columns and how many rows follow them, not what these say."""


def read_design(call: Call[None, None]) -> Reply:
    """The definition in force, as its file format has it."""
    key = call.path["ledger_key"]
    with call.desk.read() as reader:
        view = call.desk.ledgers.load_ledger(reader, key, _DESIGNER)
    body = LedgerDesign(
        definition=msgspec.to_builtins(view.definition),
        version=view.version,
        row_count=view.row_count,
    )
    return Reply(body=body, etag=view.version)


async def create(call: Call[None, DesignToSave]) -> DesignSaved:
    """A new ledger."""
    return await _define(call, 0)


async def save(call: Call[None, DesignToSave]) -> DesignSaved:
    """A changed one."""
    key, found = call.path["ledger_key"], call.body.definition.get("key")
    if found != key:
        raise InvalidInput("ledgers.definition.another_ledger", key=str(found), ledger=key)
    return await _define(call, call.if_match)


async def _define(call: Call[Any, DesignToSave], version: int | None) -> DesignSaved:
    answer = await call.submit(DefineLedger(definition=call.body.definition, version=version))
    return DesignSaved(key=answer["ledger"], version=answer["version"])


HANDLERS: Final = {
    "readLedgerDesign": read_design,
    "createLedger": create,
    "saveLedgerDesign": save,
}
