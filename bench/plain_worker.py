"""A worker whose letters are cut at their address alone: what is left is sending.

python -m bench.plain_worker BYTES    (with the environment of `letter work`)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from storyhouse.model.record import IssueId
from storyhouse.sending import settings
from storyhouse.sending.postgres_ledger import PostgresLedger
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.sending import Post
from storyhouse.sending.smtp import Courier
from storyhouse.sending.wire import dotted
from storyhouse.sending.working import work

FROM = "mara@slowrise.example"
_LINE = b"rye bread and rye bread again and again\r\n"


def plain(size: int) -> Callable[[Recipient], bytes]:
    """What makes mails of a size."""
    body = b"\r\n\r\n" + _LINE * (size // len(_LINE))

    def write(one: Recipient) -> bytes:
        head = f"From: <{FROM}>\r\nTo: <{one.address}>\r\nSubject: Rye"
        return head.encode() + body

    return write


def main(size: int) -> None:
    """Work until there is nothing left to help with."""
    server, write = settings.server(), plain(size)
    if server is None:
        raise SystemExit(settings.SMTP)

    def send(ledger: PostgresLedger, issue: IssueId, _worker: str) -> None:
        Post(
            ledger,
            issue,
            courier=lambda: Courier(server, FROM),
            write=lambda _eight_bit: lambda one: dotted(write(one)),
            connections=server.connections,
        ).send()

    dsn = os.environ["STORYHOUSE_LEDGER"]
    work(dsn, send, lambda *_key, **_facts: None, once=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
