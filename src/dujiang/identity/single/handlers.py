"""What is written when somebody comes from a provider: the link, and the session."""

from datetime import datetime

from dujiang.identity.accounts import open_session
from dujiang.identity.commands import Command
from dujiang.identity.events import SignedIn
from dujiang.identity.model import Session
from dujiang.identity.single.tables import OPENID_ACCOUNT, OpenIdAccount
from dujiang.identity.tables import PERSON
from dujiang.runtime import INTERNAL, Handled, Outcome, Refused, Route, Routes, Work


class RecordOpenIdSignIn(Command, frozen=True):
    """A provider has said who is there; their account there belongs to them from now on."""

    issuer: str
    subject: str
    person_id: int
    session_id: bytes
    csrf_token: str
    expires_at: datetime
    address: str = ""
    agent: str = ""


def single_routes() -> Routes:
    """The command of this room."""
    return {RecordOpenIdSignIn: Route(INTERNAL, _record)}


def _record(command: RecordOpenIdSignIn, work: Work) -> Outcome:
    person = work.get(PERSON, command.person_id)
    if person is None or not person.is_active:
        return Refused("identity.openid.nobody", 401)
    known = work.get(OPENID_ACCOUNT, command.issuer, command.subject)
    if known is not None and known.person_id != person.id:
        return Refused("identity.openid.nobody", 401)
    if known is None:
        link = OpenIdAccount(
            issuer=command.issuer,
            subject=command.subject,
            person_id=person.id,
            linked_at=work.at,
        )
        work.insert(OPENID_ACCOUNT, link)
    session = Session(
        id=command.session_id,
        person_id=person.id,
        csrf_token=command.csrf_token,
        opened_at=work.at,
        expires_at=command.expires_at,
        address=command.address,
        agent=command.agent,
        is_external=True,
    )
    open_session(work, session)
    return Handled(events=(SignedIn(person_id=person.id, address=command.address),))
