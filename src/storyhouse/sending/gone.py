"""Who was refused because there is no such mailbox: nobody writes there again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import Standing
from storyhouse.sending.ledger import Ledger, Row, State
from storyhouse.sending.statuses import is_of_no_mailbox
from storyhouse.subscribing.noes import add
from storyhouse.subscribing.places import SUPPRESSED
from storyhouse.subscribing.suppressed import Noes, Suppression, noes_in


def strike_off(root: Path, ledger: Ledger, issue: IssueId, zone: dt.tzinfo) -> int:
    """Put on the list of noes whose mailbox is gone; how many were new to it.

    By the ledger, so that what other machines were told counts, too. As long as none of
    an issue's letters was taken, the server may know nobody, whoever it is asked about.

    Raises:
        OSError: if the list of noes cannot be read or written.
    """
    if not ledger.counts(issue)[State.SENT]:
        return 0
    noes = noes_in(root / SUPPRESSED)
    rows = ledger.rows(issue, State.REFUSED)
    new = add(root, [*_gone(rows, noes, zone)])
    if new:
        ledger.withdraw([one.subscriber for one in new])  # from other letters
    return len(new)


def _gone(rows: Iterator[Row], noes: Noes, zone: dt.tzinfo) -> Iterator[Suppression]:
    """Who is not on the list, and has not said yes again since."""
    for row in rows:
        if row.subscriber in noes.gone or not is_of_no_mailbox(row.reason):
            continue
        day = dt.datetime.fromisoformat(row.at).astimezone(zone).date()
        if day > noes.again.get(row.subscriber, dt.date.min):
            yield Suppression(row.subscriber, Standing.CLEANED, day)
