"""Rows about the second factor of one's own account."""

from typing import Final

from dujiang.api.endpoints import Endpoint
from dujiang.api.schemas import second_factor
from dujiang.api.schemas.common import Nothing
from dujiang.runtime.requests import SIGNED_IN

ROWS: Final = (
    Endpoint(
        operation="readSecondFactor", method="GET", path="/me/second-factor",
        permission=SIGNED_IN, tag="session",
        says="Whether I am asked for a second factor.",
        answers=second_factor.SecondFactor,
    ),
    Endpoint(
        operation="proposeSecondFactor", method="POST", path="/me/second-factor/proposal",
        permission=SIGNED_IN, tag="session",
        says="A new secret for my authenticator app; nothing is kept yet.",
        takes=second_factor.Proof, answers=second_factor.Proposal, is_slow=True,
    ),
    Endpoint(
        operation="enableSecondFactor", method="POST", path="/me/second-factor",
        permission=SIGNED_IN, tag="session",
        says="Turn the second factor on by the app's first code; answers recovery codes.",
        takes=second_factor.Enrolment, answers=second_factor.RecoveryCodes, status=201,
        is_slow=True,
    ),
    Endpoint(
        operation="renewRecoveryCodes", method="POST", path="/me/second-factor/recovery-codes",
        permission=SIGNED_IN, tag="session",
        says="New recovery codes; the old ones are worth nothing any more.",
        takes=second_factor.CodeGiven, answers=second_factor.RecoveryCodes, status=201,
    ),
    Endpoint(
        operation="disableSecondFactor", method="POST", path="/me/second-factor/removal",
        permission=SIGNED_IN, tag="session",
        says="Turn the second factor off by a code of the app or a recovery code.",
        takes=second_factor.CodeGiven, answers=Nothing,
    ),
)  # fmt: skip
