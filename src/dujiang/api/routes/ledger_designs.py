"""Definitions of ledgers: reading them for a change, putting them into force."""

from typing import Any, Final

import msgspec

from dujiang.api.desk import Call, Reply
from dujiang.api.routes.ledgers import viewer_of
from dujiang.api.schemas.ledgers import DesignSaved, DesignToSave, LedgerDesign
from dujiang.kernel.errors import InvalidInput, NotFound
from dujiang.ledgers import DefineLedger, Question


def read_design(call: Call[None, None]) -> Reply:
    """The definition in force, as its file format has it."""
    key = call.path["ledger_key"]
    with call.desk.read() as reader:
        definition, version = call.desk.ledgers.load_definition(reader, key)
        try:
            count = call.desk.ledgers.count_rows(reader, key, Question(), viewer_of(call))
        except NotFound:
            count = 0
    body = LedgerDesign(
        definition=msgspec.to_builtins(definition), version=version, row_count=count
    )
    return Reply(body=body, etag=version)


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
