"""Rebuilding the index of requests, while people work: each is written by a command of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from dujiang.approvals.search import IndexRequest, list_request_ids
from dujiang.runtime import SYSTEM, Dispatcher, Request
from dujiang.store import Store

BATCH: Final = 200
"""Requests that are given together; others' commands go between the batches."""


def reindex(store: Store, dispatcher: Dispatcher, at: datetime, tell: Callable[[int], None]) -> int:
    """Index every request; how many there were. It may be interrupted and begun again."""
    done = last_id = 0
    while True:
        with store.read() as reader:
            found = list_request_ids(reader, after_id=last_id, limit=BATCH)
        if not found:
            return done
        futures = [dispatcher.submit(Request(IndexRequest(one), SYSTEM, None, at)) for one in found]
        dispatcher.work_here()
        for future in futures:
            future.result().expect()
        done, last_id = done + len(found), found[-1]
        tell(done)
