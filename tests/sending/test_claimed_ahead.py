from __future__ import annotations

from contextlib import closing

from storyhouse.sending.claimed_ahead import Ahead
from storyhouse.sending.ledger import State
from storyhouse.sending.postgres_ledger import open_ledger
from storyhouse.sending.recipients import Recipient
from tests.sending.ledger_contract import ISSUE, OTHER, counted, people
from tests.tools import needs


def test_one_connection_claims_nothing_ahead() -> None:
    asked: list[int] = []

    def fetch(most: int) -> list[Recipient]:
        asked.append(most)
        return [*people(most)]

    ahead = Ahead()
    assert [len(ahead.take("a", n, fetch)) for n in (1, 2, 5)] == [1, 2, 5]
    assert asked == [1, 2, 5]


def test_several_connections_share_what_was_claimed() -> None:
    asked: list[int] = []

    def fetch(most: int) -> list[Recipient]:
        asked.append(most)
        return [*people(most, first=sum(asked))]

    ahead = Ahead()
    taken = [ahead.take("ab"[n % 2], 1, fetch) for n in range(200)]
    ids = [one.id for batch in taken for one in batch]
    assert len(ids) == len(set(ids)) == 200
    assert 1 < max(asked) <= 64
    assert len(asked) < 100


@needs("PostgreSQL")
def test_what_was_not_begun_waits_again(database: str) -> None:
    with closing(open_ledger(database)) as ledger, closing(open_ledger(database)) as b:
        ledger.enlist(ISSUE, people(50))
        ledger.enlist(OTHER, people(2))
        for worker in "xyxyxy":
            ledger.claim(ISSUE, worker, 1)
        assert b.counts(ISSUE)[State.SENDING] > 6
        ledger.claim(OTHER, "x", 1)
        assert counted(b) == {"sending": 6, "waiting": 44}
        ledger.claim(ISSUE, "y", 1)
        ledger.claim(ISSUE, "x", 1)
    with closing(open_ledger(database)) as later:
        assert later.give_up(ISSUE) == 8
        assert counted(later) == {"uncertain": 8, "waiting": 42}
