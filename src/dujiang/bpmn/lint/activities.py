"""Activities: quantities, loops, ad-hoc subprocesses, scripts, services, messages, calls."""

import re
from collections.abc import Iterator

from dujiang.bpmn.lint.document import (
    ACTIVITIES,
    Document,
    Finding,
    Rule,
    inside,
    is_executable,
)
from dujiang.bpmn.names import child, local_name, reference

NOT_IN_AD_HOC = (
    "startEvent",
    "endEvent",
    "conversation",
    "conversationLink",
    "choreographyTask",
    "subChoreography",
    "callChoreography",
)
CHOREOGRAPHY = ("choreographyTask", "subChoreography", "callChoreography")
LOOPS = ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics")
LANGUAGE = re.compile(r"[a-z][A-Za-z0-9.+-]*(/[A-Za-z0-9.+-]+)?")
"""A MIME type, or the short name of a language as most tools write it."""
LANGUAGES = ("javascript", "ecmascript", "python", "groovy", "feel", "juel", "ruby", "lua")


def quantities_are_positive(document: Document) -> Iterator[Finding]:
    """EXT037, EXT038."""
    for activity in document.all(*sorted(ACTIVITIES)):
        for name in ("startQuantity", "completionQuantity"):
            text = activity.get(name, "1").strip()
            if not text.lstrip("-").isdigit() or int(text) < 1:
                yield Finding("bpmn.activity.quantity", activity, params={"attribute": name})


def activities_loop_one_way(document: Document) -> Iterator[Finding]:
    """EXT041, EXT054, EXT055."""
    for activity in document.all(*sorted(ACTIVITIES)):
        if len(inside(activity, LOOPS)) > 1:
            yield Finding("bpmn.loop.two_kinds", activity)


def loops_know_how_often(document: Document) -> Iterator[Finding]:
    """EXT067; standard loops have a maximum that is not negative."""
    for activity in document.all(*sorted(ACTIVITIES)):
        for loop in inside(activity, LOOPS):
            if local_name(loop) == "standardLoopCharacteristics":
                text = loop.get("loopMaximum", "0").strip()
                if text.startswith("-"):
                    yield Finding("bpmn.loop.negative_maximum", activity)
                continue
            knows = child(loop, "loopCardinality") is not None
            knows = knows or child(loop, "loopDataInputRef") is not None
            knows = knows or child(loop, "extensionElements") is not None
            if not knows and is_executable(activity):
                yield Finding("bpmn.loop.no_count", activity)


def ad_hoc_subprocesses_have_activities(document: Document) -> Iterator[Finding]:
    """EXT061."""
    for level in document.all("adHocSubProcess"):
        if not inside(level, ACTIVITIES):
            yield Finding("bpmn.ad_hoc.empty", level)


def ad_hoc_subprocesses_have_no_start(document: Document) -> Iterator[Finding]:
    """EXT062: no start or end events and no choreography."""
    for level in document.all("adHocSubProcess"):
        for inner in inside(level, NOT_IN_AD_HOC):
            yield Finding("bpmn.ad_hoc.not_allowed", inner, params={"element": local_name(inner)})


def processes_have_no_choreography(document: Document) -> Iterator[Finding]:
    """EXT036, EXT056."""
    for level in document.all("process", "subProcess", "transaction"):
        for inner in inside(level, CHOREOGRAPHY):
            yield Finding("bpmn.level.choreography", inner)


def public_processes_are_not_executed(document: Document) -> Iterator[Finding]:
    """EXT035."""
    for process in document.all("process"):
        if process.get("processType") == "Public" and is_executable(process):
            yield Finding("bpmn.process.public_executable", process)


def scripts_have_a_language(document: Document) -> Iterator[Finding]:
    """EXT053, EXT145: a script in an executable process tells its language.

    In files of ours the language is FEEL without being said.
    """
    for task in document.all("scriptTask"):
        script = child(task, "script")
        if script is None or not (script.text or "").strip():
            continue
        language = task.get("scriptFormat", "")
        if not language:
            if not document.is_ours and is_executable(task):
                yield Finding("bpmn.script.no_language", task, "warning")
        elif LANGUAGE.fullmatch(language) is None and language.lower() not in LANGUAGES:
            yield Finding("bpmn.script.not_a_mime_type", task, "warning", {"language": language})


def operations_are_named(document: Document) -> Iterator[Finding]:
    """EXT128, EXT048, EXT052: messages and operations of tasks fit together."""
    for task in document.all("sendTask", "receiveTask", "serviceTask"):
        operation = document.find(reference(task.get("operationRef")))
        if operation is None:
            continue
        named = reference(task.get("messageRef"))
        listed = child(operation, "inMessageRef")
        if named and listed is not None and reference(listed.text) != named:
            params = {"operation": operation.get("id", "")}
            yield Finding("bpmn.operation.other_message", task, "warning", params)


def transactions_and_calls_do_not_mix(document: Document) -> Iterator[Finding]:
    """Only one executable start: an activity for compensation is no part of the normal flow."""
    for activity in document.all(*sorted(ACTIVITIES)):
        is_handler = activity.get("isForCompensation") == "true"
        if is_handler and (document.into(activity) or document.out_of(activity)):
            yield Finding("bpmn.compensation.handler_in_flow", activity, "hint")


RULES: tuple[Rule, ...] = (
    quantities_are_positive,
    activities_loop_one_way,
    loops_know_how_often,
    ad_hoc_subprocesses_have_activities,
    ad_hoc_subprocesses_have_no_start,
    processes_have_no_choreography,
    public_processes_are_not_executed,
    scripts_have_a_language,
    operations_are_named,
    transactions_and_calls_do_not_mix,
)
