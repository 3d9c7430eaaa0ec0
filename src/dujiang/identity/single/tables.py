"""Rows that say whose account at a provider is whose here."""

from datetime import datetime
from typing import Final

import msgspec

from dujiang.store import Table


class OpenIdAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account at a provider and the person that it belongs to.

    `issuer` and `subject` are what never changes of it; names and addresses there may.
    """

    issuer: str
    subject: str
    person_id: int
    linked_at: datetime


OPENID_ACCOUNT: Final = Table(
    "openid_account",
    OpenIdAccount,
    key=("issuer", "subject"),
    indexes={"by_person": ("person_id",)},
)
