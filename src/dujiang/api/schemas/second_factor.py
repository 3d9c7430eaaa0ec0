"""The second factor of an account: an authenticator app and recovery codes."""

from typing import Annotated

import msgspec

from dujiang.api.schemas.common import In, Out

Password = Annotated[str, msgspec.Meta(max_length=1_000)]
Code = Annotated[str, msgspec.Meta(max_length=40)]


class SecondFactor(Out, frozen=True):
    """Whether I am asked for a code, and how many recovery codes are left."""

    is_on: bool
    recovery_codes_left: int


class Proof(In, frozen=True):
    """My password, once more."""

    password: Password


class Proposal(Out, frozen=True):
    """What the app needs; nothing is kept until its first code is given."""

    secret: str
    uri: str
    qr: str
    """The address as a picture: SVG that takes the colour of the text around it."""


class Enrolment(In, frozen=True):
    """The app has the secret: this is the code that it shows."""

    password: Password
    secret: Code
    code: Code


class CodeGiven(In, frozen=True):
    """A code of the app; to turn it off a recovery code will do."""

    code: Code


class RecoveryCodes(Out, frozen=True):
    """New recovery codes; shown this one time."""

    codes: list[str]
