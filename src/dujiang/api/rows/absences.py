"""Rows about deputies, absences and handover."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import absences
from dujiang.api.schemas.common import Nothing

_MINE: Final = "session.use"
_HAND_OVER: Final = "item.handover"

ROWS: Final = (
    Endpoint(
        operation="readStandingIn", method="GET", path="/deputies",
        permission=_MINE, tag="deputies",
        says="My deputies and absences; those of others for administrators.",
        query=absences.StandingInQuery, answers=absences.StandingIn,
    ),
    Endpoint(
        operation="addDeputy", method="POST", path="/deputies", permission=_MINE, tag="deputies",
        says="Name a deputy for a period.",
        takes=absences.NewDeputy, answers=absences.Made, status=201,
    ),
    Endpoint(
        operation="explainDeputy", method="POST", path="/deputies/meaning",
        permission=_MINE, tag="deputies",
        says="What a deputy rule would mean, as a sentence; changes nothing.",
        takes=absences.NewDeputy, answers=absences.DeputyMeaning,
    ),
    Endpoint(
        operation="endDeputy", method="DELETE", path="/deputies/{deputy_id}",
        permission=_MINE, tag="deputies",
        says="A deputy rule is over from now on.",
        answers=Nothing,
    ),
    Endpoint(
        operation="addAbsence", method="POST", path="/absences", permission=_MINE, tag="deputies",
        says="Say that I am away for a period.",
        takes=absences.NewAbsence, answers=absences.Made, status=201,
    ),
    Endpoint(
        operation="endAbsence", method="DELETE", path="/absences/{absence_id}",
        permission=_MINE, tag="deputies",
        says="An absence is over from now on.",
        answers=Nothing,
    ),
    Endpoint(
        operation="previewHandover", method="POST", path="/handovers/preview",
        permission=_HAND_OVER, tag="deputies",
        says="What a handover would move, kind by kind; changes nothing.",
        takes=absences.HandoverAsked, answers=absences.HandoverPreview,
    ),
    Endpoint(
        operation="handOver", method="POST", path="/handovers",
        permission=_HAND_OVER, tag="deputies",
        says="Move a person's work to another one, in one audited job.",
        takes=absences.HandoverDone, answers=absences.HandoverResult,
    ),
)  # fmt: skip
