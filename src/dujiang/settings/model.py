"""Everything an installation can be told: one frozen dataclass, read from `DUJIANG_*` and one TOML.

Environment wins over the file, the file over the defaults. Unknown names are errors: a misspelt
setting must not be silently without effect. `docs/settings.md` is generated from here.
"""

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from dujiang.kernel.errors import InvalidInput, Problem

PREFIX: Final = "DUJIANG_"
CONFIG: Final = f"{PREFIX}CONFIG"
"""Environment variable with the path of the TOML file; the one name that is not a setting."""


class Secret:
    """A text that never shows itself: not in logs, tracebacks or the output of `doctor`."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        """The text; call it where it is used, and nowhere else."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "***" if self._text else "(not set)"


def _says(meaning: str, unit: str = "") -> Mapping[str, str]:
    return {"meaning": meaning, "unit": unit}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one installation; see each field's `meaning`."""

    host: str = field(default="127.0.0.1", metadata=_says("Address to listen on; 0.0.0.0 for all."))
    port: int = field(default=8000, metadata=_says("Port to listen on."))
    data: Path = field(
        default=Path("data"),
        metadata=_says("Folder of the embedded database, its files and the installation's key."),
    )
    database_url: Secret = field(
        default=Secret(),
        metadata=_says("`postgresql://user:password@host/name`; empty for SQLite inside `data`."),
    )
    public_url: str = field(
        default="",
        metadata=_says("Address under which people open the site; `https` makes cookies secure."),
    )
    company: str = field(
        default="",
        metadata=_says(
            "Name of the company, shown beside the mark; empty takes the one that is kept with "
            "the organisation."
        ),
    )
    time_zone: str = field(
        default="Asia/Shanghai", metadata=_says("IANA name of the company's time zone.")
    )
    secret_key: Secret = field(
        default=Secret(),
        metadata=_says(
            "Key from which the installation's keys are derived, 64 hexadecimal digits; "
            "empty for the file `secret.key` inside `data`, made at the first start."
        ),
    )
    session_s: int = field(default=43_200, metadata=_says("How long a sign-in lasts.", "s"))
    sign_ins_per_minute: int = field(
        default=30,
        metadata=_says("Attempts to sign in from one address before it must wait.", "1/min"),
    )
    requests_per_minute: int = field(
        default=3_000,
        metadata=_says("Requests of one person or token before they must wait.", "1/min"),
    )
    trusted_proxies: str = field(
        default="127.0.0.1",
        metadata=_says("Addresses, comma separated, whose `X-Forwarded-*` headers are believed."),
    )
    peers: dict[str, str] = field(
        default_factory=dict,
        metadata=_says('Addresses of other systems by name: `{"hr": "https://hr.example"}`.'),
    )
    peer_networks: str = field(
        default="",
        metadata=_says(
            "Private networks, comma separated, in which `peers` may lie: `10.0.0.0/8`; "
            "others are refused."
        ),
    )
    peer_timeout_s: int = field(
        default=10, metadata=_says("How long a peer may take to answer.", "s")
    )
    openid_issuer: str = field(
        default="",
        metadata=_says(
            "Address of the OpenID provider that people may sign in with; empty: passwords alone."
        ),
    )
    openid_client_id: str = field(
        default="", metadata=_says("Name under which the provider knows this installation.")
    )
    openid_client_secret: Secret = field(
        default=Secret(), metadata=_says("Secret of that name at the provider.")
    )
    openid_label: str = field(
        default="SSO", metadata=_says("What the provider is called on the sign-in page.")
    )
    openid_link_by: Literal["email", "login", "none"] = field(
        default="email",
        metadata=_says(
            "How an account at the provider finds its person the first time: by a verified "
            "`email`, by the `login`, or by `none`."
        ),
    )
    openid_networks: str = field(
        default="",
        metadata=_says("Private networks, comma separated, in which the provider may lie."),
    )
    ldap_url: str = field(
        default="",
        metadata=_says(
            "Directory that people are imported from: `ldaps://host` or `ldap://host:389`."
        ),
    )
    ldap_starttls: bool = field(
        default=False, metadata=_says("Whether an `ldap://` line is secured by StartTLS.")
    )
    ldap_bind_dn: str = field(
        default="", metadata=_says("Entry that we sign in as there; empty: without signing in.")
    )
    ldap_password: Secret = field(default=Secret(), metadata=_says("Password of that entry."))
    ldap_base_dn: str = field(default="", metadata=_says("Below which entry the people are."))
    ldap_filter: str = field(
        default="(&(objectClass=person)(employeeNumber=*))",
        metadata=_says("Which entries are people, as an LDAP filter."),
    )
    ldap_attributes: dict[str, str] = field(
        default_factory=dict,
        metadata=_says(
            'Attributes of columns other than the usual: `{"department": "ou"}`; columns are '
            "no, name, name_en, login, department, position, grade, email, mobile, superior."
        ),
    )
    smtp_host: str = field(
        default="", metadata=_says("Mail server; empty: no mails are sent, only notices inside.")
    )
    smtp_port: int = field(default=587, metadata=_says("Port of the mail server."))
    smtp_security: Literal["none", "starttls", "tls"] = field(
        default="starttls",
        metadata=_says("How the line is secured: `starttls`, `tls` from the start, or `none`."),
    )
    smtp_user: str = field(
        default="", metadata=_says("Account at the mail server; empty: without signing in.")
    )
    smtp_password: Secret = field(default=Secret(), metadata=_says("Password of that account."))
    smtp_from: str = field(
        default="dujiang@localhost", metadata=_says("Address that mails come from.")
    )
    read_threads: int = field(default=4, metadata=_says("Threads that answer questions."))
    outbox_threads: int = field(
        default=32, metadata=_says("Most calls to other systems at the same time.")
    )
    file_bytes: int = field(
        default=50_000_000, metadata=_says("Largest file that may be uploaded.", "bytes")
    )
    stop_s: int = field(
        default=20, metadata=_says("How long a stop waits for what is in flight.", "s")
    )
    web: Path | None = field(
        default=None,
        metadata=_says("Folder of the built front end; empty finds the one that was installed."),
    )
    log_format: str = field(
        default="text", metadata=_says("`text` for people, `json` for machines.")
    )
    log_level: str = field(default="info", metadata=_says("`debug`, `info`, `warning` or `error`."))

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def store_url(self) -> str:
        """The database's address: PostgreSQL as given, or the SQLite file inside `data`."""
        return self.database_url.reveal() or f"sqlite:///{self.data / 'dujiang.sqlite'}"


def load_settings(
    environment: Mapping[str, str], config: Path | None = None, **overrides: object
) -> Settings:
    """Read the settings. `overrides` (of the command line) win over everything.

    Raises `InvalidInput` with one problem for each unknown name and each value that does not fit.
    """
    given: dict[str, Any] = {}
    path = config or (Path(environment[CONFIG]) if environment.get(CONFIG) else None)
    if path is not None:
        given.update(_from_file(path))
    given.update(_from_environment(environment))
    given.update({name: value for name, value in overrides.items() if value is not None})
    problems, values = list[Problem](), dict[str, Any]()
    fields = {setting.name: setting for setting in dataclasses.fields(Settings)}
    for name, value in given.items():
        setting = fields.get(name)
        if setting is None:
            problems.append(Problem(code="settings.name.unknown", path=name, params={"name": name}))
            continue
        try:
            values[name] = _converted(value, setting)
        except (ValueError, TypeError, msgspec.MsgspecError) as error:
            params = {"name": name, "reason": str(error)}
            problems.append(Problem(code="settings.value.invalid", path=name, params=params))
    if problems:
        raise InvalidInput("settings.invalid", problems=tuple(problems), count=len(problems))
    return Settings(**values)


def from_process(config: Path | None = None, **overrides: object) -> Settings:
    """The settings of this process: its environment and the file it names."""
    return load_settings(os.environ, config, **overrides)


def described() -> str:
    """`docs/settings.md`: every setting with its variable, default and meaning."""
    head = (
        "# Settings\n\nGenerated from `src/dujiang/settings` by `dujiang docs`.\n\n"
        "Each is read from the environment, else from the TOML file that `DUJIANG_CONFIG` names, "
        "else the default holds. Unknown names are errors.\n\n"
        "| variable | in the file | default | unit | meaning |\n|---|---|---|---|---|\n"
    )
    rows = (
        f"| `{PREFIX}{setting.name.upper()}` | `{setting.name}` | {_default(setting)} "
        f"| {setting.metadata['unit']} | {setting.metadata['meaning']} |"
        for setting in dataclasses.fields(Settings)
    )
    return head + "\n".join(rows) + "\n"


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidInput("settings.file.missing", path=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput("settings.file.invalid", path=str(path), reason=str(error)) from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name != CONFIG and value != ""
    }


def _converted(value: object, setting: "dataclasses.Field[Any]") -> object:
    kind = str(setting.type)
    if setting.type is Secret:
        return value if isinstance(value, Secret) else Secret(str(value))
    if "Path" in kind:
        return Path(str(value)).expanduser()
    if setting.type == dict[str, str] and isinstance(value, str):
        return msgspec.json.decode(value, type=dict[str, str])
    return msgspec.convert(value, setting.type, strict=False)


def _default(setting: "dataclasses.Field[Any]") -> str:
    if isinstance(setting.default_factory, type):
        return "(none)"
    if setting.default in (None, "") or setting.default == Secret():
        return "(empty)"
    return f"`{setting.default}`"
