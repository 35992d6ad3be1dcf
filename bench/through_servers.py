"""Letters a second through real servers: PostgreSQL, its workers, and Postfix.

    python -m bench.through_servers [--letters 4000] [--sessions 10] [--plain BYTES]

Two workers share an issue in PostgreSQL, with every claim on the disk, and hand it over
two sessions each to a server that takes and forgets everything (Postfix's `smtp-sink`):
four times as many letters, for it takes them so much faster. One process hands it
to a real Postfix, which queues each letter on the disk, against Postfix's own
`smtp-source` with the same letter over as many sessions, in turns. A worker's rate is
counted between the first and the last letter that the database has as sent. Plain
letters are merged at their address alone.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import psycopg

from bench import sending as handed_over
from bench.korean import people, write_letter
from bench.plain_worker import plain
from bench.rates import Rates, in_turns, table
from storyhouse.letters import Letter
from storyhouse.model.record import IssueId
from storyhouse.sending import sending, sqlite_ledger
from storyhouse.sending.ledger import State
from storyhouse.sending.merging import Merge
from storyhouse.sending.postgres_ledger import open_ledger
from storyhouse.sending.settings import Server
from storyhouse.sending.smtp import Courier
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

LETTERS, SESSIONS = 4_000, 10
_FROM = "mara@slowrise.example"
_WORKERS, _SESSIONS_EACH = 2, 2
_MORE = 4  # times as many letters to a server that forgets
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

    def sent_from_here(self, port: int, sessions: int) -> float:
        """Letters a second of this process, with the ledger in a file."""
        with tempfile.TemporaryDirectory(prefix="storyhouse-") as folder:
            ledger = sqlite_ledger.open_ledger(Path(folder))
            ledger.begin(self.letter.id, b"{}")
            ledger.enlist(self.letter.id, people(self.letters))
            server = Server(host=LOOPBACK, port=port, starttls=False)
            started = time.perf_counter()
            sending.Post(
                ledger,
                self.letter.id,
                lambda: Courier(server, _FROM),
                lambda eight_bit: Merge(self.letter, eight_bit=eight_bit).wire,
                connections=sessions,
            ).send()
            took = time.perf_counter() - started
            sent = ledger.counts(self.letter.id)[State.SENT]
            ledger.close()
        if sent != self.letters:
            raise SystemExit(f"only {sent} were sent")
        return sent / took

    @property
    def mail(self) -> bytes:
        """The first one's, as it goes out."""
        write = plain(self.plain) if self.plain else Merge(self.letter, eight_bit=True)
        return write(next(people(1)))


def smtp_source(post: Post, port: int, sessions: int) -> float:
    """Letters a second of Postfix's own generator, in C; one mail for everybody."""
    with tempfile.NamedTemporaryFile() as mail:
        Path(mail.name).write_bytes(post.mail.replace(b"\r\n", b"\n"))
        letter = ("-F", mail.name)
        return post.letters / handed_over.smtp_source(
            post.letters, port, sessions, letter
        )


def measure(
    letters: int = LETTERS, sessions: int = SESSIONS, plain: int = 0
) -> list[Rates]:
    """What two workers hand to a sink, and one to Postfix."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="storyhouse-"))
        server: PostgreSQL = stack.enter_context(postgresql(durable=True))
        letter = write_letter(Path(folder)).letter
        post = Post(server.dsn(), letter, letters, plain)
        more = replace(post, letters=letters * _MORE)
        sink = stack.enter_context(smtp_sink())
        relay = stack.enter_context(postfix(sink))
        size, turns = f"{len(post.mail) / 1000:.0f} KB", count()
        two = in_turns(
            f"to a server that forgets, {size}, {_WORKERS * _SESSIONS_EACH} "
            "connections, ledger in PostgreSQL",
            {
                "storyhouse, two workers": lambda: more.sent_by(
                    _WORKERS, sink, _SESSIONS_EACH, next(turns)
                ),
                "smtp-source": lambda: smtp_source(
                    more, sink, _WORKERS * _SESSIONS_EACH
                ),
            },
            "smtp-source",
        )

        def queued(rate: float) -> float:
            wait_until(lambda: not relay.waiting(), "Postfix's queue", 600)
            return rate

        real = in_turns(
            f"to Postfix, {size}, {sessions} sessions",
            {
                "storyhouse, ledger in SQLite": lambda: queued(
                    post.sent_from_here(relay.port, sessions)
                ),
                "storyhouse, ledger in PostgreSQL, a worker": lambda: queued(
                    post.sent_by(1, relay.port, sessions, next(turns))
                ),
                "smtp-source": lambda: queued(smtp_source(post, relay.port, sessions)),
            },
            "smtp-source",
        )
    return [*two, *real]


def main(arguments: list[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.through_servers")
    parser.add_argument("--letters", type=int, default=LETTERS)
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--plain", type=int, default=0, metavar="BYTES")
    asked = parser.parse_args(arguments)
    print(table(measure(asked.letters, asked.sessions, asked.plain)))


if __name__ == "__main__":
    main()
