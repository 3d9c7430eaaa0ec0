"""The only room that speaks SQL drivers: tables, transactions, batches, claiming, migrations.

Deliberately unknown here: what the rows mean. SQLite and PostgreSQL fulfil one port
(`transaction.Tx`, `.Reader`, `.Store`) in their own words; nobody else asks which one it is.
"""

from dujiang.store.ahead import ReadAhead
from dujiang.store.batch import Batch, Overlay
from dujiang.store.errors import Contention, StoreAway, StoreError, WriteRefused
from dujiang.store.fulltext import folded, grams_of, text_matches, text_stands
from dujiang.store.members import one_of
from dujiang.store.migrating import migrate, schema_revision, write_revision
from dujiang.store.notices import EVERYTHING, Notices
from dujiang.store.opening import open_store
from dujiang.store.table import AnyTable, Check, Fulltext, Key, Row, Table, Unique
from dujiang.store.transaction import Changes, Claim, Lane, Reader, Store, Tx

__all__ = [
    "EVERYTHING",
    "AnyTable",
    "Batch",
    "Changes",
    "Check",
    "Claim",
    "Contention",
    "Fulltext",
    "Key",
    "Lane",
    "Notices",
    "Overlay",
    "ReadAhead",
    "Reader",
    "Row",
    "Store",
    "StoreAway",
    "StoreError",
    "Table",
    "Tx",
    "Unique",
    "WriteRefused",
    "folded",
    "grams_of",
    "migrate",
    "one_of",
    "open_store",
    "schema_revision",
    "text_matches",
    "text_stands",
    "write_revision",
]
