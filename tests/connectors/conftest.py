"""A company with an administrator, behind the real door."""

from tests.api.conftest import admin, app, client, clock, liming

__all__ = ["admin", "app", "client", "clock", "liming"]
