"""A mailbox on a real server: read twice, and left as it was."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from storyhouse.inbox.arrived import MOST
from storyhouse.words import words_for
from tests.inbox.dovecot import PASSWORD, USER, Server, running
from tests.inbox.mails import MAILS, Box
from tests.inbox.test_round import run
from tests.tools import needs

pytestmark = needs("Dovecot")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # A socket's path must be short, and others must get to it: not in pytest's folder.
    with tempfile.TemporaryDirectory(prefix="sh-") as folder:
        Path(folder).chmod(0o755)
        with running(Path(folder)) as server:
            yield server


@pytest.fixture
def filled(server: Server, box: Box) -> Server:
    if not server.flags():
        for number, path in enumerate(MAILS):
            server.deliver(number, box.filled(path))
    return server


def test_it_is_read_once_and_left_as_it_was(
    filled: Server, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYHOUSE_IMAP_PASSWORD", PASSWORD)
    address = f"imap://{USER}@127.0.0.1:{filled.port}/INBOX"
    dry = run(box, "read", address, "--dry-run")
    assert f"{len(MAILS)} mails read" in dry
    assert box.gone() == {}
    said = run(box, "read", address)
    # The ids differ with each shop's secret: only what stands in the mails is compared.
    assert f"{len(MAILS)} mails read, 0 known" in said
    assert "4 mailboxes are gone for good; 4 of them new" in said
    assert box.gone()["gone@reader.example"] == "cleaned"
    after = box.everything()
    assert f"0 mails read, {len(MAILS)} known" in run(box, "read", address)
    assert box.everything() == after
    assert filled.flags() == [""] * len(MAILS)


def test_the_same_mails_in_a_file_are_known(
    filled: Server, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYHOUSE_IMAP_PASSWORD", PASSWORD)
    run(box, "read", f"imap://{USER}@127.0.0.1:{filled.port}/")
    said = run(box, "read", str(filled.folder))
    assert f"0 mails read, {len(MAILS)} known" in said


def test_only_what_came_since_is_read(
    filled: Server, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYHOUSE_IMAP_PASSWORD", PASSWORD)
    address = f"imap://{USER}@127.0.0.1:{filled.port}/INBOX"
    assert run(box, "read", address, "--since", "2999-01-01").startswith("0 mails read")


def test_a_wrong_password_and_a_missing_folder_are_said(
    filled: Server, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = words_for("en").say
    address = f"imap://{USER}@127.0.0.1:{filled.port}"
    monkeypatch.setenv("STORYHOUSE_IMAP_PASSWORD", "wrong")
    said = run(box, "read", address, ends=2)
    refused = say("inbox.refused.login", host="127.0.0.1", reason="")
    assert f"{refused}[AUTHENTICATIONFAILED]" in said
    monkeypatch.setenv("STORYHOUSE_IMAP_PASSWORD", PASSWORD)
    said = run(box, "read", f"{address}/Nowhere", ends=2)
    no_folder = say(
        "inbox.refused.no-folder", host="127.0.0.1", folder="Nowhere", folders="INBOX"
    )
    assert no_folder in said
    assert PASSWORD not in said


def test_a_server_that_nobody_vouches_for_gets_no_password(
    filled: Server, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYHOUSE_IMAP_PASSWORD", PASSWORD)
    address = f"imaps://{USER}@127.0.0.1:{filled.secure}/INBOX"
    said = run(box, "read", address, ends=2)
    assert "its certificate is not trusted" in said
    monkeypatch.setenv("SSL_CERT_FILE", str(filled.certificate))
    assert f"{len(MAILS)} mails read" in run(box, "read", address, "--dry-run")


def test_a_large_mail_is_told_and_not_fetched(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYHOUSE_IMAP_PASSWORD", PASSWORD)
    with tempfile.TemporaryDirectory(prefix="sh-") as folder:
        Path(folder).chmod(0o755)
        with running(Path(folder)) as server:
            server.deliver(1, b"Subject: unsubscribe\n\n" + b"x" * 70 * (MOST // 69))
            address = f"imap://{USER}@127.0.0.1:{server.port}/INBOX"
            assert "larger than 10 MB" in run(box, "read", address)
            assert "0 mails read, 1 known" in run(box, "read", address)


def test_a_port_without_encryption_is_said(
    filled: Server, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYHOUSE_IMAP_PASSWORD", PASSWORD)
    said = run(box, "read", f"imaps://{USER}@127.0.0.1:{filled.port}", ends=2)
    assert "no encryption could be agreed on" in said
