"""Signing in with an account of the company's own provider（单点登录）by OpenID Connect.

The browser is sent to the provider with a state, a nonce and the hash of a verifier; all three wait
in a sealed cookie, so the server remembers nothing of who never comes back.
"""

from dujiang.identity.single.handlers import RecordOpenIdSignIn, single_routes
from dujiang.identity.single.provider import OpenIdProvider, OpenIdSettings
from dujiang.identity.single.read import OpenIdAccounts
from dujiang.identity.single.sign_on import PATIENCE, Begun, SingleSignOn
from dujiang.identity.single.tables import OPENID_ACCOUNT, OpenIdAccount

__all__ = [
    "OPENID_ACCOUNT",
    "PATIENCE",
    "Begun",
    "OpenIdAccount",
    "OpenIdAccounts",
    "OpenIdProvider",
    "OpenIdSettings",
    "RecordOpenIdSignIn",
    "SingleSignOn",
    "single_routes",
]
