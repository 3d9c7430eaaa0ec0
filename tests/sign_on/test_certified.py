"""The way through a certified provider, npm's `oidc-provider`, as a browser goes it."""

import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx2
import pytest

from dujiang.kernel.clock import SystemClock
from dujiang.main import build
from dujiang.settings import Secret, Settings
from tests.architecture.source import ROOT
from tests.browser.house import served
from tests.installation import CHEAP_PASSWORDS, KEY, install, quiet
from tests.peers.openid import CLIENT, SECRET
from tests.sign_on.test_openid import COMPANY

NODE = ROOT / ".venv" / "node" / "bin" / "node"
PROVIDER = ROOT / "tests" / "peers" / "oidc"
pytestmark = [
    pytest.mark.spec("A1"),
    pytest.mark.skipif(
        not (PROVIDER / "node_modules").is_dir() or not NODE.exists(),
        reason="npm's oidc-provider is not installed: make test installs it",
    ),
]
MAX_STEPS = 12


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The product, knowing the provider; both on this machine."""
    quiet()
    port = free_port()
    app = build(
        Settings(
            data=tmp_path, secret_key=KEY, log_level="error",
            openid_issuer=f"http://127.0.0.1:{port}", openid_client_id=CLIENT,
            openid_client_secret=Secret(SECRET), openid_networks="127.0.0.0/8",
        ),
        clock=SystemClock(),
        passwords=CHEAP_PASSWORDS,
    )  # fmt: skip
    install(app, COMPANY)
    with served(app) as url:
        back = f"{url}/api/v1/session/openid/callback"
        command = [str(NODE), "server.mjs", str(port), back]
        with subprocess.Popen(
            command, cwd=PROVIDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as provider:
            assert provider.stdout is not None
            assert provider.stdout.readline() == "ready\n"
            yield url
            provider.kill()


def test_a_certified_provider_lets_somebody_in(address: str) -> None:
    with httpx2.Client(follow_redirects=False, trust_env=False) as browser:
        page = browser.get(f"{address}/api/v1/session/openid", params={"to": "/todo"})
        for _ in range(MAX_STEPS):
            if page.is_redirect:
                where = urljoin(str(page.url), page.headers["location"])
                if where.startswith(address) and "/callback" not in where:
                    break
                page = browser.get(where)
                continue
            (action,) = re.findall(r'<form[^>]* action="([^"]+)"', page.text)
            page = browser.post(
                urljoin(str(page.url), action),
                data={"prompt": "login" if 'name="login"' in page.text else "consent",
                      "login": "liming", "password": "any"},
            )  # fmt: skip

        assert page.headers["location"] == "/todo"
        assert browser.get(f"{address}/api/v1/session").json()["person"]["login"] == "liming"
