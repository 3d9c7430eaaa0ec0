"""Which correction a finding offers: named here, done by the designer as one step of undo."""

from types import MappingProxyType
from typing import Final

FIXES: Final = MappingProxyType(
    {
        "bpmn.gateway.no_default": "set_default_flow",
        "bpmn.gateway.flow_without_condition": "set_default_flow",
        "bpmn.gateway.does_nothing": "remove_element",
        "bpmn.gateway.converging_splits": "clear_direction",
        "bpmn.gateway.diverging_joins": "clear_direction",
        "bpmn.gateway.not_mixed": "clear_direction",
        "bpmn.event_gateway.condition": "remove_condition",
        "bpmn.event_gateway.instantiates_late": "remove_incoming",
        "bpmn.flow.condition_ignored": "remove_condition",
        "bpmn.flow.only_conditional": "remove_conditions",
        "bpmn.flow.not_immediate": "set_immediate",
        "bpmn.flow.crosses_level": "remove_element",
        "bpmn.flow.to_artifact": "remove_element",
        "bpmn.flow.from_artifact": "remove_element",
        "bpmn.flow.not_a_flow_node": "remove_element",
        "bpmn.message_flow.same_pool": "remove_element",
        "bpmn.message_flow.to_artifact": "remove_element",
        "bpmn.message_flow.from_artifact": "remove_element",
        "bpmn.node.unreachable": "remove_element",
        "bpmn.node.no_way_out": "append_end",
        "bpmn.event.no_outgoing": "append_end",
        "bpmn.boundary.no_outgoing": "append_end",
        "bpmn.boundary.incoming": "remove_incoming",
        "bpmn.boundary.compensation_flow": "remove_outgoing",
        "bpmn.boundary.cancel_without_transaction": "remove_element",
        "bpmn.start.incoming": "remove_incoming",
        "bpmn.end.outgoing": "remove_outgoing",
        "bpmn.link.incoming": "remove_incoming",
        "bpmn.link.outgoing": "remove_outgoing",
        "bpmn.event_subprocess.flows": "remove_flows",
        "bpmn.ad_hoc.not_allowed": "remove_element",
        "bpmn.timer.missing": "set_timer_day",
        "bpmn.timer.several": "keep_duration",
        "bpmn.message.missing": "name_message",
        "bpmn.error.missing": "name_error",
        "bpmn.escalation.no_code": "name_escalation",
        "bpmn.loop.no_count": "remove_loop",
        "bpmn.loop.negative_maximum": "remove_loop_maximum",
        "bpmn.activity.quantity": "reset_quantities",
        "bpmn.script.no_language": "set_feel",
        "bpmn.process.public_executable": "set_private",
        "bpmn.compensation.not_for_compensation": "set_for_compensation",
        "approvals.settings.no_deadline": "add_deadline",
        "approvals.settings.reject_not_stated": "set_on_reject_end",
    }
)
"""Problem code -> correction."""
