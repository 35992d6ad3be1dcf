"""Mails a second from one letter, and the memory while a million people are named.

    python -m bench.merging [--letters 20000] [--list 1000000]

In turns: the fast way in quoted-printable and in 8 bits, and the standard library's.
The list is a file that is read, merged and forgotten, row by row, by a process of its
own; 0 leaves it out.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.korean import NAMES, people, write_letter
from bench.rates import Rates, in_turns, table
from bench.tales import TODAY
from storyhouse.letters import Letter, message
from storyhouse.sending.merging import Merge
from storyhouse.sending.opening import open_issue
from storyhouse.sending.recipients import Recipient, recipients
from storyhouse.subscribing.list import SubscriberList

LETTERS, LISTED = 20_000, 1_000_000
_SLOW = 20  # the standard library makes so many times fewer
_PEER = "Python's email"


def measure(letters: int = LETTERS, listed: int = LISTED) -> list[Rates]:
    """What each way makes of one letter, and of a list."""
    with tempfile.TemporaryDirectory(prefix="storyhouse-") as folder:
        root = Path(folder)
        opened = write_letter(root)
        found = _merged(opened.letter, letters)
        if listed:
            _write_list(root, listed)
            id_ = opened.issue.id
            command = [sys.executable, "-m", "bench.merging", "--stream", folder, id_]
            said = subprocess.run(command, check=True, capture_output=True).stdout
            streamed = json.loads(said)
            how = f"storyhouse, at most {streamed['most']:,.0f} MB"
            what = f"mails made from a list of {listed:,}"
            found.append(Rates(what, how, [streamed["rate"]]))
    return found


def _merged(letter: Letter, letters: int) -> list[Rates]:
    size = len(Merge(letter, eight_bit=True)(next(people(1))))
    fast, eight = Merge(letter), Merge(letter, eight_bit=True)
    ways = {
        "storyhouse, quoted-printable": lambda: _rate(fast, letters),
        "storyhouse, 8 bits": lambda: _rate(eight, letters),
        _PEER: lambda: _rate(_slowly(letter), max(1, letters // _SLOW)),
    }
    return in_turns(f"mails made, {size / 1000:.0f} KB in 8 bits", ways, _PEER)


def _slowly(letter: Letter) -> Callable[[Recipient], bytes]:
    return lambda who: message(letter, who.address, who.values, who.parts)


def _rate(write: Callable[[Recipient], bytes], letters: int) -> float:
    readers = list(people(letters))
    started = time.perf_counter()
    for who in readers:
        write(who)
    return letters / (time.perf_counter() - started)


def stream(root: Path, id_: str) -> dict[str, float]:
    """Make everybody's mail; letters a second, and the most MB held."""
    opened = open_issue(root, id_, TODAY)
    house, issue, letter = opened.house, opened.issue, opened.letter
    merge, count, started = Merge(letter), 0, time.perf_counter()
    for who in recipients(root, house, issue, letter, SubscriberList(root)):
        merge(who)
        count += 1
    rate = count / (time.perf_counter() - started)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return {"rate": rate, "most": most}


def _write_list(root: Path, rows: int) -> None:
    path = root / "private" / "subscribers.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write("email,first_name,status,consented_at\n")
        for n in range(rows):
            name = f"민지{n % NAMES}"
            file.write(f"r{n}@reader.bench.example,{name},active,2026-01-02\n")


def main(arguments: list[str] | None = None) -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(prog="python -m bench.merging")
    parser.add_argument("--letters", type=int, default=LETTERS)
    parser.add_argument("--list", type=int, default=LISTED)
    parser.add_argument("--stream", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.stream:
        root, id_ = asked.stream
        print(json.dumps(stream(Path(root), id_)))
    else:
        print(table(measure(asked.letters, asked.list)))


if __name__ == "__main__":
    main()
