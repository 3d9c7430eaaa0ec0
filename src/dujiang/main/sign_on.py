"""Single sign-on and the directory of people, as the settings have them."""

from collections.abc import Callable
from ipaddress import ip_network

import httpx2

from dujiang.connectors import GuardedTransport
from dujiang.identity.ldap import LdapSettings, checked_attributes
from dujiang.identity.single import (
    OpenIdAccounts,
    OpenIdProvider,
    OpenIdSettings,
    SingleSignOn,
)
from dujiang.main.rooms import Rooms
from dujiang.settings import Settings

TIMEOUT_S = 10.0


def single_sign_on(
    settings: Settings, rooms: Rooms, random_bytes: Callable[[int], bytes]
) -> SingleSignOn | None:
    """The way in by the provider; None where none is set."""
    if not settings.openid_issuer:
        return None
    given = OpenIdSettings(
        issuer=settings.openid_issuer,
        client_id=settings.openid_client_id,
        client_secret=settings.openid_client_secret.reveal(),
        label=settings.openid_label,
        link_by=settings.openid_link_by,
    )
    networks = [ip_network(text.strip()) for text in settings.openid_networks.split(",") if text]

    def client() -> httpx2.Client:
        return httpx2.Client(
            transport=GuardedTransport(networks),
            timeout=TIMEOUT_S,
            follow_redirects=False,
            trust_env=False,
        )

    return SingleSignOn(
        provider=OpenIdProvider(given, http=client, clock=rooms.clock),
        key=rooms.key,
        accounts=OpenIdAccounts(rooms.store),
        directory=rooms.directory.current,
        dispatcher=rooms.dispatcher,
        clock=rooms.clock,
        random_bytes=random_bytes,
        session_s=settings.session_s,
    )


def ldap_settings(settings: Settings) -> LdapSettings | None:
    """The directory that people are imported from; None where none is set."""
    if not settings.ldap_url:
        return None
    return LdapSettings(
        url=settings.ldap_url,
        bind_dn=settings.ldap_bind_dn,
        password=settings.ldap_password.reveal(),
        base_dn=settings.ldap_base_dn,
        filter=settings.ldap_filter,
        attributes=checked_attributes(settings.ldap_attributes),
        is_starttls=settings.ldap_starttls,
    )
