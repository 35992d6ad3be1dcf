"""Sending without the shop's folder.

The letter and who waits for it are in the ledger, the mail server in the environment.
"""

from __future__ import annotations

from pathlib import Path

from storyhouse.model.record import IssueId
from storyhouse.refusing import RefusedError
from storyhouse.sending import settings
from storyhouse.sending.postgres_ledger import PostgresLedger
from storyhouse.sending.sending import Post
from storyhouse.sending.smtp import Courier
from storyhouse.sending.stored import unpacked
from storyhouse.sending.writing import dated, wire_writer


def send_waiting(ledger: PostgresLedger, issue: IssueId, worker: str) -> None:
    """Send what waits of an issue that its shop has begun to send.

    Raises:
        RefusedError: if there is no mail server or no letter, or nothing gets through.
    """
    del worker  # each connection has a name of its own
    server, kept = settings.server(), ledger.begun(issue)
    if server is None:
        raise RefusedError("letter_work.refused.no-server", name=settings.SMTP)
    if kept is None:
        raise RefusedError("letter_work.refused.no-letter", issue=issue)
    letter = dated(unpacked(kept))
    tally = Post(
        ledger,
        issue,
        courier=lambda: Courier(server, letter.envelope.sender),
        write=lambda eight_bit: wire_writer(letter, Path.cwd(), eight_bit=eight_bit),
        connections=server.connections,
        rate=server.rate,
    ).send()
    if tally.stopped:
        raise RefusedError("letter_work.refused.stopped", why=tally.stopped)
