"""The command line: every command does its few lines, tells errors in a sentence, hides secrets."""

from pathlib import Path

import pytest

from dujiang.__main__ import House
from dujiang.cli import run
from dujiang.cli.commands import command_line, terminal_language
from dujiang.cli.docs import pages
from tests.installation import quiet

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def _own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("DUJIANG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DUJIANG_DATA", str(tmp_path))
    monkeypatch.setenv("DUJIANG_LOG_LEVEL", "error")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    yield
    quiet()


def _run(*arguments: str) -> int:
    return run(House(), arguments)


def test_init_makes_a_database_and_an_administrator_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert _run("init", "--admin", "root", "--company", "甲公司") == 0

    assert "Administrator root, password" in capsys.readouterr().out
    assert (tmp_path / "dujiang.sqlite").is_file()
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    assert _run("init") == 0
    assert "no administrator was added" in capsys.readouterr().out


def test_user_gets_an_account_and_a_role(capsys: pytest.CaptureFixture[str]) -> None:
    _run("init")

    code = _run("user", "add", "wang", "--no", "E9", "--name", "王芳", "--department", "D00")

    assert code == 0
    assert "Account wang, password" in capsys.readouterr().out


def test_refusal_is_told_in_a_sentence_with_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    _run("init")

    code = _run("user", "add", "wang", "--no", "E9", "--name", "王芳", "--department", "D77")

    assert code == 1
    assert "[identity.department.unknown]" in capsys.readouterr().err


def test_token_is_printed_once(capsys: pytest.CaptureFixture[str]) -> None:
    _run("init", "--admin", "root")

    assert _run("token", "create", "root", "item.read", "--name", "robot") == 0

    assert capsys.readouterr().out.splitlines()[-1].startswith("djt_")


def test_token_for_nobody_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    _run("init")

    assert _run("token", "create", "nobody") == 1
    assert "[cli.login.unknown]" in capsys.readouterr().err


def test_demo_company_is_loaded_into_an_empty_database_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run("demo") == 0
    assert "liming" in capsys.readouterr().out

    assert _run("demo") == 1
    assert "[cli.demo.not_empty]" in capsys.readouterr().err


def test_doctor_says_what_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _run("init")
    (tmp_path / "secret.key").chmod(0o644)

    assert _run("doctor") == 1

    told = capsys.readouterr().out
    assert f"chmod 600 {tmp_path / 'secret.key'}" in told
    assert "ok   The database (sqlite)" in told


def test_doctor_tells_a_database_that_does_not_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUJIANG_DATABASE_URL", "postgresql://u:hidden@127.0.0.1:1/none")

    assert _run("doctor") == 1

    told = capsys.readouterr().out
    assert "FAIL The database does not answer" in told
    assert "hidden" not in told


def test_unknown_setting_is_told_by_its_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUJIANG_PROT", "1")

    assert _run("db", "upgrade") == 1
    assert "prot: There is no setting called prot" in capsys.readouterr().err


def test_description_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    assert _run("openapi", str(tmp_path / "api.json")) == 0
    assert (tmp_path / "api.json").read_text("utf-8").startswith("{")


@pytest.mark.parametrize("name", ["settings.md", "errors.md", "checks.md", "commands.md"])
def test_generated_page_is_current(name: str) -> None:
    house = House()

    generated = pages(command_line(house, "en-US"), house.words)[name]

    assert (DOCS / name).read_text("utf-8") == generated, "run: dujiang docs"


def test_terminal_chooses_the_language() -> None:
    assert terminal_language({"LANG": "zh_CN.UTF-8"}) == "zh-CN"
    assert terminal_language({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}) == "en-US"
    assert terminal_language({}) == "en-US"
