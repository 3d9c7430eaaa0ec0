"""The duty that sends mails: leases those that are due, writes them, hands them to the server.

What a mail tells of is looked at again when it leaves: an item that is decided by then, or a
request that the person may not see any more, is not told about.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Final, Protocol

import msgspec
import structlog
from sqlalchemy import func, select

from dujiang.identity import Directory, Person
from dujiang.kernel.encoding import decode_value
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.ids import id_text
from dujiang.kernel.words import Language, Words
from dujiang.notify.commands import Delivery, RecordDelivery
from dujiang.notify.links import MailLink, MailLinks
from dujiang.notify.read import find_template
from dujiang.notify.saying import say_notice
from dujiang.notify.smtp import Line, MailServer, NotSent
from dujiang.notify.tables import DUE_MAILS, MAIL, MailRow
from dujiang.notify.templates import DIGEST, write_mail
from dujiang.runtime import SYSTEM, Dispatcher, Request
from dujiang.store import AnyTable, Reader, Tx

LEASE: Final = timedelta(minutes=10)
"""How long other nodes leave a mail alone; a batch takes far less."""
MAX_BATCH: Final = 100
"""Mails of one connection."""

_log = structlog.get_logger("dujiang.notify")


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """What a mail speaks of, as its reader may see it when the mail leaves."""

    is_still_so: bool
    """False: it is over, or the person may not see it any more."""
    process: str = ""
    step: str = ""
    initiator: str = ""
    due: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    version: int = 0
    """Of the item, where it can be decided from the mail; else 0."""


NO_MATTER: Final = Matter(is_still_so=True)


class Matters(Protocol):
    """Looks up what mails speak of; `main` knows how."""

    def matter_of(self, reader: Reader, row: MailRow, person: Person, at: datetime) -> Matter:
        """What the mail speaks of, for this person."""
        ...


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """As whom mails are sent, and how their links begin."""

    address: str
    company: Callable[[], str]
    public_url: str
    links: MailLinks


class Postman:
    """Sends what is due, oldest first; mails of one digest leave as one."""

    name = "mail"
    tables: frozenset[AnyTable] = frozenset((MAIL,))

    def __init__(
        self,
        dispatcher: Dispatcher,
        server: MailServer | None,
        writer: "MailWriter",
    ) -> None:
        self._dispatcher = dispatcher
        self._server = server
        self._writer = writer

    def tick(self, now: datetime) -> datetime | None:
        """Send one batch."""
        if self._server is None:
            return None
        next_at = self._next_at()
        if next_at is None or next_at > now:
            return next_at

        def claim(tx: Tx) -> list[MailRow]:
            return tx.claim(DUE_MAILS, now=now, until=now + LEASE, limit=MAX_BATCH)

        self._send(self._server, self._dispatcher.run(claim), now)
        return self._next_at()

    def stop(self) -> None:
        """A tick ends by itself: every answer of the server has its time limit."""

    def _send(self, server: MailServer, rows: Sequence[MailRow], now: datetime) -> None:
        letters = [self._written(group, now) for group in grouped(rows)]
        ready = [letter for letter in letters if letter.message is not None]
        for letter in letters:
            if letter.message is None:
                self._record(letter, letter.outcome)
        if not ready:
            return
        try:
            with server.line() as line:
                for letter in ready:
                    self._record(letter, _handed_over(line, letter))
        except NotSent as error:
            for letter in ready:
                self._record(letter, _not_sent(letter, error))

    def _written(self, group: Sequence[MailRow], now: datetime) -> "Letter":
        with self._dispatcher.store.read() as reader:
            return self._writer.write(reader, group, now)

    def _record(self, letter: "Letter", delivery: Delivery) -> None:
        mails = tuple((row.id, row.attempts) for row in letter.rows)
        command = RecordDelivery(mails=mails, delivery=delivery)
        key = f"mail:{letter.rows[0].id}:{letter.rows[0].attempts}"
        self._dispatcher.ask(Request(command, SYSTEM, key, self._dispatcher.clock.now()))
        if delivery.result in ("later", "failed"):
            _log.warning("mail_not_sent", mail_id=letter.rows[0].id, code=delivery.code)

    def _next_at(self) -> datetime | None:
        with self._dispatcher.store.read() as reader:
            at: datetime | None = reader.value(select(func.min(MAIL.c.wake_at)))
        return at


def grouped(rows: Sequence[MailRow]) -> list[list[MailRow]]:
    """Each mail by itself, those of a digest by person."""
    groups: dict[tuple[str, int], list[MailRow]] = {}
    for row in rows:
        key = ("digest", row.person_id) if row.is_digest else ("single", row.id)
        groups.setdefault(key, []).append(row)
    return list(groups.values())


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent for some rows; without a message, why there is none."""

    rows: tuple[MailRow, ...]
    message: EmailMessage | None = None
    outcome: Delivery


def _handed_over(line: Line, letter: Letter) -> Delivery:
    assert letter.message is not None
    try:
        line.send(letter.message)
    except NotSent as error:
        return _not_sent(letter, error)
    return letter.outcome


def _not_sent(letter: Letter, error: NotSent) -> Delivery:
    return msgspec.structs.replace(
        letter.outcome,
        result="failed" if error.is_final else "later",
        code=error.code,
        params=error.params,
    )


class MailWriter:
    """Writes mails in the language of their readers."""

    def __init__(
        self,
        directory: Callable[[], Directory],
        words: Words,
        matters: Matters,
        sender: Sender,
    ) -> None:
        self._directory = directory
        self._words = words
        self._matters = matters
        self._sender = sender

    def write(self, reader: Reader, rows: Sequence[MailRow], now: datetime) -> Letter:
        """The letter for these rows of one person."""
        person = self._directory().person(rows[0].person_id)
        if person is None or not person.is_active or not person.email:
            return _dropped(rows, "notify.mail.no_address")
        matters = {row.id: self._matter(reader, row, person, now) for row in rows}
        told = [row for row in rows if matters[row.id].is_still_so]
        if not told:
            return _dropped(rows, "notify.mail.over_by_now")
        language: Language = "en-US" if person.language == "en-US" else "zh-CN"
        entries = [self._entry(row, language) for row in told]
        values: dict[str, Any] = {
            "company": self._sender.company(),
            "person": _named(person, language),
            "account_link": self._link("notices/settings"),
            "language": language,
            "entries": entries,
            "count": len(told),
        }
        kind = told[0].kind if len(told) == 1 else DIGEST
        if len(told) == 1:
            values |= self._single(told[0], matters[told[0].id], entries[0])
        try:
            written = write_mail(find_template(reader, kind, language).template, values)
        except InvalidInput as error:
            return _given_up(rows, error)
        message = EmailMessage(policy=SMTP)
        message["Subject"] = written.subject
        message["From"] = _address(self._sender.company() or "Dujiang", self._sender.address)
        message["To"] = _address(person.name, person.email)
        message["Date"] = format_datetime(now)
        message["Message-ID"] = self._message_id(told[0])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(written.text)
        message.add_alternative(written.html, subtype="html")
        sent = Delivery(result="sent", address=person.email, subject=written.subject)
        return Letter(rows=tuple(rows), message=message, outcome=sent)

    def _matter(self, reader: Reader, row: MailRow, person: Person, now: datetime) -> Matter:
        if row.is_test or not row.instance_id:
            return NO_MATTER
        return self._matters.matter_of(reader, row, person, now)

    def _entry(self, row: MailRow, language: Language) -> dict[str, str]:
        values = values_of_mail(row)
        return {
            "sentence": say_notice(self._words, row.code, values, language),
            "link": self._link_to(row),
        }

    def _single(self, row: MailRow, matter: Matter, entry: Mapping[str, str]) -> dict[str, Any]:
        values = values_of_mail(row)
        decide = ""
        if matter.version and row.item_id:
            link = MailLink(
                mail_id=row.id,
                item_id=row.item_id,
                person_id=row.person_id,
                version=matter.version,
            )
            decide = f"{self._link('m')}#{self._sender.links.token(link)}"
        return {
            **entry,
            "title": str(values.get("title", "")),
            "number": str(values.get("number", "")),
            "process": matter.process,
            "step": matter.step,
            "initiator": matter.initiator,
            "due": matter.due,
            "facts": matter.facts,
            "decide_link": decide,
        }

    def _link_to(self, row: MailRow) -> str:
        if row.item_id:
            return self._link(f"todo/{id_text(row.item_id)}")
        if row.instance_id:
            return self._link(f"requests/{id_text(row.instance_id)}")
        return self._link("notices")

    def _link(self, path: str) -> str:
        return f"{self._sender.public_url.rstrip('/')}/{path}"

    def _message_id(self, row: MailRow) -> str:
        domain = self._sender.address.rpartition("@")[2] or "dujiang.localhost"
        return f"<{id_text(row.id)}.{row.spent}@{domain}>"


def values_of_mail(row: MailRow) -> dict[str, Any]:
    """The values for the words of a mail."""
    values = decode_value(row.params)
    assert isinstance(values, dict)
    return values


def _dropped(rows: Sequence[MailRow], code: str) -> Letter:
    return Letter(rows=tuple(rows), outcome=Delivery(result="dropped", code=code))


def _given_up(rows: Sequence[MailRow], error: InvalidInput) -> Letter:
    params = {name: str(value) for name, value in error.params.items()}
    failed = Delivery(result="failed", code=error.code, params=params)
    return Letter(rows=tuple(rows), outcome=failed)


def _named(person: Person, language: Language) -> str:
    return person.name_en if language == "en-US" and person.name_en else person.name


def _address(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(name, user, domain)
