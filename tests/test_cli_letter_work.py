from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from storyhouse.letters import render
from storyhouse.model.house import CheckedHouse
from storyhouse.sending.ledger import State
from storyhouse.sending.postgres_ledger import open_ledger
from storyhouse.sending.stored import packed
from storyhouse.sending.working import ask_for_help
from tests.letters.conftest import house
from tests.sending.conftest import database, postgres_server
from tests.sending.ledger_contract import people
from tests.servers import LOOPBACK, free_port
from tests.tools import ROOT, needs

__all__ = ["database", "house", "postgres_server"]  # fixtures


class _Box:
    def __init__(self) -> None:
        self.mails: dict[str, bytes] = {}

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails[envelope.rcpt_tos[0]] = envelope.content
        return "250 taken"


@pytest.fixture
def box() -> _Box:
    return _Box()


@pytest.fixture
def port(box: _Box) -> Iterator[int]:
    controller = Controller(box, hostname=LOOPBACK, port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


def work(
    where: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """`letter work --once` in an empty folder: a worker has no shop."""
    return subprocess.run(
        [sys.executable, "-m", "storyhouse", "letter", "work", "--once"],
        cwd=where,
        env={
            "PYTHONPATH": str(ROOT / "src"),
            "PATH": os.environ["PATH"],
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@needs("PostgreSQL")
def test_sends_what_another_machine_began(
    database: str,
    house: CheckedHouse,
    box: _Box,
    port: int,
    tmp_path: Path,
) -> None:
    issue = max(house.issues.values(), key=lambda i: i.date)
    letter, _ = render(house, issue)
    assert letter is not None
    with closing(open_ledger(database)) as ledger:
        ledger.begin(issue.id, packed(letter))
        ledger.enlist(issue.id, people(25))
        ask_for_help(database, issue.id)
        given = {
            "STORYHOUSE_LEDGER": database,
            "STORYHOUSE_SMTP": f"smtp://{LOOPBACK}:{port}?connections=2",
        }
        done = work(tmp_path, given)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"{issue.id}: nobody waits here any more." in done.stdout
        assert ledger.counts(issue.id)[State.SENT] == 25
    assert sorted(box.mails) == sorted(one.address for one in people(25))
    mail = message_from_bytes(box.mails["reader7@mail.example"], policy=policy.default)
    assert mail["To"] == "지우 7 <reader7@mail.example>"
    assert "https://x.example/7" in mail["List-Unsubscribe"]
    assert [*tmp_path.iterdir()] == []


@needs("PostgreSQL")
def test_says_what_a_worker_lacks(
    database: str,
    house: CheckedHouse,
    tmp_path: Path,
) -> None:
    issue = min(house.issues)
    with closing(open_ledger(database)) as ledger:
        ledger.enlist(issue, people(1))
        ask_for_help(database, issue)
        done = work(tmp_path, {"STORYHOUSE_LEDGER": database})
        assert "STORYHOUSE_SMTP" in done.stderr
        assert "Traceback" not in done.stderr
        assert ledger.counts(issue)[State.WAITING] == 1


def test_says_where_no_database_is_said(tmp_path: Path) -> None:
    done = work(tmp_path, {})
    assert done.returncode == 2
    assert done.stderr.startswith("Where the letters wait must be said in STORYHOUSE_")


def test_never_says_a_password(tmp_path: Path) -> None:
    dsn = f"postgresql://shop:crumb@{LOOPBACK}:{free_port()}/shop"
    done = work(tmp_path, {"STORYHOUSE_LEDGER": dsn})
    assert done.returncode == 2
    assert "does not answer" in done.stderr
    assert "crumb" not in done.stderr + done.stdout
