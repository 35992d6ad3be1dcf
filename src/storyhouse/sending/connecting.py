"""Connections to a mail server: smtplib connects, asks for TLS and logs in."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass

from storyhouse.sending.reasons import ours, said
from storyhouse.sending.settings import Server
from storyhouse.sending.unreached import why_unreached

_CONNECT = 30.0  # seconds
ANSWER = 60.0  # seconds; RFC 5321 4.5.3.2
#: What smtplib raises where a connection is gone, or was never any good.
GONE = (OSError, smtplib.SMTPException)

#: What trying again does not mend.
_FOR_GOOD = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
    ssl.SSLCertVerificationError,
)


class UnreachableError(Exception):
    """The server cannot be reached, or will have none of our letters.

    `for_good` is one that trying again will not mend.
    """

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.words, self.for_good = words, for_good


@dataclass(frozen=True, slots=True)
class Line:
    """A connection that is ready for letters, and what the server offers."""

    smtp: smtplib.SMTP
    socket: socket.socket
    encrypted: bool
    pipelining: bool
    size: bool
    eight_bit: bool
    utf8: bool

    @property
    def is_up(self) -> bool:
        """Whether nobody has hung up, as far as is known."""
        return self.smtp.sock is not None

    def wait(self, seconds: float) -> None:
        """From now on, wait so long for an answer; costs nothing where it is so."""
        if self.socket.gettimeout() != seconds:
            self.socket.settimeout(seconds)


def connect(server: Server) -> Line:
    """A connection that is ready for letters.

    Raises:
        UnreachableError: if there is none to be had.
    """
    try:
        smtp = _connected(server)
        sock = _socket_of(smtp)
        # What is sent is sent whole: nothing is to wait for something to be added.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (*GONE, UnicodeError) as error:  # a name that cannot be one
        for_good = isinstance(error, _FOR_GOOD)
        raise UnreachableError(reason_of(error), for_good=for_good) from error
    return Line(
        smtp,
        sock,
        encrypted=isinstance(sock, ssl.SSLSocket),
        pipelining=smtp.has_extn("pipelining"),
        size=smtp.has_extn("size"),
        eight_bit=smtp.has_extn("8bitmime"),
        utf8=smtp.has_extn("smtputf8"),
    )


def reason_of(error: Exception) -> str:
    """Why there is no connection, or no longer: a server's words, or our own."""
    # Where smtplib waited for an answer, it hides what went wrong behind its own error.
    if isinstance(error, smtplib.SMTPServerDisconnected):
        error = error.__context__ if isinstance(error.__context__, OSError) else error
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return ours("password", said(error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {said(error.smtp_error)}"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return ours("hung-up")
    if isinstance(error, smtplib.SMTPException):
        return ours("no-login")  # it takes no password in a way that smtplib knows
    return ours(*why_unreached(error))


def _connected(server: Server) -> smtplib.SMTP:
    where = (server.host, server.port)
    smtp = (
        smtplib.SMTP_SSL(*where, timeout=_CONNECT, context=ssl.create_default_context())
        if server.wrapped
        else smtplib.SMTP(*where, timeout=_CONNECT)
    )
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.starttls:
            _begin_tls(smtp)
        if server.user:
            smtp.login(server.user, server.password)
        _socket_of(smtp).settimeout(ANSWER)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _begin_tls(smtp: smtplib.SMTP) -> None:
    if not smtp.has_extn("starttls"):
        raise UnreachableError(ours("no-tls"), for_good=True)
    smtp.starttls(context=ssl.create_default_context())
    smtp.ehlo()


def _socket_of(smtp: smtplib.SMTP) -> socket.socket:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected
    return smtp.sock
