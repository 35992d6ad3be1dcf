"""A process that sends, to be killed: its letters are lines of a file.

`python -m tests.sending.claiming KIND WHERE ISSUE FILE [STUCK]`; with STUCK it says so
in the midst of that claim and sleeps, some of its letters sent and others not.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from storyhouse.model.record import IssueId
from storyhouse.sending import sqlite_ledger
from storyhouse.sending.ledger import Ledger, Outcome, State

BATCH = 10


def opened(kind: str, where: str) -> Ledger:
    """A ledger, as another process or machine opens it."""
    if kind == "postgresql":
        from storyhouse.sending import postgres_ledger  # noqa: PLC0415

        return postgres_ledger.open_ledger(where)
    return sqlite_ledger.open_ledger(Path(where))


def main(kind: str, where: str, issue: str, file: str, stuck: str = "0") -> None:
    """Send until nobody waits."""
    ledger = opened(kind, where)
    letters = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    claims = 0
    while batch := ledger.claim(IssueId(issue), f"{os.getpid()}", BATCH):
        claims += 1
        for number, one in enumerate(batch):
            if claims == int(stuck) and number == BATCH // 2:
                print("stuck", flush=True)  # noqa: T201 (to the test)
                time.sleep(60)
            os.write(letters, f"{one.id}\n".encode())
            ledger.settle(IssueId(issue), [Outcome(one.id, State.SENT)])
    ledger.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
