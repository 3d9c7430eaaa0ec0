"""A real SMTP server in the test's process: takes mails, refuses them, or breaks off."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from socket import socket
from typing import Any, cast

from aiosmtpd.controller import Controller

BREAK_OFF = "break off"


class Mailbox:
    """What has arrived, and what the server answers from now on."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"
        self.refused: dict[str, str] = {}
        """Answers to single recipients."""

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        said = self.refused.get(address, "250 OK")
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=default)
            self.mails.append(cast("EmailMessage", mail))
        if self.answer == BREAK_OFF:
            server.transport.close()
        return self.answer

    def to(self, address: str) -> list[EmailMessage]:
        """Mails to somebody, oldest first."""
        return [mail for mail in self.mails if address in str(mail["To"])]

    def subjects(self, address: str) -> list[str]:
        """Their subjects."""
        return [str(mail["Subject"]) for mail in self.to(address)]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """One of the two bodies of a mail."""
    body = mail.get_body(preferencelist=(kind,))
    assert body is not None
    return str(body.get_content())


@contextmanager
def smtp_server() -> Iterator[tuple[Mailbox, int]]:
    """A server on a free port."""
    mailbox = Mailbox()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    try:
        yield mailbox, port
    finally:
        controller.stop()
