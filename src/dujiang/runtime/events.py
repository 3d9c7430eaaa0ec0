"""What can have happened to an instance besides the engine's own facts."""

import msgspec

from dujiang.kernel.values import Variables


class VariablesCorrected(msgspec.Struct, frozen=True, tag=True):
    """An operator has changed variables of one scope; those that did not exist had no value."""

    scope_key: int
    before: Variables
    after: Variables


class JobEdited(msgspec.Struct, frozen=True, tag=True):
    """An operator has changed inputs of a job that had failed; only those are named."""

    element_id: str
    before: Variables
    after: Variables
