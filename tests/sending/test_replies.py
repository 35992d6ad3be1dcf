"""A server's answers, however they come in."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator

import pytest

from storyhouse.sending.replies import Replies

End = tuple[socket.socket, Replies]


@pytest.fixture
def ends() -> Iterator[End]:
    server, ours = socket.socketpair()
    ours.settimeout(5)
    with server, ours:
        yield server, Replies(ours)


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        (b"250 2.1.0 Ok\r\n", 250, b"2.1.0 Ok"),
        (b"250\r\n", 250, b""),
        (b"250 Ok\n", 250, b"Ok"),
        (b"550-5.1.1 nobody\r\n550-here\r\n550 x\r\n", 550, b"5.1.1 nobody\nhere\nx"),
        (b"hello\r\n", -1, b"o"),
        (b"\r\n", -1, b""),
        (b"250-a\r\nwhat?\r\n", -1, b"a\n?"),
        ("\uff12\uff15\uff10 Ok\r\n".encode(), -1, None),
    ],
)
def test_an_answer(ends: End, said: bytes, code: int, words: bytes | None) -> None:
    server, replies = ends
    server.sendall(said)
    found = replies.next()
    assert found[0] == code
    assert words is None or found[1] == words


def test_answers_that_come_together_and_in_bits(ends: End) -> None:
    server, replies = ends
    server.sendall(b"250 a\r\n250 b\r\n35")
    assert [replies.next(), replies.next()] == [(250, b"a"), (250, b"b")]
    server.sendall(b"4 c\r\n")
    assert replies.next() == (354, b"c")


def test_a_server_that_hangs_up(ends: End) -> None:
    server, replies = ends
    server.sendall(b"250 half")
    server.close()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        replies.next()


def test_a_line_without_an_end(ends: End) -> None:
    server, replies = ends
    server.sendall(b"2" * 20_000)
    with pytest.raises(smtplib.SMTPResponseException):
        replies.next()
