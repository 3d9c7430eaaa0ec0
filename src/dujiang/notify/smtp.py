"""The line to a mail server: one connection for a batch of mails, with time limits everywhere."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import Final, Literal, Protocol

import msgspec

TIMEOUT_S: Final = 20
"""How long the server may take for one answer."""
_FINAL: Final = 500
"""SMTP codes from here on say that repeating does not help."""

Security = Literal["none", "starttls", "tls"]


class NotSent(Exception):
    """A mail did not leave. `is_final`: repeating it would not help."""

    def __init__(self, code: str, *, is_final: bool = False, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final
        self.params = params


class Line(Protocol):
    """An open connection."""

    def send(self, message: EmailMessage) -> None:
        """Hand one mail over. Raises `NotSent`."""
        ...


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where mails are handed over."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""
    timeout_s: int = TIMEOUT_S

    @contextmanager
    def line(self) -> Iterator[Line]:
        """One connection, signed in. Raises `NotSent` when there is none to be had."""
        client = self._connected()
        try:
            yield _SmtpLine(client, self.host)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                client.quit()

    def _connected(self) -> smtplib.SMTP:
        try:
            if self.security == "tls":
                context = ssl.create_default_context()
                client: smtplib.SMTP = smtplib.SMTP_SSL(
                    self.host, self.port, timeout=self.timeout_s, context=context
                )
            else:
                client = smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
            if self.security == "starttls":
                client.starttls(context=ssl.create_default_context())
            if self.user:
                client.login(self.user, self.password)
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent("notify.mail.sign_in_refused", host=self.host) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent("notify.mail.server_away", host=self.host, reason=str(error)) from error
        return client


class _SmtpLine:
    def __init__(self, client: smtplib.SMTP, host: str) -> None:
        self._client = client
        self._host = host

    def send(self, message: EmailMessage) -> None:
        try:
            self._client.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise self._refused(code, said) from error
        except smtplib.SMTPResponseException as error:
            raise self._refused(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent("notify.mail.server_away", host=self._host, reason=str(error)) from error
        finally:
            with suppress(smtplib.SMTPException, OSError):
                self._client.rset()

    def _refused(self, code: int, said: bytes | str) -> NotSent:
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        reason = f"{code} {text}"[:300]
        return NotSent("notify.mail.refused", is_final=code >= _FINAL, reason=reason)
