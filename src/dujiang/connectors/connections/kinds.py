"""Kinds of connections: what each needs to be told. A connector says with which kinds it works."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from dujiang.connectors.connections.model import AuthenticationKind


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a kind needs beside the address. Words: `connectors.setting.<key>`."""

    key: str
    is_secret: bool = False
    is_required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    form: Literal["line", "number", "area"] = "line"


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of connection. Words: `connectors.kind.<key>` and `connectors.kind_says.<key>`."""

    key: str
    schemes: tuple[str, ...] = ()
    """Schemes of its address; empty: it has no address."""
    authentications: tuple[AuthenticationKind, ...] = ("none",)
    settings: tuple[Setting, ...] = ()
    has_hook: bool = False
    has_network: bool = True
    """Whether it goes over the network at all, so that private networks matter."""

    def setting(self, key: str) -> Setting | None:
        """One of its settings."""
        return next((setting for setting in self.settings if setting.key == key), None)


Kinds = Mapping[str, Kind]

HTTP_AUTHENTICATIONS: tuple[AuthenticationKind, ...] = (
    "none", "basic", "bearer", "header", "oauth2",
)  # fmt: skip

REST = Kind(
    key="rest",
    schemes=("https", "http"),
    authentications=HTTP_AUTHENTICATIONS,
    settings=(Setting(key="test_path"),),
    has_hook=True,
)
