"""The validity suite: every broken file is reported, no valid one is."""

from pathlib import Path

import pytest
from tests.conformance.bpmn_validity import files, findings
from tests.conformance.folder import suite

FOLDER = suite("bpmn-validity") or Path()
BROKEN = [(file, rule) for file, rule in files(FOLDER) if rule is not None]
VALID = [file for file, rule in files(FOLDER) if rule is None]

ELEMENTS = {
    "EXT006": {"_8", "_4"},
    "EXT017": {"_3"},
    "EXT025": {"_3"},
    "EXT037": {"_3"},
    "EXT041": {"_3"},
    "EXT061": {"_3"},
    "EXT077": {"DO_PROCESS_1_1"},
    "EXT098": {"_2"},
    "EXT106": {"_5", "_13"},
    "EXT110": {"_7"},
    "EXT122": {"_3"},
    "EXT138": {"_2"},
    "EXT149": {"_3"},
}
"""Rule -> the elements at fault, read off the drawings by hand."""


RULES = {
    "EXT002": {"bpmn.document.duplicate_id"},
    "EXT003": {"bpmn.element.no_id"},
    "EXT006": {"bpmn.flow.to_artifact"},
    "EXT007": {"bpmn.flow.from_artifact"},
    "EXT009": {"bpmn.message_flow.from_artifact"},
    "EXT010": {"bpmn.annotation.format"},
    "EXT011": {"bpmn.escalation.no_code"},
    "EXT013": {"bpmn.expression.empty"},
    "EXT014": {"bpmn.expression.language"},
    "EXT017": {"bpmn.gateway.converging_splits"},
    "EXT018": {"bpmn.gateway.diverging_joins"},
    "EXT019": {"bpmn.gateway.not_mixed"},
    "EXT021": {"bpmn.flow.not_a_flow_node"},
    "EXT022": {"bpmn.flow.not_a_flow_node"},
    "EXT023": {"bpmn.flow.not_listed", "bpmn.reference.dangling"},
    "EXT025": {"bpmn.flow.only_conditional"},
    "EXT026": {"bpmn.flow.default_elsewhere"},
    "EXT027": {"bpmn.choreography.refers"},
    "EXT029": {"bpmn.participant.multiplicity"},
    "EXT030": {"bpmn.participant.multiplicity"},
    "EXT031": {"bpmn.message_flow.same_pool"},
    "EXT033": {"bpmn.collaboration.closed_differs"},
    "EXT035": {"bpmn.process.public_executable"},
    "EXT037": {"bpmn.activity.quantity"},
    "EXT038": {"bpmn.activity.quantity"},
    "EXT039": {"bpmn.performer.two_ways"},
    "EXT041": {"bpmn.loop.two_kinds"},
    "EXT042": {"bpmn.data.too_many_sets"},
    "EXT043": {"bpmn.data.too_many_sets"},
    "EXT045": {"bpmn.operation.other_type"},
    "EXT046": {"bpmn.data.too_many_sets"},
    "EXT047": {"bpmn.data.too_many_sets"},
    "EXT049": {"bpmn.receive.instantiates_late"},
    "EXT050": {"bpmn.data.too_many_sets"},
    "EXT051": {"bpmn.data.too_many_sets"},
    "EXT053": {"bpmn.script.no_language"},
    "EXT054": {"bpmn.loop.two_kinds"},
    "EXT055": {"bpmn.loop.two_kinds"},
    "EXT057": {"bpmn.event_subprocess.flows"},
    "EXT058": {"bpmn.event_subprocess.starts"},
    "EXT059": {"bpmn.event.wrong_trigger", "bpmn.start.event_subprocess_none"},
    "EXT061": {"bpmn.ad_hoc.empty"},
    "EXT062": {"bpmn.ad_hoc.not_allowed"},
    "EXT063": {"bpmn.call.other_data"},
    "EXT065": {"bpmn.binding.other_type"},
    "EXT067": {"bpmn.loop.no_count"},
    "EXT069": {"bpmn.loop.item_type"},
    "EXT070": {"bpmn.loop.item_type"},
    "EXT071": {"bpmn.loop.condition_not_boolean"},
    "EXT077": {"bpmn.data.collection_differs"},
    "EXT078": {"bpmn.data.property_without_owner"},
    "EXT079": {"bpmn.data.io_in_subprocess"},
    "EXT081": {"bpmn.data.collection_differs"},
    "EXT082": {"bpmn.association.wrong_way"},
    "EXT083": {"bpmn.data.collection_differs"},
    "EXT085": {"bpmn.data.not_in_set"},
    "EXT086": {"bpmn.data.not_in_set"},
    "EXT087": {"bpmn.data.sets_one_sided"},
    "EXT089": {"bpmn.data.not_in_set"},
    "EXT090": {"bpmn.data.not_in_set"},
    "EXT091": {"bpmn.association.other_type"},
    "EXT093": {"bpmn.event.data_missing"},
    "EXT094": {"bpmn.event.other_type"},
    "EXT095": {"bpmn.event.definition_shared"},
    "EXT097": {"bpmn.level.end_without_start"},
    "EXT098": {"bpmn.event.wrong_trigger"},
    "EXT099": {"bpmn.call.no_none_start"},
    "EXT101": {"bpmn.flow.not_listed"},
    "EXT102": {"bpmn.message_flow.from_catch"},
    "EXT103": {"bpmn.message_flow.no_message"},
    "EXT105": {"bpmn.level.start_without_end"},
    "EXT106": {"bpmn.end.cancel_outside_transaction"},
    "EXT107": {"bpmn.flow.not_listed"},
    "EXT109": {"bpmn.message_flow.no_message"},
    "EXT110": {"bpmn.event.wrong_trigger", "bpmn.event.no_trigger"},
    "EXT111": {"bpmn.boundary.cancel_without_transaction"},
    "EXT113": {"bpmn.boundary.no_outgoing"},
    "EXT114": {"bpmn.boundary.compensation_flow"},
    "EXT115": {"bpmn.event.no_incoming"},
    "EXT117": {"bpmn.link.incoming", "bpmn.link.outgoing"},
    "EXT118": {"bpmn.link.no_source"},
    "EXT119": {"bpmn.message_flow.from_catch", "bpmn.message_flow.into_throw"},
    "EXT121": {"bpmn.event.wrong_trigger"},
    "EXT122": {"bpmn.event.wrong_trigger"},
    "EXT123": {"bpmn.condition.not_formal"},
    "EXT125": {"bpmn.link.no_target"},
    "EXT126": {"bpmn.link.other_level"},
    "EXT127": {"bpmn.message.missing"},
    "EXT129": {"bpmn.start.event_subprocess_none"},
    "EXT130": {"bpmn.event.no_trigger"},
    "EXT131": {"bpmn.timer.several"},
    "EXT133": {"bpmn.timer.not_understood"},
    "EXT134": {"bpmn.timer.not_understood"},
    "EXT135": {"bpmn.gateway.does_nothing"},
    "EXT137": {"bpmn.event_gateway.condition"},
    "EXT138": {"bpmn.event_gateway.wrong_target"},
    "EXT139": {"bpmn.event_gateway.mixed"},
    "EXT141": {"bpmn.event_gateway.other_way_in"},
    "EXT142": {"bpmn.event_gateway.instantiates_late"},
    "EXT143": {"bpmn.compensation.no_handler"},
    "EXT145": {"bpmn.script.not_a_mime_type"},
    "EXT146": {"bpmn.event.wrong_trigger"},
    "EXT147": {"bpmn.event.wrong_trigger", "bpmn.event.no_trigger"},
    "EXT149": {"bpmn.event.wrong_trigger"},
    "EXT150": {"bpmn.node.no_way_in"},
    "EXT151": {"bpmn.node.no_way_out"},
    "REF": {"bpmn.reference.wrong_kind", "bpmn.flow.not_a_flow_node"},
}
"""Rule of the suite -> our code for it, read against the rule's text one by one."""


@pytest.mark.spec("E1")
@pytest.mark.parametrize(("file", "rule"), BROKEN, ids=[file for file, _ in BROKEN])
def test_broken_file_is_reported_with_its_rule_at_an_element_that_it_has(
    file: str, rule: str
) -> None:
    found = findings(FOLDER / file)

    text = (FOLDER / file).read_text("utf-8")
    of_this_rule = [problem for problem in found if problem.code in RULES[rule]]
    assert of_this_rule, [problem.code for problem in found]
    assert all(f'id="{problem.path}"' in text for problem in found if problem.path)
    if rule in ELEMENTS:
        assert ELEMENTS[rule] & {problem.path for problem in of_this_rule}


@pytest.mark.parametrize("file", VALID)
def test_valid_file_gets_no_error_and_no_warning(file: str) -> None:
    assert findings(FOLDER / file) == []
