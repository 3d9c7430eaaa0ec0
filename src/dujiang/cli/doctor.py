"""`dujiang doctor`: what is wrong with this installation, and what to do."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from cyclopts import App

from dujiang.cli.shop import Opened, Say, Shop
from dujiang.kernel.errors import DujiangError
from dujiang.settings import Settings
from dujiang.store import StoreError


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at."""

    is_fine: bool
    code: str
    params: dict[str, Any] = {}


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the command."""

    @app.command
    def doctor(*, data: Path | None = None, config: Path | None = None) -> int:
        """Look at settings, database, key, front end and clock; exit code 1 if something is wrong.

        Parameters
        ----------
        data: Folder of the embedded database.
        config: TOML file with settings.
        """
        findings = list(examine(shop, shop.settings(config, data=data)))
        for finding in findings:
            mark = "ok  " if finding.is_fine else "FAIL"
            print(f"{mark} {say(finding.code, **finding.params)}")
        return 0 if all(finding.is_fine for finding in findings) else 1


def examine(shop: Shop, settings: Settings) -> Iterator[Finding]:
    """Look at one thing after the other; what cannot be opened is told and not looked into."""
    yield _folder(settings)
    try:
        with shop.opened(settings) as opened:
            yield Finding(True, "cli.doctor.database", {"dialect": opened.dialect})
            yield from _opened(opened)
    except StoreError as error:
        yield Finding(False, "cli.doctor.database_away", {"reason": str(error)})
        return
    except DujiangError as error:
        yield Finding(False, error.code, error.params)
        return
    yield _key(settings)


def _folder(settings: Settings) -> Finding:
    folder = settings.data if settings.data.exists() else settings.data.absolute().parent
    code = "cli.doctor.folder" if os.access(folder, os.W_OK) else "cli.doctor.folder_read_only"
    return Finding(os.access(folder, os.W_OK), code, {"path": str(settings.data)})


def _key(settings: Settings) -> Finding:
    path = settings.data / "secret.key"
    if settings.secret_key or not path.exists():
        return Finding(True, "cli.doctor.key_from_settings")
    is_private = not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    code = "cli.doctor.key" if is_private else "cli.doctor.key_readable"
    return Finding(is_private, code, {"path": str(path)})


def _opened(opened: Opened) -> Iterator[Finding]:
    has_people = opened.has_people()
    yield Finding(has_people, "cli.doctor.people" if has_people else "cli.serve.nobody")
    built = opened.has_frontend
    yield Finding(built, "cli.doctor.frontend" if built else "cli.doctor.frontend_missing")
