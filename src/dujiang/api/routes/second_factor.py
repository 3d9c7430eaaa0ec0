"""The second factor of one's own account. Only a browser session may change it, never a token."""

import io
from typing import Any, Final

from dujiang.api.desk import Call
from dujiang.api.schemas import second_factor as doc
from dujiang.api.schemas.common import Nothing
from dujiang.identity import Person
from dujiang.kernel.errors import Forbidden, NotFound

QR_BORDER: Final = 2


def read_second_factor(call: Call[None, None]) -> doc.SecondFactor:
    """Whether it is on."""
    credential = call.desk.identity.find_credential(call.person_id)
    return doc.SecondFactor(
        is_on=credential is not None and credential.totp_secret is not None,
        recovery_codes_left=call.desk.identity.count_recovery_codes(call.person_id),
    )


def propose(call: Call[None, doc.Proof]) -> doc.Proposal:
    """A secret and its picture."""
    person = _myself(call)
    call.desk.authenticator.prove(person.id, call.body.password)
    secret, uri = call.desk.authenticator.propose_totp(person)
    return doc.Proposal(secret=secret, uri=uri, qr=_picture(uri))


def enable(call: Call[None, doc.Enrolment]) -> doc.RecoveryCodes:
    """Turn it on."""
    person, body = _myself(call), call.body
    call.desk.authenticator.prove(person.id, body.password)
    codes = call.desk.authenticator.enable_totp(call.actor, body.secret, body.code)
    return doc.RecoveryCodes(codes=list(codes))


def renew(call: Call[None, doc.CodeGiven]) -> doc.RecoveryCodes:
    """New recovery codes."""
    _myself(call)
    codes = call.desk.authenticator.renew_recovery_codes(call.actor, call.body.code)
    return doc.RecoveryCodes(codes=list(codes))


def disable(call: Call[None, doc.CodeGiven]) -> Nothing:
    """Turn it off."""
    person = _myself(call)
    call.desk.authenticator.disable_totp(call.actor, person.id, call.body.code)
    return Nothing()


def _myself(call: Call[Any, Any]) -> Person:
    if call.session is None:
        raise Forbidden("api.session.needed")
    call.desk.limits.sign_in(call.actor.address)
    person = call.desk.directory().person(call.person_id)
    if person is None:
        raise NotFound("api.person.none")
    return person


def _picture(uri: str) -> str:
    import segno  # only enrolment draws

    target = io.BytesIO()
    segno.make(uri, micro=False).save(
        target, kind="svg", xmldecl=False, svgns=True, border=QR_BORDER, dark="#000", light="#fff",
        omitsize=True,
    )  # fmt: skip
    return target.getvalue().decode()


HANDLERS: Final = {
    "readSecondFactor": read_second_factor,
    "proposeSecondFactor": propose,
    "enableSecondFactor": enable,
    "renewRecoveryCodes": renew,
    "disableSecondFactor": disable,
}
