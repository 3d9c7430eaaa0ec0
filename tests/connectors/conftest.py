"""A company with an administrator, behind the real door; a bare runtime on both databases."""

from tests.api.conftest import admin, app, client, clock, liming
from tests.runtime.conftest import store

__all__ = ["admin", "app", "client", "clock", "liming", "store"]
