"""The ledger in PostgreSQL: several machines send one issue, each letter once.

A claim is one statement: rows are chosen, locked and made `sending` together, and
whoever comes at the same time skips them. A row names the lock of who claimed it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.ledger import LEFT, Outcome, Row, State
from storyhouse.sending.postgres_session import Session, answered
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.stored import payload, recipient_of

if TYPE_CHECKING:
    from storyhouse.sending.ledger import Ledger

_PAGE = 1000
_GATHERING = 0.02  # seconds
_DECIDED = (State.SENT, State.WAITING)

# On the disk when it returns, and in one journey to the server. Rows that are locked
# stay in their place, by which they are found again faster than by any key.
_CLAIM = """
UPDATE storyhouse.mail m
SET state = 'sending', worker = %s, held = %s, at = now()
WHERE m.ctid = ANY(ARRAY(
    SELECT ctid FROM storyhouse.mail
    WHERE issue = %s AND state = 'waiting'
    ORDER BY turn, number LIMIT %s FOR UPDATE SKIP LOCKED))
RETURNING m.turn, m.number, m.subscriber, m.address, m.payload::text,
    (SELECT set_config('synchronous_commit', 'on', true))
"""
# What was not sent. Whoever was taken for dead and lives knows better, unless the owner
# has decided. Without the lock, a row is somebody else's by now; so this does no harm
# twice. Who was forgotten meanwhile cannot be written to again.
_SETTLE = """
UPDATE storyhouse.mail m
SET state = CASE WHEN o.state = 'waiting' AND payload IS NULL THEN 'refused'
                 ELSE o.state END,
    turn = turn + (o.state = 'waiting')::integer,
    payload = CASE WHEN o.state = 'refused' THEN NULL ELSE payload END,
    reason = CASE WHEN o.state = 'waiting' AND (o.reason = '' OR payload IS NULL)
                  THEN m.reason ELSE o.reason END,
    held = NULL, at = now()
FROM unnest(%s::text[], %s::text[], %s::text[]) AS o(subscriber, state, reason)
WHERE m.issue = %s AND m.subscriber = o.subscriber
    AND m.held = %s AND m.state IN ('sending', 'uncertain')
"""
# For what was sent, which nearly all is: one list to the server, and not three.
_SENT = """
UPDATE storyhouse.mail
SET state = 'sent', reason = '', address = '', payload = NULL, held = NULL, at = now()
WHERE subscriber = ANY(%s) AND issue = %s AND held = %s
    AND state IN ('sending', 'uncertain')
"""
# A lock's 64 bits stand in two columns.
_GIVE_UP = """
UPDATE storyhouse.mail m SET state = 'uncertain', at = now()
WHERE m.issue = %s AND m.state = 'sending' AND NOT EXISTS (
    SELECT FROM pg_locks l
    WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
        AND l.database = (SELECT oid FROM pg_database
                          WHERE datname = current_database())
        AND (l.classid::bigint << 32) + l.objid::bigint = m.held)
"""
# Who has been forgotten has no address left to write to.
_DECIDE = """
UPDATE storyhouse.mail
SET state = %(state)s, at = now(), held = NULL,
    address = CASE WHEN %(state)s = 'sent' THEN '' ELSE address END,
    payload = CASE WHEN %(state)s = 'sent' THEN NULL ELSE payload END
WHERE issue = %(issue)s AND subscriber = ANY(%(who)s) AND state = 'uncertain'
    AND (%(state)s = 'sent' OR payload IS NOT NULL)
"""
_WRITTEN_TO = """
SELECT DISTINCT subscriber FROM storyhouse.mail WHERE subscriber = ANY(%s)
    AND payload IS NOT NULL AND state IN ('waiting', 'sending', 'uncertain')
"""
# Of what is in a worker's hands, or uncertain, only that it is not to be sent again.
# A claim that is under way is waited for, and what it took is in a worker's hands.
_WITHDRAW = """
UPDATE storyhouse.mail
SET payload = NULL,
    at = CASE WHEN state = 'waiting' THEN now() ELSE at END,
    address = CASE WHEN state = 'waiting' THEN '' ELSE address END,
    reason = CASE WHEN state = 'uncertain' THEN reason ELSE %s END,
    state = CASE WHEN state = 'waiting' THEN 'refused' ELSE state END
WHERE subscriber = %s AND state IN ('waiting', 'sending', 'uncertain')
"""
_LEFT = """
SELECT count(*) FROM storyhouse.mail
WHERE issue = %s AND state = 'refused' AND reason = %s
"""
_ENLIST = """
INSERT INTO storyhouse.mail (issue, subscriber, address, payload)
SELECT %s, subscriber, address, payload FROM enlisted ORDER BY place
ON CONFLICT DO NOTHING
"""
# By an index for each state: a table holds the letters of years.
_COUNTS = """
WITH mail AS NOT MATERIALIZED (SELECT state FROM storyhouse.mail WHERE issue = %s)
SELECT 'waiting', count(*) FROM mail WHERE state = 'waiting' UNION ALL
SELECT 'sending', count(*) FROM mail WHERE state = 'sending' UNION ALL
SELECT 'sent', count(*) FROM mail WHERE state = 'sent' UNION ALL
SELECT 'refused', count(*) FROM mail WHERE state = 'refused' UNION ALL
SELECT 'uncertain', count(*) FROM mail WHERE state = 'uncertain'
"""
_WAITING = """
SELECT count(*) FROM storyhouse.mail WHERE issue = %s AND state = 'waiting'
"""
_ROWS = """
SELECT number, subscriber, address, state, reason, at FROM storyhouse.mail
WHERE issue = %s AND state = ANY(%s) AND number > %s ORDER BY number LIMIT %s
"""


def open_ledger(dsn: str) -> PostgresLedger:
    """Open the ledger; its tables are made when it is first used.

    Raises:
        RefusedError: if the database does not answer, or is not to be used so.
    """
    ledger = PostgresLedger(Session(dsn))
    with answered(dsn):
        ledger.session.connection  # noqa: B018 (opens it)
    return ledger


@dataclass(slots=True)
class PostgresLedger:
    """A ledger for one worker at a time; each opens its own."""

    session: Session
    _issue: IssueId | None = None
    _gathered: list[Outcome] = field(default_factory=list)
    _flushed: float = 0.0

    def begin(self, issue: IssueId, letter: bytes) -> bytes:
        """Keep the letter as it is sent; what was kept before stays, and is given."""
        with self.session.whole() as connection:
            connection.execute(
                "INSERT INTO storyhouse.letter (issue, frozen) VALUES (%s, %s) "
                "ON CONFLICT DO NOTHING",
                [issue, letter],
            )
        kept = self.begun(issue)
        return letter if kept is None else kept

    def begun(self, issue: IssueId) -> bytes | None:
        """The letter that was kept, for a worker that has none of its own."""
        found = self.session.run(
            "SELECT frozen FROM storyhouse.letter WHERE issue = %s", issue
        )
        return bytes(found[0][0]) if found else None

    def enlist(self, issue: IssueId, recipients: Iterable[Recipient]) -> int:
        """Add who is not yet there, all or nobody; they are never all in memory."""
        with self.session.whole() as connection:
            connection.execute(
                "CREATE TEMP TABLE enlisted (place bigint GENERATED ALWAYS AS IDENTITY,"
                " subscriber text, address text, payload json) ON COMMIT DROP"
            )
            into = "COPY enlisted (subscriber, address, payload) FROM STDIN"
            with connection.cursor() as cursor, cursor.copy(into) as copy:
                for one in recipients:
                    copy.write_row((one.id, one.address, payload(one)))
            added = connection.execute(_ENLIST, [issue]).rowcount
        self.session.run("ANALYZE storyhouse.mail")  # or claims would read it all
        return added

    def claim(
        self, issue: IssueId, worker: str, most: int, hands: int = 1
    ) -> Sequence[Recipient]:
        """Take up to `most` waiting rows, the first of those nobody else takes."""
        del hands  # of a worker that dies, all that it had claimed is uncertain
        self.flush()
        how = (worker, self.session.lock, issue, most)
        rows = sorted(self.session.run(_CLAIM, *how))
        return [recipient_of(*row[2:5]) for row in rows]

    def settle(self, issue: IssueId, outcomes: Sequence[Outcome]) -> None:
        """Write down what came of rows that were claimed.

        Those that come one by one are gathered for a moment, and at the most until
        the next call: a worker that dies in it leaves them uncertain.
        """
        if self._issue != issue:
            self.flush()
        self._issue = issue
        self._gathered.extend(outcomes)
        if len(outcomes) > 1 or time.monotonic() - self._flushed > _GATHERING:
            self.flush()

    def flush(self) -> None:
        """Write down what was gathered, if it takes half a minute.

        A server that restarts meanwhile shall not make sent letters uncertain. One that
        loses the last moment does; it sends none of them again.
        """
        outcomes, self._gathered = self._gathered, []
        sent = [o.subscriber for o in outcomes if o.state is State.SENT]
        others = [o for o in outcomes if o.state is not State.SENT]
        of = self._issue, self.session.lock
        if sent:
            self.session.insist(_SENT, sent, *of)
        if others:
            self.session.insist(
                _SETTLE,
                [o.subscriber for o in others],
                [o.state.value for o in others],
                [o.reason.replace("\0", "") for o in others],
                *of,
            )
        self._flushed = time.monotonic()

    def give_up(self, issue: IssueId) -> int:
        """Make `uncertain` what those left whose lock nobody holds."""
        self.flush()
        with self.session.whole() as connection:
            return connection.execute(_GIVE_UP, [issue]).rowcount

    def decide(self, issue: IssueId, who: Iterable[SubscriberId], state: State) -> int:
        """The owner's word on uncertain rows: `sent`, or `waiting` to send again."""
        if state not in _DECIDED:
            raise ValueError(state)
        self.flush()
        given = {"issue": issue, "who": [*who], "state": state.value}
        with self.session.whole() as connection:
            return connection.execute(_DECIDE, given).rowcount

    def withdraw(self, who: Iterable[SubscriberId]) -> None:
        """Let nobody write to those who said no, of whatever issue.

        One after the other: who locked many rows at once could meet a worker that
        writes down what came of them, each waiting for the other.
        """
        self.flush()
        for (one,) in self.session.run(_WRITTEN_TO, [*who]):
            with self.session.whole() as connection:
                connection.execute(_WITHDRAW, [LEFT, one])

    def counts(self, issue: IssueId) -> Mapping[State, int]:
        """How many rows are in each state, those with none among them."""
        self.flush()
        rows = self.session.run(_COUNTS, issue)
        return {State(state): people for state, people in rows}

    def waiting(self, issue: IssueId) -> int:
        """How many wait, who are counted faster than those in all states."""
        self.flush()
        ((people,),) = self.session.run(_WAITING, issue)
        return int(people)

    def left(self, issue: IssueId) -> int:
        """How many of the refused ones are so because they left."""
        ((people,),) = self.session.run(_LEFT, issue, LEFT)
        return int(people)

    def rows(self, issue: IssueId, *states: State) -> Iterator[Row]:
        """The rows in some states, a page at a time, as they were enlisted."""
        self.flush()
        wanted, last = [s.value for s in states], 0
        while page := self.session.run(_ROWS, issue, wanted, last, _PAGE):
            for number, who, address, state, reason, at in page:
                last = number
                yield Row(
                    SubscriberId(who), address, State(state), reason, at.isoformat()
                )

    def forget(self, who: SubscriberId) -> None:
        """Take away an address and its fields; who still waits is not written to."""
        self.flush()
        with self.session.whole() as connection:
            connection.execute(
                "DELETE FROM storyhouse.mail WHERE subscriber = %s "
                "AND state = 'waiting'",
                [who],
            )
            connection.execute(
                "UPDATE storyhouse.mail SET address = '', payload = NULL, reason = '' "
                "WHERE subscriber = %s",
                [who],
            )

    def under_way(self) -> Sequence[IssueId]:
        """The issues of which somebody waits, or is being written to."""
        rows = self.session.run(
            "SELECT DISTINCT issue FROM storyhouse.mail "
            "WHERE state IN ('waiting', 'sending') ORDER BY 1"
        )
        return [IssueId(issue) for (issue,) in rows]

    def close(self) -> None:
        """Let go of it; what it had claimed and not settled can be given up."""
        try:
            self.flush()
        finally:
            self.session.close()


if TYPE_CHECKING:
    _: type[Ledger] = PostgresLedger
