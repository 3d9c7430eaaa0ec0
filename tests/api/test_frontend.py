"""The built front end: hashed files for ever, pages as the one page, nothing outside its folder."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dujiang.kernel.clock import ManualClock
from tests.installation import open_app, serving

SCRIPT = "export const words = " + "'都江'," * 500


@pytest.fixture
def client(tmp_path: Path, clock: ManualClock) -> Iterator[TestClient]:
    web = tmp_path / "dist"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html><title>都江</title>", "utf-8")
    (web / "assets" / "app-1a2b.js").write_text(SCRIPT, "utf-8")
    (web / "assets" / "app-1a2b.js.br").write_bytes(b"as if it were brotli")
    (web / ".vite").mkdir()
    (web / ".vite" / "manifest.json").write_text("{}", "utf-8")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    with serving(open_app(tmp_path / "data", clock, web=web)) as running:
        yield running


def test_hashed_file_is_kept_for_ever(client: TestClient) -> None:
    answer = client.get("/assets/app-1a2b.js", headers={"accept-encoding": "identity"})

    assert answer.text == SCRIPT
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")


def test_every_page_is_the_one_page_and_asked_for_again(client: TestClient) -> None:
    for path in ("/", "/todo", "/instances/abc"):
        answer = client.get(path)
        assert "<title>都江</title>" in answer.text
        assert answer.headers["cache-control"] == "no-cache"


def test_unchanged_page_is_not_sent_again(client: TestClient) -> None:
    etag = client.get("/").headers["etag"]

    assert client.get("/", headers={"if-none-match": etag}).status_code == 304


def test_best_encoding_that_the_browser_knows_is_sent(client: TestClient) -> None:
    with client.stream(
        "GET", "/assets/app-1a2b.js", headers={"accept-encoding": "gzip, br"}
    ) as best:
        assert b"".join(best.iter_raw()) == b"as if it were brotli"
    with client.stream("GET", "/assets/app-1a2b.js", headers={"accept-encoding": "gzip"}) as other:
        assert gzip.decompress(b"".join(other.iter_raw())).decode() == SCRIPT


@pytest.mark.parametrize(
    "path",
    ["/assets/old-9.js", "/../secret.txt", "/%2e%2e/secret.txt", "/.vite/manifest.json",
     "/assets/../../secret.txt", "/assets%2f..%2f..%2fsecret.txt"],
)  # fmt: skip
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_page_cannot_be_written_to(client: TestClient) -> None:
    assert client.post("/todo").status_code == 405
