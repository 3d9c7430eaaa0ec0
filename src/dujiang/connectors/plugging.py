"""The room's routes, for `main` to merge with those of the others."""

from collections.abc import Callable
from typing import Final

import msgspec

from dujiang.connectors.connections import commands as c
from dujiang.connectors.connections.handlers import MANAGE, Seals, SettingUp
from dujiang.connectors.connections.kinds import REST, Kinds
from dujiang.connectors.connections.receiving import Receiving
from dujiang.feel import Environment
from dujiang.runtime import INTERNAL, AnyRoute, Route, Work

KINDS: Final[Kinds] = {kind.key: kind for kind in (REST,)}
"""Every kind of connection."""


def connector_routes(
    seals: Seals, environment: Callable[[Work], Environment]
) -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of this room."""
    setting_up = SettingUp(KINDS, seals)
    return {
        c.SaveConnection: Route(MANAGE, setting_up.save),
        c.BringConnection: Route(MANAGE, setting_up.bring),
        c.RemoveConnection: Route(MANAGE, setting_up.remove),
        c.MakeHookSecret: Route(MANAGE, setting_up.make_hook_secret),
        c.ReceiveHook: Route(INTERNAL, Receiving(environment)),
    }
