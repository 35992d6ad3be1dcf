"""Letters a second from a letter to mails, and the memory while a million are named.

    python -m bench.merging [--letters 20000] [--list 1000000]

In turns, so that a busy machine is busy for all: the fast way in 8 bits and in
quoted-printable, and the standard library's. The list is a file that is read, merged
and forgotten, row by row, by a process of its own; 0 leaves it out.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.shop import write_shop
from bench.tales import TODAY, tales
from storyhouse.letters import Letter, message
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.merging import Merge
from storyhouse.sending.opening import Opened, open_issue
from storyhouse.sending.recipients import Recipient, recipients
from storyhouse.subscribing.list import SubscriberList

_ROUNDS, _NAMES, _SLOW = 3, 3_000, 20


def _opened(root: Path) -> Opened:
    return open_issue(root, "issue-00", TODAY)


def _people(letters: int) -> Iterator[Recipient]:
    for n in range(letters):
        name, out = f"민지{n % _NAMES}", f"https://bench.example/out?token={n:044}"
        values = {"first_name": name, "name": f"김 {name}", "unsubscribe_url": out}
        yield Recipient(SubscriberId(f"{n:032x}"), f"r{n}@mail.example", values)


def _slowly(letter: Letter) -> Callable[[Recipient], bytes]:
    return lambda who: message(letter, who.address, who.values, who.parts)


def _rate(write: Callable[[Recipient], bytes], letters: int) -> float:
    readers = list(_people(letters))
    started = time.perf_counter()
    for who in readers:
        write(who)
    return letters / (time.perf_counter() - started)


def stream(root: Path) -> None:
    """Merge the whole list; print how many, and the most memory held, in MB."""
    opened = _opened(root)
    merge, readers = Merge(opened.letter), SubscriberList(root)
    found = recipients(root, opened.house, opened.issue, opened.letter, readers)
    count, started = 0, time.perf_counter()
    for who in found:
        merge(who)
        count += 1
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = count / (time.perf_counter() - started)
    print(f"{count:,} from a list: {rate:,.0f} letters/s, at most {most:,.0f} MB")


def _list(root: Path, rows: int) -> None:
    path = root / "private" / "subscribers.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write("email,first_name,status,consented_at\n")
        for n in range(rows):
            name = f"민지{n % _NAMES}"
            file.write(f"r{n}@reader.bench.example,{name},active,2026-01-02\n")


def main(arguments: list[str] | None = None) -> None:
    """Print the rates, the median of some rounds."""
    parser = argparse.ArgumentParser(prog="python -m bench.merging")
    parser.add_argument("--letters", type=int, default=20_000)
    parser.add_argument("--list", type=int, default=1_000_000)
    parser.add_argument("--stream", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.stream:
        stream(asked.stream)
        return
    with tempfile.TemporaryDirectory(prefix="storyhouse-") as folder:
        root = Path(folder)
        write_shop(root, tales(40))
        measure(_opened(root).letter, asked.letters)
        if asked.list:
            _list(root, asked.list)
            command = [sys.executable, "-m", "bench.merging", "--stream", folder]
            subprocess.run(command, check=True)


def measure(letter: Letter, letters: int) -> None:
    """Print what each way makes of one letter."""
    ways: dict[str, tuple[Callable[[Recipient], bytes], int]] = {
        "8 bits": (Merge(letter, eight_bit=True), letters),
        "quoted-printable": (Merge(letter), letters),
        "standard library": (_slowly(letter), letters // _SLOW),
    }
    size = len(Merge(letter, eight_bit=True)(next(_people(1))))
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(_ROUNDS):
        for name, (write, count) in ways.items():
            rates[name].append(_rate(write, count))
    base = statistics.median(rates["standard library"])
    print(f"a letter of {size:,} bytes")
    for name, measured in rates.items():
        rate = statistics.median(measured)
        print(f"{name:18} {rate:8,.0f} letters/s  {rate / base:6.1f} × the standard's")


if __name__ == "__main__":
    main()
