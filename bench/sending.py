"""Letters a second to a server on this machine that takes and forgets everything.

    python -m bench.sending [--letters 20000] [--port 52525]

Debian's `smtp-sink` (of postfix) takes them. In turns: with the ledger on, with a
ledger that remembers nothing, smtplib alone, and Postfix's own `smtp-source`, which is
written in C. Only the head of a letter is made for each, so that what is measured is
sending.
"""

from __future__ import annotations

import argparse
import os
import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.rates import Rates, in_turns, table
from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.ledger import Ledger, Outcome, Row, State
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.sending import Post
from storyhouse.sending.settings import Server
from storyhouse.sending.smtp import Courier
from storyhouse.sending.sqlite_ledger import open_ledger
from storyhouse.sending.wire import Wire, dotted

_ISSUE, _FROM = IssueId("bench"), "mara@slowrise.example"
_SIZE = 13_000  # bytes; a Korean letter of usual length
_ITS_OWN = ("-l", str(_SIZE))
_BODY = b"rye bread and rye bread again, 7\r\n" * (_SIZE // 33)
_END = dotted(_BODY)
LETTERS, PORT = 20_000, 52_525


def _head(recipient: Recipient) -> bytes:
    head = f"From: <{_FROM}>\r\nTo: <{recipient.address}>\r\nSubject: Rye\r\n\r\n"
    return head.encode()


def _people(letters: int) -> Iterator[Recipient]:
    for n in range(letters):
        address = f"r{n}@reader.example"
        values = {"first_name": f"Reader {n}", "unsubscribe_url": "https://x.example"}
        yield Recipient(SubscriberId(f"{n:032x}"), address, values)


@dataclass(slots=True)
class _Forgetful:
    """A ledger that keeps nothing, to see what keeping costs."""

    waiting: list[Recipient] = field(default_factory=list)

    def begin(self, _issue: IssueId, letter: bytes) -> bytes:
        return letter

    def begun(self, _issue: IssueId) -> bytes | None:
        return None

    def enlist(self, _issue: IssueId, recipients: Iterable[Recipient]) -> int:
        self.waiting = list(recipients)[::-1]
        return len(self.waiting)

    def claim(
        self, _issue: IssueId, _worker: str, most: int, _hands: int = 1
    ) -> Sequence[Recipient]:
        return [self.waiting.pop() for _ in range(min(most, len(self.waiting)))]

    def settle(self, _issue: IssueId, _outcomes: Sequence[Outcome]) -> None:
        pass

    def give_up(self, _issue: IssueId) -> int:
        return 0

    def decide(self, _issue: IssueId, _who: Iterable[SubscriberId], _s: State) -> int:
        return 0

    def withdraw(self, _who: Iterable[SubscriberId]) -> None:
        pass

    def left(self, _issue: IssueId) -> int:
        return 0

    def counts(self, _issue: IssueId) -> Mapping[State, int]:
        return {}

    def rows(self, _issue: IssueId, *_states: State) -> Iterator[Row]:
        return iter(())

    def forget(self, _who: SubscriberId) -> None:
        pass

    def close(self) -> None:
        pass


def _posted(ledger: Ledger, letters: int, port: int, connections: int) -> float:
    ledger.enlist(_ISSUE, _people(letters))
    server = Server(host="127.0.0.1", port=port, starttls=False)
    post = Post(
        ledger,
        _ISSUE,
        lambda: Courier(server, _FROM),
        lambda _eight: lambda one: Wire(_head(one) + _END),
        connections=connections,
    )
    started = time.perf_counter()
    tally = post.send()
    took = time.perf_counter() - started
    ledger.close()
    if tally.sent != letters:
        raise SystemExit(str(tally))
    return took


def with_ledger(letters: int, port: int, connections: int) -> float:
    """Seconds, with the ledger on the disk."""
    with tempfile.TemporaryDirectory(prefix="storyhouse-") as folder:
        ledger = open_ledger(Path(folder))
        ledger.begin(_ISSUE, b"{}")
        return _posted(ledger, letters, port, connections)


def without(letters: int, port: int, connections: int) -> float:
    """Seconds, with nothing written down."""
    return _posted(_Forgetful(), letters, port, connections)


def smtplib_alone(letters: int, port: int, _connections: int) -> float:
    """Seconds that Python's own library takes, over one connection."""
    started = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for one in _people(letters):
            smtp.sendmail(_FROM, [one.address], _head(one) + _BODY)
    return time.perf_counter() - started


def smtp_source(
    letters: int, port: int, connections: int, letter: tuple[str, str] = _ITS_OWN
) -> float:
    """Seconds that Postfix's own generator takes, each letter to another address.

    It makes one letter itself; another one is an option of its and the option's value.
    """
    started = time.perf_counter()
    subprocess.run(
        [
            *(_program("smtp-source"), "-d", "-m", str(letters), *letter),
            *("-s", str(connections), "-f", _FROM, "-N", "-t", "r@reader.example"),
            f"inet:127.0.0.1:{port}",
        ],
        check=True,
    )
    return time.perf_counter() - started


@contextmanager
def sink(port: int) -> Iterator[None]:
    """A server that takes everything and keeps nothing."""
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    running = subprocess.Popen(
        [_program("smtp-sink"), *user, f"127.0.0.1:{port}", "1000"]
    )
    time.sleep(0.5)
    try:
        yield
    finally:
        running.terminate()
        running.wait()


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(
        name, path="/usr/sbin:/usr/libexec/postfix"
    )
    if not found:
        raise SystemExit(f"{name} is not here; Debian's postfix brings it")
    return found


def measure(letters: int = LETTERS, port: int = PORT) -> list[Rates]:
    """What each way hands over, by one connection and by some."""
    found: list[Rates] = []
    with sink(port):
        for connections, ways in _WAYS.items():
            plural = "s" if connections > 1 else ""
            found += in_turns(
                f"to a server that forgets, {connections} connection{plural}",
                {
                    how: _rate(way, letters, port, connections)
                    for how, way in ways.items()
                },
                "smtp-source",
            )
    return found


_Way = Callable[[int, int, int], float]


def _rate(way: _Way, letters: int, port: int, connections: int) -> Callable[[], float]:
    return lambda: letters / way(letters, port, connections)


_SHARED: dict[str, _Way] = {
    "storyhouse, ledger in SQLite": with_ledger,
    "storyhouse, no ledger": without,
    "smtp-source": smtp_source,
}
_WAYS: dict[int, dict[str, _Way]] = {
    1: {**_SHARED, "smtplib": smtplib_alone},
    4: _SHARED,
}


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(prog="python -m bench.sending")
    parser.add_argument("--letters", type=int, default=LETTERS)
    parser.add_argument("--port", type=int, default=PORT)
    asked = parser.parse_args()
    print(table(measure(asked.letters, asked.port)))


if __name__ == "__main__":
    main()
