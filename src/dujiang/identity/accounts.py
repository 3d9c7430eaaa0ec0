"""How people and programs prove who they are: what is written of it, inside the transaction.

Passwords and codes are checked before (`dujiang.identity.sign_in`): hashing takes longer than a
whole batch of commands. Here is decided what the outcome means: five wrong passwords in a row lock
the account for 15 minutes, a right one during the lock does not open it.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from msgspec.structs import replace

from dujiang.identity.commands import (
    CreateToken,
    EndSession,
    RecordSignIn,
    RevokeToken,
    SetPassword,
    SetPreferences,
)
from dujiang.identity.events import (
    Fact,
    PasswordSet,
    RecoveryCodeUsed,
    SignedIn,
    SignedOut,
    SignInFailed,
    TokenCreated,
    TokenRevoked,
)
from dujiang.identity.lookups import Expires, count_up
from dujiang.identity.model import ApiToken, Credential, Session
from dujiang.identity.permissions import CATALOGUE, NARROWED
from dujiang.identity.tables import API_TOKEN, CREDENTIAL, PERSON, RECOVERY_CODE, SESSION
from dujiang.identity.tries import LOCK_S, MAX_FAILURES, minutes_until
from dujiang.runtime import Handled, Outcome, Refused, Work

MAX_SESSIONS: Final = 20
"""Browsers at which one person is signed in at once; the oldest session ends."""
MAX_TOKENS: Final = 50
"""API tokens in force of one person."""
_LANGUAGES: Final = frozenset({"zh-CN", "en-US"})
_THEMES: Final = frozenset({"system", "light", "dark"})


class Accounts:
    """Handlers for credentials, sessions, tokens and preferences."""

    def __init__(self, directory: Expires) -> None:
        self._directory = directory

    def set_password(self, command: SetPassword, work: Work) -> Outcome:
        """Store a new hash, forget failures and locks, end the sessions unless asked not to."""
        known = work.get(CREDENTIAL, command.person_id)
        row = Credential(
            person_id=command.person_id,
            password=command.password_hash,
            changed_at=work.at,
            must_change=command.must_change,
            totp_secret=known.totp_secret if known else None,
            totp_step=known.totp_step if known else 0,
        )
        if known is None:
            work.insert(CREDENTIAL, row)
        else:
            work.put(CREDENTIAL, row)
        if command.end_sessions:
            for session in work.find(SESSION, "by_person", command.person_id):
                work.delete(SESSION, session.id)
        return Handled(events=(PasswordSet(person_id=command.person_id),))

    def record_sign_in(self, command: RecordSignIn, work: Work) -> Outcome:
        """Open the session, or count the failure. The answer says which, never why in detail."""
        credential = work.get(CREDENTIAL, command.person_id, lock=True)
        person = work.get(PERSON, command.person_id)
        if credential is None or person is None or not person.is_active:
            return Handled(answer=_answer("wrong_password"))
        if credential.locked_until and credential.locked_until > work.at:
            return Handled(
                answer=locked_answer(credential.locked_until, work.at),
                refusal="identity.sign_in.locked",
            )
        if not command.is_password_right:
            return _failed(work, credential, command, "wrong_password")
        events: list[Fact] = [SignedIn(person_id=person.id, address=command.address)]
        if credential.totp_secret is not None:
            if command.totp_code_step is None and command.recovery is None:
                return Handled(
                    answer=_answer("code_needed"), refusal="identity.sign_in.code_needed"
                )
            used = _use_up(work, credential, command)
            if used is None:
                return _failed(work, credential, command, "wrong_code")
            events.extend(used)
        self._open(work, credential, command)
        return Handled(
            events=tuple(events),
            answer={"outcome": "signed_in", "mustChange": credential.must_change},
        )

    def _open(self, work: Work, credential: Credential, command: RecordSignIn) -> None:
        step = command.totp_code_step or credential.totp_step
        after = replace(credential, failures=0, locked_until=None, totp_step=step)
        if after != credential:
            work.put(CREDENTIAL, after)
        open_session(
            work,
            Session(
                id=command.session_id,
                person_id=command.person_id,
                csrf_token=command.csrf_token,
                opened_at=work.at,
                expires_at=command.expires_at,
                address=command.address,
                agent=command.agent,
            ),
        )

    def end_session(self, command: EndSession, work: Work) -> Outcome:
        """Sign out; signing out twice is fine."""
        session = work.get(SESSION, command.session_id)
        if session is None:
            return Handled()
        work.delete(SESSION, session.id)
        return Handled(events=(SignedOut(person_id=session.person_id),))

    def set_preferences(self, command: SetPreferences, work: Work) -> Outcome:
        """Keep language and theme of whoever asks."""
        person = work.get(PERSON, work.actor.id)
        if person is None:
            return Refused("identity.person.unknown", 422, {"no": ""})
        language = command.language or person.language
        theme = command.theme or person.theme
        if language not in _LANGUAGES or theme not in _THEMES:
            return Refused("identity.preferences.unknown", 422, {})
        after = replace(person, language=language, theme=theme)
        if after != person:
            work.put(PERSON, after)
            count_up(work, self._directory)
        return Handled()

    def create_token(self, command: CreateToken, work: Work) -> Outcome:
        """Keep a token of whoever asks; it may never do more than they may."""
        unknown = [scope for scope in command.scopes if not _is_known(scope)]
        if unknown or not command.scopes:
            params = {"permission": "、".join(unknown)}
            return Refused("identity.permission.unknown", 422, params)
        if command.expires_at is not None and command.expires_at <= work.at:
            return Refused("identity.token.already_over", 422, {})
        in_force = [
            token
            for token in work.find(API_TOKEN, "by_person", work.actor.id)
            if token.revoked_at is None
        ]
        if len(in_force) >= MAX_TOKENS:
            return Refused("identity.token.too_many", 409, {"limit": MAX_TOKENS})
        row = ApiToken(
            id=work.new_id(0),
            person_id=work.actor.id,
            name=command.name,
            digest=command.digest,
            scopes=" ".join(command.scopes),
            created_at=work.at,
            expires_at=command.expires_at,
        )
        work.insert(API_TOKEN, row)
        event = TokenCreated(
            id=row.id, person_id=row.person_id, name=row.name, scopes=command.scopes
        )
        return Handled(events=(event,), answer={"tokenId": row.id})

    def revoke_token(self, command: RevokeToken, work: Work) -> Outcome:
        """End a token; those of others are not found, unless one manages people."""
        token = work.get(API_TOKEN, command.id)
        is_mine = token is not None and token.person_id == work.actor.id
        if token is None or not (is_mine or work.actor.may("organisation.manage")):
            return Refused("identity.token.unknown", 404, {})
        if token.revoked_at is not None:
            return Handled()
        work.put(API_TOKEN, replace(token, revoked_at=work.at))
        return Handled(events=(TokenRevoked(id=token.id, person_id=token.person_id),))


def open_session(work: Work, session: Session) -> None:
    """Keep a session; ended ones of the person go, and the oldest when there are too many."""
    present = sorted(work.find(SESSION, "by_person", session.person_id), key=lambda s: s.opened_at)
    surplus = len(present) - MAX_SESSIONS + 1
    for position, old in enumerate(present):
        if position < surplus or old.expires_at <= work.at:
            work.delete(SESSION, old.id)
    work.insert(SESSION, session)


def _use_up(work: Work, known: Credential, command: RecordSignIn) -> tuple[Fact, ...] | None:
    """Use up what was given as second factor; None when it is worth nothing."""
    if command.recovery is None:
        return () if (command.totp_code_step or -1) > known.totp_step else None
    if work.get(RECOVERY_CODE, known.person_id, command.recovery) is None:
        return None
    work.delete(RECOVERY_CODE, known.person_id, command.recovery)
    left = len(work.find(RECOVERY_CODE, "by_person", known.person_id))
    return (RecoveryCodeUsed(person_id=known.person_id, left_count=left),)


def _failed(work: Work, known: Credential, command: RecordSignIn, outcome: str) -> Handled:
    before = 0 if known.locked_until else known.failures
    failures = before + 1
    locked_until = work.at + timedelta(seconds=LOCK_S) if failures >= MAX_FAILURES else None
    work.put(CREDENTIAL, replace(known, failures=failures, locked_until=locked_until))
    event: Fact = SignInFailed(
        person_id=known.person_id,
        address=command.address,
        failures=failures,
        locked_until=locked_until,
    )
    if locked_until:
        code = "identity.sign_in.locked"
        return Handled((event,), answer=locked_answer(locked_until, work.at), refusal=code)
    answer = _answer(outcome, left=MAX_FAILURES - failures)
    return Handled((event,), answer=answer, refusal=f"identity.sign_in.{outcome}")


def _answer(outcome: str, left: int = MAX_FAILURES - 1) -> dict[str, Any]:
    return {"outcome": outcome, "left": left}


def locked_answer(until: datetime, at: datetime) -> dict[str, Any]:
    """How a locked account answers, with the minutes that are left."""
    return {"outcome": "locked", "minutes": minutes_until(until, at)}


def _is_known(scope: str) -> bool:
    permission, colon, kind = scope.partition(":")
    return permission in CATALOGUE and (not colon or (permission in NARROWED and bool(kind)))
