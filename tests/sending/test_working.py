from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner
from psycopg.conninfo import conninfo_to_dict

from storyhouse.cli import storyhouse
from storyhouse.refusing import RefusedError
from storyhouse.sending.postgres_ledger import open_ledger
from storyhouse.sending.working import ask_for_help, make_queue
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.tokens import token
from tests.sending.helping import BATCH
from tests.sending.ledger_contract import ISSUE, OTHER, counted, people
from tests.sending.test_unsubscribe import ONE_CLICK, ask, served
from tests.servers import LOOPBACK, free_port
from tests.shop import Shop
from tests.tools import ROOT, needs

pytestmark = needs("PostgreSQL")


@dataclass
class Arrivals:
    """Who got a letter; from the one of number `slow` on, the server takes its time."""

    to: list[str] = field(default_factory=list)
    slow: int = sys.maxsize
    reached: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.to.extend(envelope.rcpt_tos)
        if len(self.to) >= self.slow:
            self.reached.set()
            await asyncio.sleep(0.12)
        return "250 taken"


@pytest.fixture
def arrivals() -> Arrivals:
    return Arrivals()


@pytest.fixture
def port(arrivals: Arrivals) -> Iterator[int]:
    controller = Controller(arrivals, hostname=LOOPBACK, port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


def enlisted(database: str, count: int) -> None:
    with closing(open_ledger(database)) as ledger:
        ledger.begin(ISSUE, b"letter")
        ledger.enlist(ISSUE, people(count))
    ask_for_help(database, ISSUE)


def states(database: str) -> dict[str, int]:
    with closing(open_ledger(database)) as ledger:
        ledger.give_up(ISSUE)
        return counted(ledger)


def worker(database: str, port: int, *, once: bool = True) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.sending.helping"),
            *(database, str(port), *(["once"] if once else [])),
        ],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
    )


def told(worker: subprocess.Popen[str]) -> list[str]:
    said, _ = worker.communicate(timeout=60)
    return said.split()


def test_two_workers_send_an_issue_once(
    database: str, port: int, arrivals: Arrivals
) -> None:
    enlisted(database, 1500)
    ask_for_help(database, ISSUE)  # and again: nothing comes of it
    said = [told(w) for w in [worker(database, port), worker(database, port)]]
    assert all(one[:2] == ["ready", "begun"] for one in said), said
    assert sorted(arrivals.to) == sorted(one.address for one in people(1500))
    assert states(database) == {"sent": 1500}
    assert jobs(database) == []


def test_a_killed_worker_leaves_its_batch_and_the_others_send_the_rest(
    database: str, port: int, arrivals: Arrivals
) -> None:
    arrivals.slow = 25
    enlisted(database, 100)
    killed = worker(database, port)
    assert arrivals.reached.wait(30)
    killed.kill()
    told(killed)
    arrivals.slow = sys.maxsize
    told(worker(database, port))
    found = states(database)
    assert 1 <= found["uncertain"] <= BATCH
    assert found["sent"] == 100 - found["uncertain"]
    assert set(Counter(arrivals.to).values()) == {1}


def test_a_worker_told_to_stop_ends_its_batch_and_leaves_the_rest(
    database: str, port: int, arrivals: Arrivals
) -> None:
    arrivals.slow = 35
    enlisted(database, 100)
    stopped = worker(database, port, once=False)
    assert arrivals.reached.wait(30)
    stopped.send_signal(signal.SIGTERM)
    assert "again" not in told(stopped)
    assert stopped.returncode == 0
    assert states(database) == {"sent": 40, "waiting": 60}
    arrivals.slow = sys.maxsize
    told(worker(database, port))
    assert states(database) == {"sent": 100}
    assert set(Counter(arrivals.to).values()) == {1}


def test_who_says_no_meanwhile_gets_none_from_other_machines(
    database: str,
    shop: Shop,
    port: int,
    arrivals: Arrivals,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = f"postgresql://?{urlencode(conninfo_to_dict(database))}"
    monkeypatch.setenv("STORYHOUSE_LEDGER", address)
    secret = secret_of(shop.root)
    everybody = [replace(p, id=secret.id_of(p.address)) for p in people(100)]
    with closing(open_ledger(database)) as ledger:
        ledger.begin(ISSUE, b"letter")
        ledger.enlist(ISSUE, everybody)
    ask_for_help(database, ISSUE)
    arrivals.slow = 5
    helps = worker(database, port)
    assert arrivals.reached.wait(30)
    by_hand, by_page = everybody[80], everybody[90]
    line = ["subscribers", "unsubscribe", by_hand.address, "--shop", str(shop.root)]
    said = CliRunner().invoke(storyhouse, line)
    assert said.exit_code == 0, said.output
    with served(shop.root) as page:
        link = f"?token={token(secret, by_page.id)}"
        assert ask(page, "POST", link, ONE_CLICK)[0].status == 200
    assert len(arrivals.to) < 75  # it is in the midst of it
    arrivals.slow = sys.maxsize
    told(helps)
    assert states(database) == {"sent": 98, "refused": 2}
    assert {by_hand.address, by_page.address}.isdisjoint(arrivals.to)


def test_what_does_not_get_through_is_tried_again_later(database: str) -> None:
    enlisted(database, 5)
    nobody_there = free_port()
    said = told(worker(database, nobody_there))
    assert Counter(said)["again"] == 16
    assert states(database) == {"waiting": 5}
    assert jobs(database) == [("todo", True)] * 16


def test_a_worker_helps_only_where_it_was_asked(
    database: str, port: int, arrivals: Arrivals
) -> None:
    enlisted(database, 3)
    with closing(open_ledger(database)) as ledger:
        ledger.enlist(OTHER, people(3))
        told(worker(database, port))
        assert counted(ledger, OTHER) == {"waiting": 3}
    assert len(arrivals.to) == 3


def test_refuses_the_queue_of_another_version(database: str) -> None:
    make_queue(database)
    make_queue(database)
    with psycopg.connect(database) as connection:
        connection.execute("COMMENT ON SCHEMA storyhouse_queue IS 'another'")
    with pytest.raises(RefusedError) as refused:
        ask_for_help(database, ISSUE)
    assert refused.value.key == "postgresql.refused.other-queue"


def test_says_that_the_engine_is_missing(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "procrastinate.schema", None)
    with pytest.raises(RefusedError) as refused:
        ask_for_help(database, ISSUE)
    assert refused.value.key == "postgresql.refused.not-installed"


def jobs(database: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database) as connection:
        return connection.execute(
            "SELECT status::text, scheduled_at > now() "
            "FROM storyhouse_queue.procrastinate_jobs WHERE task_name = 'help'"
        ).fetchall()
