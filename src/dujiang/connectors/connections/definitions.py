"""Reading a connection's definition: everything that is wrong with it, before it is kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from ipaddress import ip_network
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from dujiang.calendars import parse_duration
from dujiang.connectors.connections.kinds import Kind, Kinds
from dujiang.connectors.connections.model import (
    MAX_NETWORKS,
    MAX_SUBSCRIPTIONS,
    PRACTICE,
    ConnectionDefinition,
    Subscription,
)
from dujiang.feel import Expression, FeelSyntaxError, compile_expression
from dujiang.kernel.errors import Problem

MAX_TEXTS_KEPT: Final = 2_048
MAX_TEXT_CHARS: Final = 4_000

_KEY: Final = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_HEADER: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_OURS: Final = frozenset(("host", "content-length", "idempotency-key", "authorization", "cookie"))
"""Headers that a connection may not set by hand: they are ours, or secrets of their own."""


@lru_cache(maxsize=MAX_TEXTS_KEPT)
def compiled(text: str) -> Expression:
    """The expression behind a leading `=`. Raises `FeelSyntaxError`."""
    return compile_expression(text.removeprefix("=").strip())


def read_definition(
    found: Mapping[str, Any], kinds: Kinds
) -> tuple[ConnectionDefinition | None, tuple[Problem, ...]]:
    """The definition, or None with its problems; their paths are JSON pointers."""
    try:
        definition = msgspec.convert(found, ConnectionDefinition)
    except msgspec.ValidationError as error:
        params = {"reason": str(error)}
        return None, (Problem(code="connectors.definition.not_readable", params=params),)
    problems = tuple(_problems(definition, kinds))
    return (None if problems else definition), problems


def _problems(definition: ConnectionDefinition, kinds: Kinds) -> Iterator[Problem]:
    if not _KEY.fullmatch(definition.key):
        yield _problem("connectors.definition.key_not_a_name", "/key", key=definition.key)
    if not definition.name.strip():
        yield _problem("connectors.definition.no_name", "/name")
    kind = kinds.get(definition.kind)
    if kind is None:
        yield _problem("connectors.definition.kind_unknown", "/kind", kind=definition.kind)
        return
    yield from _address_problems(definition.base_url, kind, "/baseUrl")
    yield from _authentication_problems(definition, kind)
    yield from _setting_problems(definition, kind)
    yield from _header_problems(definition.headers)
    yield from _network_problems(definition.allowed_networks)
    if len(definition.subscriptions) > MAX_SUBSCRIPTIONS:
        limit = MAX_SUBSCRIPTIONS
        yield _problem("connectors.definition.too_many", "/subscriptions", limit=limit)
    if definition.subscriptions and not kind.has_hook:
        yield _problem("connectors.definition.no_hook", "/subscriptions")
    for index, subscription in enumerate(definition.subscriptions):
        yield from _subscription_problems(subscription, f"/subscriptions/{index}")


def _address_problems(url: str, kind: Kind, path: str) -> Iterator[Problem]:
    if url in ("", PRACTICE):
        return
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_whole = False
    if not kind.schemes or not is_whole or parts.scheme not in kind.schemes:
        schemes = ", ".join(f"{scheme}://" for scheme in kind.schemes)
        yield _problem("connectors.definition.address", path, schemes=schemes)
    elif parts.username or parts.password or parts.query or parts.fragment:
        yield _problem("connectors.definition.address_says_too_much", path)


def _authentication_problems(definition: ConnectionDefinition, kind: Kind) -> Iterator[Problem]:
    given = definition.authentication
    if given.kind not in kind.authentications:
        yield _problem(
            "connectors.definition.authentication", "/authentication/kind", kind=given.kind
        )
        return
    if given.kind in ("basic", "oauth2") and not given.user:
        yield _problem("connectors.definition.required", "/authentication/user")
    if given.kind == "header" and not _HEADER.fullmatch(given.header):
        yield _problem("connectors.definition.header", "/authentication/header", name=given.header)
    if given.kind == "oauth2":
        if not given.token_url:
            yield _problem("connectors.definition.required", "/authentication/tokenUrl")
        yield from _address_problems(given.token_url, kind, "/authentication/tokenUrl")


def _setting_problems(definition: ConnectionDefinition, kind: Kind) -> Iterator[Problem]:
    for key, text in definition.settings.items():
        setting = kind.setting(key)
        if setting is None or setting.is_secret:
            yield _problem("connectors.definition.setting_unknown", f"/settings/{key}", name=key)
        elif setting.choices and text and text not in setting.choices:
            choices = list(setting.choices)
            yield _problem("connectors.definition.choice", f"/settings/{key}", choices=choices)
        elif setting.form == "number" and text and not text.isdecimal():
            yield _problem("connectors.definition.not_a_number", f"/settings/{key}", text=text)
        elif len(text) > MAX_TEXT_CHARS:
            yield _problem(
                "connectors.definition.too_long", f"/settings/{key}", limit=MAX_TEXT_CHARS
            )


def _header_problems(headers: Mapping[str, str]) -> Iterator[Problem]:
    for name, text in headers.items():
        is_sound = _HEADER.fullmatch(name) and text.isprintable() and text.isascii()
        if not is_sound or name.lower() in _OURS:
            yield _problem("connectors.definition.header", f"/headers/{name}", name=name)


def _network_problems(networks: Sequence[str]) -> Iterator[Problem]:
    if len(networks) > MAX_NETWORKS:
        yield _problem("connectors.definition.too_many", "/allowedNetworks", limit=MAX_NETWORKS)
    for index, text in enumerate(networks):
        try:
            ip_network(text)
        except ValueError:
            path = f"/allowedNetworks/{index}"
            yield _problem("connectors.definition.network", path, text=text)


def _subscription_problems(subscription: Subscription, path: str) -> Iterator[Problem]:
    if not subscription.message:
        yield _problem("connectors.definition.required", f"{path}/message")
    for name in ("event", "message", "correlation", "variables"):
        text = getattr(subscription, name)
        if len(text) > MAX_TEXT_CHARS:
            yield _problem("connectors.definition.too_long", f"{path}/{name}", limit=MAX_TEXT_CHARS)
        elif text.startswith("="):
            yield from _feel_problems(text, f"{path}/{name}")
    if subscription.variables and not subscription.variables.startswith("="):
        yield _problem("connectors.definition.variables_not_feel", f"{path}/variables")
    keep = parse_duration(subscription.keep)
    if keep is None or keep.months or keep.days < 0 or keep.seconds < 0:
        yield _problem("connectors.definition.duration", f"{path}/keep", text=subscription.keep)


def _feel_problems(text: str, path: str) -> Iterator[Problem]:
    try:
        compiled(text)
    except FeelSyntaxError as error:
        where = {"line": error.line, "column": error.column}
        yield _problem("connectors.definition.not_feel", path, text=text[:200], **where)


def _problem(code: str, path: str, **params: object) -> Problem:
    return Problem(code=code, path=path, params=params)
