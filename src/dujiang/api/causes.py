"""Incidents by cause: what one repair sets going again. Read from the incident's own data.

A call to another system has failed: same connection, same kind of answer, one cause, whatever the
process. A model that cannot go on: same version, same element, same code, one cause.
"""

from typing import Any, Literal, TypeAlias

from dujiang.api.desk import Call
from dujiang.api.problems import sentence
from dujiang.api.schemas.processes import IncidentCause
from dujiang.kernel.errors import Problem
from dujiang.kernel.ids import id_text
from dujiang.runtime import IncidentView

CauseKind: TypeAlias = Literal["connection", "people", "data"]


def cause_of(call: Call[Any, Any], view: IncidentView) -> IncidentCause:
    """What stopped it, with a key that incidents of one cause share."""
    incident = view.incident
    kind = _kind(call, view)
    if kind == "connection":
        connection = str(view.params.get("name") or "")
        status = view.params.get("status")
        parts = ("connection", connection, incident.code, status or "")
        if connection and status is not None:
            title = call.say("api.cause.answered", name=connection, status=status)
        else:
            title = _said(call, view)
        return IncidentCause(key=_key(parts), kind=kind, title=title, connection=connection or None)
    place = (kind, id_text(view.version_id), incident.element_id, incident.code)
    return IncidentCause(key=_key(place), kind=kind, title=_said(call, view), connection=None)


def _kind(call: Call[Any, Any], view: IncidentView) -> CauseKind:
    """A job that failed is a connection's; a step of people is theirs; the rest is the model's."""
    if view.incident.job_id:
        return "connection"
    program = call.desk.deployments.version(view.version_id).program
    node = program.nodes.get(view.incident.element_id)
    return "people" if node is not None and node.kind == "userTask" else "data"


def _said(call: Call[Any, Any], view: IncidentView) -> str:
    problem = Problem(code=view.incident.code, path=view.incident.element_id, params=view.params)
    return sentence(problem, words=call.desk.words, language=call.language)


def _key(parts: tuple[object, ...]) -> str:
    return "/".join(map(str, parts))
