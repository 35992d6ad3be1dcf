"""A mail server's answers, read as they come: RFC 5321, 4.2.

smtplib reads them, too; it takes twice as long, and four come for each letter.
"""

from __future__ import annotations

import smtplib
import socket
from dataclasses import dataclass

_AT_ONCE = 4096  # bytes
_LONGEST = 8192  # bytes of a line, as for smtplib


@dataclass(slots=True)
class Replies:
    """What comes over a connection, answer by answer."""

    sock: socket.socket
    read: bytes = b""  # and not yet given out

    def next(self) -> tuple[int, bytes]:
        """Its code, or -1 for what is none, and its words, line by line.

        Raises:
            OSError: if the connection is lost, or nothing comes in time.
            SMTPException: if the server has hung up, or speaks no SMTP.
        """
        line = self._line()
        words = line[4:].strip()
        while line[3:4] == b"-" and line[:3].isdigit():
            line = self._line()
            words += b"\n" + line[4:].strip()
        return int(line[:3]) if line[:3].isdigit() else -1, words

    def _line(self) -> bytes:
        while True:
            line, end, self.read = self.read.partition(b"\n")
            if end:
                return line
            if len(line) > _LONGEST:
                raise smtplib.SMTPResponseException(500, "Line too long.")
            more = self.sock.recv(_AT_ONCE)
            if not more:
                raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
            self.read = line + more
