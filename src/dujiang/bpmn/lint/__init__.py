"""Everything that is questionable about a model, with element ids; one source for all designers."""

from dujiang.bpmn.model import Definitions
from dujiang.kernel.errors import Problem


def lint(definitions: Definitions) -> tuple[Problem, ...]:
    """Problems of a whole file."""
    return ()
