"""What a handler may raise, and what running a worker may."""

from typing import Any


class BpmnError(Exception):
    """The outcome is a BPMN error: a boundary event of the model may catch `code`."""

    def __init__(self, code: str, **variables: Any) -> None:  # noqa: ANN401 - JSON values
        super().__init__(code)
        self.code = code
        self.variables = variables


class RetryLater(Exception):
    """Not now: the job goes back and is free again after so many seconds.

    The attempt does not count. Anything else that a handler raises does.
    """

    def __init__(self, after_s: int, reason: str = "") -> None:
        super().__init__(reason or f"again in {after_s} s")
        self.after_s = after_s


class GiveUp(Exception):
    """Repeating cannot help: an incident at once, with this message for whoever repairs it."""


class NotAllowed(Exception):
    """The token is not valid, or not good for these jobs."""
