"""Everything that is questionable about a model, with element ids; one source for all designers.

Errors are what would be executed wrongly or not at all, warnings what breaks the standard or is
most likely not meant, hints what could be drawn better. Rules look at the XML as it stands, each is
one small function, and the lists below are the specification.
"""

from collections.abc import Iterable

from dujiang.bpmn.lint import (
    activities,
    boundary_events,
    collaborations,
    data,
    data_flow,
    events,
    expressions,
    flows,
    gateways,
    identity,
    link_events,
    reachability,
    references,
    soundness,
    throw_events,
)
from dujiang.bpmn.lint.document import Document, Finding
from dujiang.bpmn.model import Definitions
from dujiang.kernel.errors import Problem

RULES = (
    *identity.RULES,
    *references.RULES,
    *flows.RULES,
    *gateways.RULES,
    *events.RULES,
    *throw_events.RULES,
    *boundary_events.RULES,
    *link_events.RULES,
    *activities.RULES,
    *expressions.RULES,
    *data.RULES,
    *data_flow.RULES,
    *collaborations.RULES,
    *reachability.RULES,
    *soundness.RULES,
)


def lint(definitions: Definitions) -> tuple[Problem, ...]:
    """Problems of a whole file: errors first, then warnings, then hints."""
    document = Document(definitions.document)
    found: list[Problem] = []
    for rule in RULES:
        found.extend(_problems(rule(document)))
    order = {"error": 0, "warning": 1, "hint": 2}
    return tuple(sorted(found, key=lambda each: order[each.severity]))


def _problems(findings: Iterable[Finding]) -> Iterable[Problem]:
    for finding in findings:
        yield finding.problem()
