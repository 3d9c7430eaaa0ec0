"""What can go wrong while storing, told apart by what the dispatcher does about it."""


class StoreError(Exception):
    """Base of what the database can answer instead of doing its work."""


class StoreAway(StoreError):
    """The database cannot be reached or closed the connection; the transaction may be repeated."""


class Contention(StoreError):
    """Deadlock, serialization failure or a row that moved on: the same work may succeed again."""


class WriteRefused(StoreError):
    """A constraint of the schema refused the write; `code` is the table's word for it."""

    def __init__(self, constraint: str, code: str) -> None:
        super().__init__(f"{constraint}: {code}")
        self.constraint = constraint
        self.code = code
