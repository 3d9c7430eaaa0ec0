"""A private PostgreSQL for the test run: own folder, port and socket, trusted, thrown away after.

`server()` starts it once per machine user and test run (parallel workers share it by a lock file);
`fresh_database()` gives each test a database of its own, copied from an empty template.
"""

import atexit
import fcntl
import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
_numbers = count(1)


def is_installed() -> bool:
    """Whether PostgreSQL's server programs are on this machine."""
    return bool(_BINARIES) or shutil.which("initdb") is not None


needs_postgres = pytest.mark.skipif(
    not is_installed(), reason="PostgreSQL is not installed: apt-get install postgresql"
)


def _program(name: str) -> str:
    return str(_BINARIES[-1] / name) if _BINARIES else str(shutil.which(name))


def _run_as_postgres(*command: str) -> None:
    """PostgreSQL refuses to run as root: as root its own user takes over."""
    options: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        options = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd="/", timeout=120, **options
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}\n{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class PrivatePostgres:
    """One server in one folder; `is_durable` keeps fsync on, for crash tests and benchmarks."""

    def __init__(self, *, is_durable: bool = False) -> None:
        self.is_durable = is_durable
        self.folder = Path(tempfile.mkdtemp(prefix="dujiang-pg-"))
        self.port = _free_port()
        self.folder.chmod(0o755)
        data = self.folder / "data"
        data.mkdir()
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            os.chown(data, account.pw_uid, account.pw_gid)
        initdb = (_program("initdb"), "-D", str(data), "-U", "postgres", "-A", "trust")
        _run_as_postgres(*initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start, or start again after `stop`."""
        fsync = "on" if self.is_durable else "off"
        settings = (
            f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync={fsync} "
            f"-c full_page_writes={fsync} -c synchronous_commit={fsync} -c max_connections=200 "
            "-c shared_buffers=64MB -c deadlock_timeout=200ms -c log_min_messages=fatal"
        )
        log = str(self.folder / "log")
        control = (_program("pg_ctl"), "-D", str(self.folder / "data"), "-l", log)
        _run_as_postgres(*control, "-o", settings, "-w", "-t", "60", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop; `immediate` is what a power cut leaves."""
        control = (_program("pg_ctl"), "-D", str(self.folder / "data"), "-m", mode)
        _run_as_postgres(*control, "-w", "-t", "60", "stop")

    def remove(self) -> None:
        """Stop and delete everything."""
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        """The URL of one of its databases."""
        return url_of(self.port, database)


def url_of(port: int, database: str) -> str:
    """The URL of a database of a private server."""
    return f"postgresql://postgres@127.0.0.1:{port}/{database}"


@cache
def shared_port() -> int:
    """The port of the server that this test run shares; the last process stops it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"pid{os.getpid()}")
    card = Path(tempfile.gettempdir()) / f"dujiang-pg-{run}.json"
    with card.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = json.loads(card.read_text()) if card.exists() else None
        if known is None:
            server = PrivatePostgres()
            known = {"port": server.port, "folder": str(server.folder), "users": 0}
        known["users"] += 1
        card.write_text(json.dumps(known))
    atexit.register(_leave, card)
    port: int = known["port"]
    return port


def _leave(card: Path) -> None:
    with card.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = json.loads(card.read_text())
        known["users"] -= 1
        card.write_text(json.dumps(known))
        if known["users"]:
            return
        folder = Path(known["folder"])
        _run_as_postgres(
            _program("pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-w", "stop"
        )
        shutil.rmtree(folder, ignore_errors=True)
        card.unlink()
    card.with_suffix(".lock").unlink(missing_ok=True)


@contextmanager
def fresh_database() -> Iterator[str]:
    """The URL of an empty database that nobody else uses."""
    port = shared_port()
    name = f"t{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(url_of(port, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
    try:
        yield url_of(port, name)
    finally:
        with psycopg.connect(url_of(port, "postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
