"""The second factor: six digits of an authenticator app, and recovery codes for the day it is lost.

RFC 6238 with steps of 30 s; the step before and after count too, for clocks that are a little off.
A step that was used is remembered with the account, so each code works once, at whichever door it
is asked for: signing in, or a step of a process that wants it again, such as a payment.
"""

from base64 import b32encode
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Final, Protocol

import pyotp
from msgspec.structs import replace

from dujiang.identity.commands import DisableTotp, EnableTotp, RenewRecoveryCodes
from dujiang.identity.events import RecoveryCodesRenewed, TotpDisabled, TotpEnabled
from dujiang.identity.model import Credential, RecoveryCode
from dujiang.identity.tables import CREDENTIAL, RECOVERY_CODE
from dujiang.identity.tries import Tries
from dujiang.runtime import Handled, Outcome, Refused, Work

STEP_S: Final = 30
DIGITS: Final = 6
RECOVERY_CODES: Final = 10
RECOVERY_BYTES: Final = 10
"""Random bytes of one recovery code: 16 letters and digits."""
SEALED_AT: Final = "credential.totp_secret"
"""The place that the sealed secret is bound to."""


class SecretBox(Protocol):
    """Seals and opens second-factor secrets with the installation's key."""

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt."""
        ...

    def open(self, box: bytes, place: str) -> bytes:
        """Decrypt."""
        ...


def is_app_code(text: str) -> bool:
    """Whether the text looks like a code of the app, and not like a recovery code."""
    bare = text.replace(" ", "")
    return len(bare) == DIGITS and bare.isascii() and bare.isdigit()


def recovery_digest(text: str) -> bytes:
    """What is stored of a recovery code; case, spaces and dashes do not matter."""
    bare = "".join(sign for sign in text.upper() if sign.isalnum())
    return sha256(bare.encode()).digest()


def new_recovery_codes(random_bytes: Callable[[int], bytes]) -> tuple[str, ...]:
    """Fresh codes in groups of four, shown once."""
    texts = (b32encode(random_bytes(RECOVERY_BYTES)).decode() for _ in range(RECOVERY_CODES))
    return tuple("-".join(text[at : at + 4] for at in range(0, len(text), 4)) for text in texts)


class SecondFactor:
    """Checks codes, and serves the commands that turn the second factor on and off."""

    def __init__(self, box: SecretBox) -> None:
        self._box = box
        self._tries = Tries()

    def seal(self, secret: str) -> bytes:
        """The secret as it is stored."""
        return self._box.seal(secret.encode(), SEALED_AT)

    def step_of(self, sealed: bytes, code: str, at: datetime) -> int | None:
        """The time step that the code belongs to, near `at`; None for a wrong one."""
        totp = pyotp.TOTP(self._box.open(sealed, SEALED_AT).decode(), interval=STEP_S)
        present = int(at.timestamp()) // STEP_S
        bare = code.replace(" ", "").encode()
        near = (present, present - 1, present + 1)
        return next((s for s in near if compare_digest(totp.generate_otp(s).encode(), bare)), None)

    def is_on(self, work: Work, person_id: int) -> bool:
        """Whether the person has enrolled an app."""
        credential = work.get(CREDENTIAL, person_id)
        return credential is not None and credential.totp_secret is not None

    def verify(self, work: Work, person_id: int, code: str) -> Refused | None:
        """Use up a code of the person's app; None when it was right, else why not.

        The step is remembered in the same transaction: the code works for nothing else afterwards.
        Five wrong codes in a row close this door for 15 minutes (429).
        """
        credential = work.get(CREDENTIAL, person_id, lock=True)
        if credential is None or credential.totp_secret is None:
            return Refused("identity.totp.not_enrolled", 409, {})
        if not code.strip():
            return Refused("identity.totp.needed", 422, {})
        who = str(person_id)
        minutes = self._tries.minutes_locked(who, work.at)
        if minutes is not None:
            return Refused("identity.totp.locked", 429, {"minutes": minutes})
        step = self.step_of(credential.totp_secret, code, work.at)
        if step is None or step <= credential.totp_step:
            left = self._tries.failed(who, work.at)
            return Refused("identity.totp.wrong", 422, {"left": left})
        work.after_commit(lambda: self._tries.forget(who))
        work.put(CREDENTIAL, replace(credential, totp_step=step))
        return None

    # Commands

    def enable(self, command: EnableTotp, work: Work) -> Outcome:
        """Ask whoever asks for a code from now on; their first code shows that the app works."""
        credential = work.get(CREDENTIAL, work.actor.id, lock=True)
        if credential is None:
            return Refused("identity.totp.no_password", 409, {})
        if credential.totp_secret is not None:
            return Refused("identity.totp.already_on", 409, {})
        step = self.step_of(command.secret, command.code, work.at)
        if step is None:
            return Refused("identity.totp.wrong_code", 422, {})
        work.put(CREDENTIAL, replace(credential, totp_secret=command.secret, totp_step=step))
        _keep(work, work.actor.id, command.recovery)
        return Handled(events=(TotpEnabled(person_id=work.actor.id),))

    def disable(self, command: DisableTotp, work: Work) -> Outcome:
        """End one's own second factor by a code, or as an administrator that of others."""
        if command.person_id != work.actor.id and not work.actor.may("organisation.manage"):
            missing = {"permission": "organisation.manage"}
            return Refused("identity.permission.missing", 403, missing)
        credential = work.get(CREDENTIAL, command.person_id, lock=True)
        if credential is None or credential.totp_secret is None:
            return Handled()
        if command.person_id == work.actor.id:
            refused = self._proven(work, credential, command.code)
            if refused is not None:
                return refused
        known = work.get(CREDENTIAL, command.person_id)
        assert known is not None, "the credential was just there"
        work.put(CREDENTIAL, replace(known, totp_secret=None, totp_step=0))
        _keep(work, command.person_id, ())
        by_other = command.person_id != work.actor.id
        return Handled(events=(TotpDisabled(person_id=command.person_id, by_other=by_other),))

    def renew_recovery_codes(self, command: RenewRecoveryCodes, work: Work) -> Outcome:
        """Replace the recovery codes of whoever asks, proven by a code of the app."""
        refused = self.verify(work, work.actor.id, command.code)
        if refused is not None:
            return refused
        _keep(work, work.actor.id, command.digests)
        return Handled(events=(RecoveryCodesRenewed(person_id=work.actor.id),))

    def _proven(self, work: Work, credential: Credential, code: str) -> Refused | None:
        digest = recovery_digest(code)
        if work.get(RECOVERY_CODE, credential.person_id, digest) is not None:
            return None
        return self.verify(work, credential.person_id, code)


def _keep(work: Work, person_id: int, digests: Sequence[bytes]) -> None:
    for old in work.find(RECOVERY_CODE, "by_person", person_id):
        work.delete(RECOVERY_CODE, old.person_id, old.digest)
    for digest in digests:
        work.insert(RECOVERY_CODE, RecoveryCode(person_id=person_id, digest=digest))
