"""Questions about accounts at providers."""

from dujiang.identity.single.tables import OPENID_ACCOUNT, OpenIdAccount
from dujiang.store import Store


class OpenIdAccounts:
    """Who is linked to an account at a provider."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find_openid_account(self, issuer: str, subject: str) -> OpenIdAccount | None:
        """The link, if there is one."""
        with self._store.read() as reader:
            return reader.get(OPENID_ACCOUNT, issuer, subject)
