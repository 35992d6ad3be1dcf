"""A worker as a process: `python -m tests.sending.helping DSN PORT [once]`."""

from __future__ import annotations

import smtplib
import sys

from storyhouse.model.record import IssueId
from storyhouse.sending.ledger import Ledger, Outcome, State
from storyhouse.sending.working import work

BATCH = 10


def main(dsn: str, port: str, once: str = "") -> None:
    """Work, and say each thing that is told on a line."""

    def send(ledger: Ledger, issue: IssueId, worker: str) -> None:
        try:
            smtp = smtplib.SMTP("127.0.0.1", int(port))
        except OSError:
            return  # everybody waits
        with smtp:
            send_over(smtp, ledger, issue, worker)

    def tell(key: str, **_facts: object) -> None:
        print(key, flush=True)  # noqa: T201 (to the test)

    work(dsn, send, tell, once=bool(once))


def send_over(smtp: smtplib.SMTP, ledger: Ledger, issue: IssueId, worker: str) -> None:
    """Send short letters until nobody waits."""
    while batch := ledger.claim(issue, worker, BATCH):
        for one in batch:
            body = f"To: {one.address}\r\n\r\n{one.values['first_name']}\r\n".encode()
            smtp.sendmail("shop@shop.example", [one.address], body)
            ledger.settle(issue, [Outcome(one.id, State.SENT)])


if __name__ == "__main__":
    main(*sys.argv[1:])
