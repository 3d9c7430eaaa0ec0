"""Event-based gateway: waits for the events behind it; the first one decides.

BPMN 2.0.2, 13.4.4. What happens then is in `dujiang.engine.happenings`.
"""

from dujiang.engine import triggers
from dujiang.engine.program import CatchNode, EventGatewayNode, Wait
from dujiang.engine.run import Behavior, Run


def execute(node: EventGatewayNode, run: Run, key: int) -> None:
    """Open what every event behind it waits for."""
    waits: list[tuple[str, Wait]] = []
    for flow in node.outgoing:
        event = run.program.nodes[flow.target]
        if isinstance(event, CatchNode):
            waits.extend((event.id, wait) for wait in event.waits)
    scope_key = run.inner_scope(key)
    triggers.arm(run, waits, key, scope_key, scope_key)


BEHAVIOR = Behavior(execute)
