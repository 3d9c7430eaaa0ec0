"""Where decisions are used: by business rule tasks, to find people, in forms, in any FEEL."""

import re
from collections.abc import Collection, Iterator
from typing import Final

import msgspec

from dujiang.bpmn.extensions import Decision, Step
from dujiang.bpmn.model import walk
from dujiang.deployments.decisions import DECIDE
from dujiang.deployments.model import Version
from dujiang.deployments.shelf import Deployments
from dujiang.dmn import Definitions
from dujiang.dmn.model import LiteralExpression
from dujiang.feel.tree import children_of

_CALL: Final = re.compile(r"""decide\(\s*\\*(?:"|&quot;|&#34;)([^"\\&]+)""")
"""`decide("ref", ...)`, as it stands in XML and in JSON."""


class DecisionUse(msgspec.Struct, frozen=True, kw_only=True):
    """A process whose version in force asks for a decision; `element_id` "" means by an expression.

    `form` names the form whose expressions ask.
    """

    decision: str
    process_key: str
    process_name: str
    process_name_en: str
    version: int
    element_id: str = ""
    element_name: str = ""
    element_name_en: str = ""
    form: str = ""


def decisions_used(deployments: Deployments, names: Collection[str]) -> Iterator[DecisionUse]:
    """Uses of the decisions with these ids or names by the processes in force, by process key."""
    for process in deployments.processes().values():
        if not process.version_id:
            continue
        version = deployments.version(process.version_id)
        common = {
            "process_key": process.key,
            "process_name": process.name,
            "process_name_en": process.name_en,
            "version": version.version,
        }
        for use in _uses(version):
            if use["decision"] in names:
                yield DecisionUse(**common, **use)  # type: ignore[arg-type]


def models_asking(deployments: Deployments, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Key and name of decision models whose expressions ask for one of these decisions."""
    for key, versions in deployments.rules.all().items():
        model = versions[-1].model.definitions
        texts = (node.text for node in _literals(model) if DECIDE in node.text)
        if any(ref in names for text in texts for ref in _CALL.findall(text)):
            yield key, model.name or key


def _literals(model: Definitions) -> Iterator[LiteralExpression]:
    pending: list[object] = [model]
    while pending:
        node = pending.pop()
        if isinstance(node, LiteralExpression):
            yield node
        pending.extend(children_of(node))


def _uses(version: Version) -> Iterator[dict[str, str]]:
    for node, _ in walk(version.process.body):
        found = node.extensions.find(Decision)
        if found is not None:
            yield {
                "decision": found.ref,
                "element_id": node.id,
                "element_name": node.name,
                "element_name_en": node.name_en,
            }
        step = node.extensions.find(Step)
        for assignee in step.assignees if step is not None else ():
            if assignee.source == "decision":
                yield {
                    "decision": assignee.value,
                    "element_id": node.id,
                    "element_name": node.name,
                    "element_name_en": node.name_en,
                }
    for ref in sorted(set(_CALL.findall(version.package.xml.decode()))):
        yield {"decision": ref}
    for form, schema in version.package.forms.items():
        text = msgspec.json.encode(schema).decode()
        for ref in sorted(set(_CALL.findall(text))):
            yield {"decision": ref, "form": form}
