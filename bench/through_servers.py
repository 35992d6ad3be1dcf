"""Letters a second through real servers: PostgreSQL, its workers, and Postfix.

    python -m bench.through_servers [--letters 4000] [--rounds 3] [--sessions 10]
                                    [--plain BYTES]

Two workers share an issue in PostgreSQL, with every commit on the disk, and hand it to
a server that takes and forgets everything (Postfix's `smtp-sink`). One worker hands it
to a real Postfix, which queues each letter on the disk, against Postfix's own
`smtp-source` with letters of the same size over as many sessions; in turns, so that a
busy machine is busy for both. A rate is counted between the first and the last letter
that the database has as sent. Plain letters are merged at their address alone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.shop import write_shop
from bench.tales import TODAY, tales
from storyhouse.letters import Letter
from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.merging import Merge
from storyhouse.sending.opening import open_issue
from storyhouse.sending.postgres_ledger import open_ledger
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.stored import packed
from storyhouse.sending.working import ask_for_help
from tests.servers import (
    LOOPBACK,
    PostgreSQL,
    postfix,
    postgresql,
    smtp_sink,
    wait_until,
)

_FROM, _WORKERS = "mara@slowrise.example", 2
_RATE = (
    "SELECT count(*) / extract(epoch FROM max(at) - min(at))::float "
    "FROM storyhouse.mail WHERE issue = %s AND state = 'sent'"
)


@dataclass(frozen=True, slots=True)
class Post:
    """One letter, its readers, and the database that knows who got it."""

    database: str
    letter: Letter
    letters: int
    plain: int = 0  # bytes

    def sent_by(self, workers: int, port: int, sessions: int, turn: int) -> float:
        """Letters a second of some workers, each with as many sessions."""
        issue = IssueId(f"{self.letter.id} {turn}")
        with closing(open_ledger(self.database)) as ledger:
            ledger.begin(issue, packed(self.letter))
            ledger.enlist(issue, people(self.letters))
        ask_for_help(self.database, issue)
        environment = {
            **os.environ,
            "STORYHOUSE_LEDGER": self.database,
            "STORYHOUSE_SMTP": f"smtp://{LOOPBACK}:{port}?connections={sessions}",
        }
        real = ["storyhouse", "letter", "work", "--once"]
        program = ["bench.plain_worker", str(self.plain)] if self.plain else real
        command = [sys.executable, "-m", *program]
        running = [
            subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
            for _ in range(workers)
        ]
        if any(worker.wait() for worker in running):
            raise SystemExit("a worker failed")
        with psycopg.connect(self.database) as connection:
            found = connection.execute(_RATE, [issue]).fetchone()
        if not found or not found[0]:
            raise SystemExit("nothing was sent")
        return float(found[0])

    @property
    def size(self) -> int:
        """Bytes of one mail."""
        return self.plain or len(Merge(self.letter)(next(people(1))))


def people(letters: int) -> Iterator[Recipient]:
    """Invented readers."""
    for n in range(letters):
        out = f"https://slowrise.example/out?token={n:043}"
        values = {"first_name": f"Reader {n}", "unsubscribe_url": out}
        yield Recipient(SubscriberId(f"{n:032x}"), f"r{n}@reader.example", values)


def smtp_source(post: Post, port: int, sessions: int) -> float:
    """Letters a second of Postfix's own generator, which is written in C."""
    program = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
    options = ["-d", "-m", str(post.letters), "-l", str(post.size)]
    options += ["-s", str(sessions), "-f", _FROM, "-t", "r@reader.example"]
    started = time.perf_counter()
    subprocess.run([program, *options, f"inet:{LOOPBACK}:{port}"], check=True)
    return post.letters / (time.perf_counter() - started)


def the_letter(folder: Path) -> Letter:
    """The newest letter of a generated shop."""
    write_shop(folder, tales(20))
    newest = max((folder / "newsletters").glob("*.md"))
    return open_issue(folder, newest.stem, TODAY).letter


def measure(letters: int, rounds: int, sessions: int, plain: int) -> Iterator[str]:
    """The lines to print."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="storyhouse-"))
        server: PostgreSQL = stack.enter_context(postgresql(durable=True))
        post = Post(server.dsn(), the_letter(Path(folder)), letters, plain)
        sink = stack.enter_context(smtp_sink())
        relay = stack.enter_context(postfix(sink))
        yield f"{letters} letters of {post.size} bytes, {sessions} sessions each"
        rates: dict[str, list[float]] = {}

        def count(name: str, rate: float) -> None:
            rates.setdefault(name, []).append(rate)

        for turn in range(rounds):
            rate = post.sent_by(_WORKERS, sink, 1, 3 * turn)
            count("PostgreSQL, two workers, a sink", rate)
            count(
                "PostgreSQL, a worker, Postfix",
                post.sent_by(1, relay.port, sessions, 3 * turn + 1),
            )
            wait_until(lambda: not relay.waiting(), "Postfix's queue", 600)
            count("smtp-source, Postfix", smtp_source(post, relay.port, sessions))
            wait_until(lambda: not relay.waiting(), "Postfix's queue", 600)
        for name, measured in rates.items():
            spread = f"{min(measured):,.0f} to {max(measured):,.0f}"
            yield f"{name:34} {statistics.median(measured):7,.0f}/s  ({spread})"
        ours, theirs = [*rates.values()][1:]
        ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
        yield f"worker to smtp-source: {statistics.median(ratios):.0%}"
        yield f"load of the machine at the end: {os.getloadavg()[0]:.1f}"


def main(arguments: list[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.through_servers")
    parser.add_argument("--letters", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--plain", type=int, default=0, metavar="BYTES")
    asked = parser.parse_args(arguments)
    for line in measure(asked.letters, asked.rounds, asked.sessions, asked.plain):
        print(line, flush=True)


if __name__ == "__main__":
    main()
