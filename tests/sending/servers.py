"""A mail server on this machine that fails as real ones do, at the moment one says.

A raw socket and not a library: it has to hang up between any two bytes.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

#: Where a server may fail, and `end`: behind the letter's last dot.
STAGES = ("connect", "mail", "rcpt", "data", "body", "end", "rset")
#: What it does there, for a letter to an address (unknown until RCPT): an answer such
#: as `451 later`, `drop`, or nothing out of the ordinary.
Mood = Callable[[str, str], str]


def gentle(_stage: str, _address: str) -> str:
    """A server in a good mood."""
    return ""


@dataclass
class Mailbox:
    """What a server has taken: it is here before the server says so."""

    port: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def addresses(self) -> list[str]:
        """Who got a letter, once for each."""
        return [address for address, _ in self.taken]


class _DropError(Exception):
    """The server hangs up."""


@contextmanager
def server(
    mood: Mood = gentle,
    offers: tuple[str, ...] = ("PIPELINING", "8BITMIME"),
    tls: ssl.SSLContext | None = None,
) -> Iterator[Mailbox]:
    """A server that runs until the end of the block."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        box.port = listening.getsockname()[1]
        thread = threading.Thread(
            target=_listen, args=(listening, box, mood, offers, tls), daemon=True
        )
        thread.start()
        yield box
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _listen(
    listening: socket.socket,
    box: Mailbox,
    mood: Mood,
    offers: tuple[str, ...],
    tls: ssl.SSLContext | None,
) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        box.connections += 1
        if tls:
            connection = tls.wrap_socket(connection, server_side=True)
        talk = _Talk(connection, box, mood, offers)
        threading.Thread(target=talk.through, daemon=True).start()


@dataclass
class _Talk:
    connection: socket.socket
    box: Mailbox
    mood: Mood
    offers: tuple[str, ...]
    address: str = ""
    begun: bool = False  # whether MAIL was taken

    def through(self) -> None:
        with self.connection, suppress(_DropError, OSError):
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.connection.makefile("rb") as lines:
                self._say(self._at("connect") or "220 sink.example")
                while line := lines.readline():
                    command = line.decode().strip()
                    self.box.commands.append(command)
                    self._answer(command, lines)

    def _answer(self, command: str, lines: object) -> None:  # noqa: C901 (a verb each)
        verb = command.partition(" ")[0].partition(":")[0].upper()
        match verb:
            case "EHLO":
                for offer in ("sink.example", *self.offers[:-1]):
                    self._say(f"250-{offer}")
                self._say(f"250 {self.offers[-1] if self.offers else 'HELP'}")
            case "MAIL":
                said = self._at("mail")
                self.address, self.begun = "", not said
                self._say(said or "250 ok")
            case "RCPT" if not self.begun:
                self._say("503 from whom?")
            case "RCPT":
                address = command.partition("<")[2].partition(">")[0]
                said = self._at("rcpt", address)
                self.address = "" if said else address
                self._say(said or "250 ok")
            case "DATA" if not self.address:
                self._say("503 nobody to write to")
            case "DATA":
                said = self._at("data")
                self._say(said or "354 go on")
                if not said:
                    self._take(lines)
            case "RSET":
                self._say(self._at("rset") or "250 ok")
            case "QUIT":
                self._say("221 bye")
                raise _DropError
            case _:
                self._say("250 ok")

    def _take(self, lines: object) -> None:
        body = b""
        if self._at("body"):
            raise _DropError
        while (line := lines.readline()) != b".\r\n":  # type: ignore[attr-defined]
            if not line:
                raise _DropError
            body += line[1:] if line.startswith(b".") else line
        said = self.mood("end", self.address)
        if said in {"", "drop", "garble"}:
            self.box.taken.append((self.address, body))
        if said == "drop":
            raise _DropError
        self._say("what?" if said == "garble" else said or "250 taken")

    def _at(self, stage: str, address: str = "") -> str:
        said = self.mood(stage, address or self.address)
        if said == "drop":
            raise _DropError
        return said

    def _say(self, line: str) -> None:
        self.connection.sendall(f"{line}\r\n".encode())
        if line.startswith("421"):
            raise _DropError
