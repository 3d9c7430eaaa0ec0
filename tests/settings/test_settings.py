"""Settings: environment over file over defaults, nothing misspelt passes, secrets stay hidden."""

from pathlib import Path

import pytest

from dujiang.kernel.errors import InvalidInput
from dujiang.settings import Secret, Settings, described, load_settings


def test_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path: Path) -> None:
    file = tmp_path / "dujiang.toml"
    file.write_text('port = 1\nhost = "0.0.0.0"\ncompany = "甲"\n', "utf-8")

    settings = load_settings({"DUJIANG_PORT": "2", "DUJIANG_CONFIG": str(file)}, host="::")

    assert (settings.port, settings.host, settings.company) == (2, "::", "甲")


def test_unknown_names_and_wrong_values_are_all_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        load_settings({"DUJIANG_PROT": "1", "DUJIANG_PORT": "many", "PATH": "/bin"})

    assert [(p.code, p.path) for p in refused.value.problems] == [
        ("settings.name.unknown", "prot"),
        ("settings.value.invalid", "port"),
    ]


def test_secret_never_shows_itself() -> None:
    settings = load_settings({"DUJIANG_DATABASE_URL": "postgresql://u:hidden@h/d"})

    assert "hidden" not in repr(settings)
    assert settings.database_url == Secret("postgresql://u:hidden@h/d")
    assert settings.store_url == "postgresql://u:hidden@h/d"


def test_without_a_database_the_embedded_one_lies_in_the_data_folder(tmp_path: Path) -> None:
    assert Settings(data=tmp_path).store_url == f"sqlite:///{tmp_path}/dujiang.sqlite"


def test_missing_file_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"settings\.file\.missing"):
        load_settings({"DUJIANG_CONFIG": str(tmp_path / "no.toml")})


def test_page_of_settings_names_every_one() -> None:
    page = described()

    assert all(f"`DUJIANG_{name.upper()}`" in page for name in Settings.__dataclass_fields__)
