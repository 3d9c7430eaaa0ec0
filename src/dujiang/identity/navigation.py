"""Which pages a person sees in the sidebar: what one may not open is absent (DESIGN section 2)."""

from typing import Final

import msgspec


class NavigationItem(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. `key` names its words in the front end, `needs` any one of which suffices."""

    key: str
    route: str
    needs: tuple[str, ...]


class NavigationGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Entries under one heading."""

    key: str
    items: tuple[NavigationItem, ...]


def _item(key: str, *needs: str) -> NavigationItem:
    return NavigationItem(key=key, route=f"/{key}", needs=needs)


NAVIGATION: Final[tuple[NavigationGroup, ...]] = (
    NavigationGroup(
        key="work",
        items=(
            _item("todo", "item.read"),
            _item("start", "process.start"),
            _item("mine", "instance.read"),
            _item("done", "item.read"),
            _item("cc", "item.read"),
            _item("search", "instance.search"),
        ),
    ),
    NavigationGroup(
        key="business", items=(_item("ledgers", "ledger.read"), _item("handbook", "session.use"))
    ),
    NavigationGroup(
        key="build",
        items=(
            _item("processes", "process.design"),
            _item("rules", "rule.design"),
            _item("connections", "connection.manage"),
        ),
    ),
    NavigationGroup(
        key="run",
        items=(
            _item("overview", "overview.read"),
            _item("instances", "instance.operate"),
            _item("incidents", "incident.read"),
            _item("performance", "performance.read"),
            _item("rollout", "rollout.manage"),
        ),
    ),
    NavigationGroup(
        key="admin",
        items=(
            _item("organization", "organisation.manage"),
            _item("permissions", "permission.manage", "permission.read"),
            _item("audit", "audit.read"),
            _item("mail", "system.manage"),
            _item("system", "system.manage", "system.read"),
        ),
    ),
)
"""All pages of the sidebar, in their order."""


def navigation(permissions: frozenset[str]) -> tuple[NavigationGroup, ...]:
    """The groups and entries that these permissions open; empty groups are left out."""
    shown = (
        msgspec.structs.replace(
            group, items=tuple(item for item in group.items if permissions & {*item.needs})
        )
        for group in NAVIGATION
    )
    return tuple(group for group in shown if group.items)
