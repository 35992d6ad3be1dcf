"""A sender that is killed at any moment: nobody gets two letters, nobody is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from storyhouse.sending.ledger import State
from storyhouse.sending.sqlite_ledger import open_ledger
from tests.sending.letters import ISSUE, reader
from tests.sending.servers import Mailbox, server

ROOT = Path(__file__).parents[2]
PEOPLE, KILLS, SEED = 5000, 200, 20261128
GONE = {f"r{n}@reader.example" for n in range(0, PEOPLE, 97)}
_PATIENCE = 1.0  # seconds that a death waits for letters to arrive
_FAULTS = {"mail": 0.004, "rcpt": 0.01, "data": 0.004, "body": 0.004, "end": 0.004}


@dataclass
class _Mood:
    """Fails now and then, at every stage and in every way."""

    chance: random.Random
    lost: int = 0  # letters that were taken, and no answer came

    def __call__(self, stage: str, address: str) -> str:
        if stage == "rcpt" and address in GONE:
            return "550 5.1.1 no such mailbox"
        if self.chance.random() >= _FAULTS.get(stage, 0):
            return ""
        if stage == "body":
            return "drop"
        fault = self.chance.choice(("drop", "451 4.3.0 later", "421 4.3.2 closing"))
        if stage == "end" and fault == "drop":
            self.lost += 1
        return fault


class _Nursery:
    """Makes senders, and kills them."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.box, self.due = Mailbox(), 0  # it is killed once so many have arrived
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.sending.nursery"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, connections: int, seconds: float | None) -> int:
        """Let one send, for some seconds or to its end; how it ended."""
        pid = int(self._say(json.dumps([str(self.folder), self.port, connections])))
        if seconds is not None:
            late = time.monotonic() + _PATIENCE
            while len(self.box.taken) < self.due and time.monotonic() < late:
                time.sleep(0.0005)
            time.sleep(seconds)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return int(self._say(""))

    def _say(self, line: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()


@contextmanager
def _nursery(folder: Path, port: int) -> Iterator[_Nursery]:
    nursery = _Nursery(folder, port)
    try:
        yield nursery
    finally:
        assert nursery.process.stdin
        assert nursery.process.stdout
        nursery.process.stdin.close()
        nursery.process.wait(10)
        nursery.process.stdout.close()


def _kill_often(folder: Path, box: Mailbox, chance: random.Random) -> int:
    """How many of them were killed while they sent."""
    killed = 0
    with _nursery(folder, box.port) as nursery:
        for _ in range(KILLS):
            nursery.due = len(box.taken) + chance.randint(0, 20)
            nursery.box = box
            ended = nursery.send(chance.choice((1, 1, 3)), chance.uniform(0.0, 0.004))
            killed += os.waitstatus_to_exitcode(ended) == -signal.SIGKILL
        assert nursery.send(3, None) == 0
    return killed


def test_two_hundred_deaths_write_to_nobody_twice_and_lose_nobody(
    tmp_path: Path,
) -> None:
    ledger = open_ledger(tmp_path)
    ledger.enlist(ISSUE, map(reader, range(PEOPLE)))
    ledger.close()
    chance = random.Random(SEED)  # noqa: S311 (the same moments every time)
    mood = _Mood(random.Random(SEED + 1))  # noqa: S311
    with server(mood) as box:
        killed = _kill_often(tmp_path, box, chance)
        received = Counter(box.addresses)
    ledger = open_ledger(tmp_path)
    counts = ledger.counts(ISSUE)
    uncertain = {r.address for r in ledger.rows(ISSUE, State.UNCERTAIN)}
    refused = {r.address for r in ledger.rows(ISSUE, State.REFUSED)}
    everybody = {reader(n).address: reader(n).id for n in range(PEOPLE)}
    by_id = {id_: address for address, id_ in everybody.items()}
    sent = {by_id[r.subscriber] for r in ledger.rows(ISSUE, State.SENT)}
    ledger.close()
    assert killed > KILLS // 2  # else it is no test
    assert max(received.values()) == 1
    assert sent <= received.keys()
    assert received.keys() - sent <= uncertain
    assert refused <= GONE
    assert not refused & received.keys()
    assert sum(counts.values()) == PEOPLE
    assert counts[State.WAITING] == counts[State.SENDING] == 0
    # A death makes uncertain what is in flight or may be, and no more: of three
    # connections five, of one, which is twice as frequent, one.
    assert len(uncertain) <= 3 * killed + mood.lost
