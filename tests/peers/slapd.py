"""Debian's slapd with a few people in it: a real LDAP directory, thrown away after."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from threading import Event
from typing import Any, Self

PROGRAM = shutil.which("slapd") or shutil.which("slapd", path="/usr/sbin")
BASE = "ou=people,dc=dujiang,dc=example"
ADMIN = "cn=admin,dc=dujiang,dc=example"
PASSWORD = "of nobody"  # noqa: S105 - of nobody
_CONFIG = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {folder}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
suffix "dc=dujiang,dc=example"
rootdn "{admin}"
rootpw "{password}"
directory {folder}
access to * by users read by * auth
"""
_PATIENCE = 200


class Slapd:
    """A running directory; `add` and `change` are done by its administrator."""

    def __enter__(self) -> Self:
        assert PROGRAM is not None
        self._folder = Path(tempfile.mkdtemp(prefix="dujiang-ldap-"))
        config = self._folder / "slapd.conf"
        config.write_text(_CONFIG.format(folder=self._folder, admin=ADMIN, password=PASSWORD))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._server = subprocess.Popen(
            [PROGRAM, "-f", str(config), "-h", self.url, "-d", "0"],
            stderr=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        self._wait()
        top = {"objectClass": ["dcObject", "organization"], "o": "Dujiang", "dc": "dujiang"}
        self._do("add", "dc=dujiang,dc=example", top)
        self._do("add", BASE, {"objectClass": "organizationalUnit", "ou": "people"})
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait()
        shutil.rmtree(self._folder)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"ldap://127.0.0.1:{self._port}"

    def add(self, login: str, **attributes: str) -> None:
        """One more person."""
        entry = {"objectClass": "inetOrgPerson", "sn": attributes["cn"][:1], "uid": login}
        self._do("add", f"uid={login},{BASE}", {**entry, **attributes})

    def remove(self, login: str) -> None:
        """One person less."""
        self._do("delete", f"uid={login},{BASE}", None)

    def _wait(self) -> None:
        for _ in range(_PATIENCE):
            try:
                socket.create_connection(("127.0.0.1", self._port), 0.5).close()
            except OSError:
                assert self._server.poll() is None, "slapd ended"
                Event().wait(0.05)
            else:
                return
        raise AssertionError("slapd does not listen")

    def _do(self, what: str, dn: str, attributes: dict[str, Any] | None) -> None:
        from dujiang.identity.ldap import library

        ldap3 = library()
        server = ldap3.Server(self.url, get_info=ldap3.NONE)
        with ldap3.Connection(server, ADMIN, PASSWORD, raise_exceptions=True) as connection:
            if what == "add":
                connection.add(dn, attributes=attributes)
            else:
                connection.delete(dn)
