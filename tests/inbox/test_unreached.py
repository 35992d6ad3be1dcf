"""A mailbox that cannot be had: why, and what to look at, in the owner's words."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from storyhouse.inbox import imap
from storyhouse.inbox.imap import Account, on_server
from storyhouse.refusing import RefusedError
from storyhouse.words import LANGUAGES, words_for
from tests.inbox.mails import Box
from tests.inbox.test_round import run

SYSTEM = ("Errno", "EOF", "not known", "SSL:", "_ssl.c", "idna", "timed out")


@contextmanager
def answering(*lines: bytes) -> Iterator[int]:
    """A server that says a line at once and one to each command, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            conversation, _ = server.accept()
            with conversation, conversation.makefile("rb") as asked:
                tag = b""
                for line in lines:
                    conversation.sendall(line.replace(b"TAG", tag))
                    tag = asked.readline().partition(b" ")[0]

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(5)


def refused(address: str) -> tuple[str, ...]:
    """The key of a no, and what it says in each language."""
    with pytest.raises(RefusedError) as raised:
        list(on_server(Account.of(address), "secret", None, lambda _: False))
    no = raised.value
    said = tuple(words_for(each).say(no.key, **no.facts) for each in LANGUAGES)
    assert not any(system in line for line in said for system in SYSTEM)
    return no.key.removeprefix("inbox.refused."), *said


def test_nobody_at_home(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    key, *said = refused("imap://me@127.0.0.1:1/")
    assert key == "unreached.refused"
    monkeypatch.setenv("STORYHOUSE_IMAP_PASSWORD", "secret")
    assert said[0] in run(box, "read", "imap://me@127.0.0.1:1/INBOX", ends=2)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (socket.gaierror(-2, "Name or service not known"), "no-host"),
        (OSError(101, "Network is unreachable"), "no-way"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] (_ssl.c:1006)"), "tls"),
        (ConnectionResetError(104, "Connection reset by peer"), "hung-up"),
    ],
)
def test_the_way_there(
    monkeypatch: pytest.MonkeyPatch, error: OSError, why: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(imap, "IMAPClient", broken)
    assert refused("imaps://me@mail.example/")[0] == f"unreached.{why}"


def test_a_name_that_cannot_be_one() -> None:
    assert refused(f"imaps://me@{'a' * 70}.example/")[0] == "unreached.no-host"


def test_a_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert refused(f"imap://me@127.0.0.1:{port}/")[0] == "unreached.timeout"


def test_a_server_that_hangs_up() -> None:
    with answering(b"* OK hello\r\n") as port:
        assert refused(f"imap://me@127.0.0.1:{port}/")[0] == "unreached.hung-up"


def test_a_server_that_hangs_up_at_the_password() -> None:
    can = b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"
    with answering(b"* OK hello\r\n", can) as port:
        assert refused(f"imap://me@127.0.0.1:{port}/")[0] == "unreached.hung-up"


def test_a_server_that_lets_nobody_in_says_why() -> None:
    can = b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"
    no = b"TAG NO [ALERT] it's for programs\r\n"
    with answering(b"* OK hello\r\n", can, no) as port:
        key, *said = refused(f"imap://me@127.0.0.1:{port}/")
    assert key == "login"
    assert all(line.endswith(": [ALERT] it's for programs") for line in said)


def test_a_server_of_another_kind() -> None:
    with answering(b"220 mail.example ESMTP\r\n") as port:
        assert refused(f"imap://me@127.0.0.1:{port}/")[0] == "unreached.strange"


def test_nothing_is_said_by_others(caplog: pytest.LogCaptureFixture) -> None:
    """imapclient warns of port 143; who has a handler sees it, and nobody else."""
    refused("imaps://me@127.0.0.1:143/")
    assert caplog.records
    assert logging.getLogger("imapclient").handlers
