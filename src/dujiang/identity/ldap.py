"""People from an LDAP directory, as rows that an import is planned from (RFC 4511, 4515).

Only reads. Which attribute fills which column is a setting; what the directory does not have stays
as it is here. Departments come from here: an entry names one by its code.
"""

import ssl
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import msgspec

from dujiang.identity.directory import Directory
from dujiang.identity.spreadsheet import PEOPLE_COLUMNS, ImportPlan, plan_people
from dujiang.kernel.errors import InvalidInput, Unavailable

PAGE: Final = 500
TIMEOUT_S: Final = 10
MAX_PEOPLE: Final = 100_000
DEFAULT_ATTRIBUTES: Final[dict[str, str]] = {
    "no": "employeeNumber", "name": "cn", "login": "uid", "department": "departmentNumber",
    "email": "mail", "mobile": "mobile",
}  # fmt: skip
NEEDED: Final = ("no", "name", "department")


class LdapSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the people are and how we may read them."""

    url: str
    """`ldaps://host` or `ldap://host:port`."""
    bind_dn: str
    password: str
    base_dn: str
    filter: str
    attributes: dict[str, str]
    """Column of the import -> attribute."""
    is_starttls: bool = False


class LdapPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would do, and who is here but not there."""

    plan: ImportPlan
    missing: tuple[str, ...]
    """Numbers of active people whom the directory does not have; nothing happens to them."""


def checked_attributes(given: Mapping[str, str]) -> dict[str, str]:
    """The attributes to read. Raises `InvalidInput` for a column that an import does not know."""
    unknown = sorted(set(given) - set(PEOPLE_COLUMNS))
    found = {**DEFAULT_ATTRIBUTES, **given}
    if unknown or not all(found.get(name) for name in NEEDED):
        raise InvalidInput("identity.ldap.attributes", columns="、".join(unknown or NEEDED))
    return {column: attribute for column, attribute in found.items() if attribute}


def plan_ldap(settings: LdapSettings, directory: Directory) -> LdapPlan:
    """Read the directory and say what an import would change; blocks while it reads.

    Raises `Unavailable` when it cannot be reached or read, with the reason for the administrator.
    """
    rows = list(_read(settings))
    found = {row.get("no") for _, row in rows}
    missing = sorted(p.no for p in directory.people() if p.is_active and p.no not in found)
    return LdapPlan(plan=plan_people(rows, directory), missing=tuple(missing))


def _read(settings: LdapSettings) -> Iterator[tuple[str, dict[str, Any]]]:
    with _connected(settings) as (connection, ldap3):
        wanted = sorted(set(settings.attributes.values()))
        try:
            entries = connection.extend.standard.paged_search(
                settings.base_dn, settings.filter, attributes=wanted, paged_size=PAGE,
                generator=False,
            )  # fmt: skip
        except ldap3.core.exceptions.LDAPException as error:
            raise Unavailable("identity.ldap.not_readable", reason=str(error)[:200]) from error
        people = [entry for entry in entries if entry["type"] == "searchResEntry"]
    if len(people) > MAX_PEOPLE:
        raise InvalidInput("identity.import.too_many_rows", limit=MAX_PEOPLE)
    for entry in people:
        values = {name.lower(): value for name, value in entry["attributes"].items()}
        row = {
            column: _text(values.get(attribute.lower()))
            for column, attribute in settings.attributes.items()
        }
        yield str(entry["dn"]), row


@contextmanager
def _connected(settings: LdapSettings) -> Iterator[tuple[Any, Any]]:
    ldap3 = library()
    refused = ldap3.core.exceptions
    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED)
    server = ldap3.Server(settings.url, get_info=ldap3.NONE, connect_timeout=TIMEOUT_S, tls=tls)
    connection = ldap3.Connection(
        server, settings.bind_dn or None, settings.password or None,
        client_strategy=ldap3.SAFE_SYNC, receive_timeout=TIMEOUT_S, read_only=True,
        raise_exceptions=True,
    )  # fmt: skip
    try:
        if settings.is_starttls:
            connection.start_tls()
        connection.bind()
        yield connection, ldap3
    except refused.LDAPInvalidCredentialsResult as error:
        raise Unavailable("identity.ldap.not_let_in") from error
    except refused.LDAPException as error:
        raise Unavailable("identity.ldap.unreachable", reason=str(error)[:200]) from error
    finally:
        connection.unbind()
        if connection.socket is not None:  # one that never got through stays open otherwise
            connection.socket.close()


def library() -> Any:  # noqa: ANN401 - a module without types
    """The LDAP library, loaded when it is first needed."""
    with warnings.catch_warnings():  # its pyasn1 warns at the import; never mended upstream
        warnings.filterwarnings("ignore", "(tag|type)Map is deprecated", DeprecationWarning)
        import ldap3
        import ldap3.core.exceptions
    return ldap3


def _text(value: object) -> str:
    """The first value of an attribute; directories keep lists of everything."""
    first = value[0] if isinstance(value, list) and value else value
    if first in (None, []):
        return ""
    return first.decode("utf-8", "replace").strip() if isinstance(first, bytes) else str(first)
