"""The ledger in a file of the shop's own: private/ledger.sqlite.

A claim is on the disk before it returns. What came of a letter is not waited for: where
the power fails, a `sent` that was lost is uncertain, and no letter goes out twice. A
process that is killed loses nothing that it wrote. What it had claimed was begun in
order, so of the rows that are not settled only the first may be in flight: as many as
it said that it had hands for.
"""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from filelock import FileLock, Timeout

from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import SubscriberId
from storyhouse.refusing import RefusedError
from storyhouse.sending.ledger import LEFT, Outcome, Row, State
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.stored import payload, recipient_of
from storyhouse.subscribing.places import PRIVATE

LEDGER = PRIVATE / "ledger.sqlite"
#: Which ledger is the shop's: without it, one that was lost would be begun anew, and
#: everybody written to again.
MARK = PRIVATE / "ledger.id"
#: Held while a process sends; the system lets go of it when the process dies.
_LOCK = PRIVATE / "ledger.lock"
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_PATIENCE = 30.0  # seconds that one writer waits for another
_PRAGMAS = (
    # A letter that is settled changes one page, which is written whole.
    "page_size = 1024",
    "journal_mode = WAL",
    "secure_delete = ON",
    # Pages until the log is brought into the file: that waits for the disk twice.
    "wal_autocheckpoint = 64000",
)
_TABLES = """
CREATE TABLE IF NOT EXISTS letter (
    issue TEXT PRIMARY KEY, frozen BLOB NOT NULL, begun TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS mail (
    issue TEXT NOT NULL, subscriber TEXT NOT NULL,
    address TEXT NOT NULL, payload TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting', reason TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL, turn INTEGER NOT NULL DEFAULT 0,
    claim INTEGER NOT NULL DEFAULT 0, worker TEXT NOT NULL DEFAULT '',
    hands INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (issue, subscriber));
CREATE INDEX IF NOT EXISTS mail_waiting ON mail (issue, turn) WHERE state = 'waiting';
"""
# Who was put off comes after those who were not: `turn`.
_CLAIM = """
UPDATE mail SET state = 'sending', at = ?, claim = ?, worker = ?, hands = ?
WHERE rowid IN (
    SELECT rowid FROM mail WHERE issue = ? AND state = 'waiting'
    ORDER BY turn, rowid LIMIT ?)
RETURNING rowid, subscriber, address, payload
"""
_SETTLE = """
UPDATE mail SET at = :at,
    state = iif(:state = 'waiting' AND payload = '', 'refused', :state),
    reason = iif(:state = 'waiting' AND (:reason = '' OR payload = ''),
        reason, :reason),
    turn = turn + (:state = 'waiting'),
    address = iif(:state = 'sent', '', address),
    payload = iif(:state IN ('sent', 'refused'), '', payload)
WHERE issue = :issue AND subscriber = :who AND state = 'sending'
"""
# The same for what was sent, which nearly all is, in three quarters of the time.
_SENT = """
UPDATE mail SET state = 'sent', at = ?, reason = '', address = '', payload = ''
WHERE issue = ? AND subscriber = ? AND state = 'sending'
"""
# Of what is in a worker's hands, or uncertain, only that it is not to be sent again.
_WITHDRAW = """
UPDATE mail SET payload = '',
    at = iif(state = 'waiting', :at, at),
    address = iif(state = 'waiting', '', address),
    reason = iif(state = 'uncertain', reason, :left),
    state = iif(state = 'waiting', 'refused', state)
WHERE issue = :issue AND subscriber = :who
    AND state IN ('waiting', 'sending', 'uncertain')
"""
_OPEN = """
SELECT DISTINCT issue FROM mail WHERE state IN ('waiting', 'sending', 'uncertain')
"""
# Who was forgotten has no address left to write to.
_DECIDE = """
UPDATE mail SET state = :state, at = :at,
    address = iif(:state = 'sent', '', address),
    payload = iif(:state = 'sent', '', payload)
WHERE issue = :issue AND subscriber = :who AND state = 'uncertain'
    AND (:state = 'sent' OR payload != '')
"""


def open_ledger(root: Path) -> SqliteLedger:
    """The shop's ledger; made when it is first needed.

    Raises:
        RefusedError: if there was one, and it is gone or another lies in its place.
        sqlite3.DatabaseError: if it is damaged.
    """
    path = root / LEDGER
    path.parent.mkdir(exist_ok=True)
    known = _mark(root)
    if known and not (path.is_file() and path.stat().st_size):
        raise RefusedError("letter_send.refused.ledger-gone", path=str(LEDGER))
    path.touch(mode=0o600)
    connection = sqlite3.connect(
        path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(_TABLES)
    _be_the_shops(root, connection, known)
    lock = FileLock(root / _LOCK, thread_local=False)
    return SqliteLedger(connection, lock, _boot())


@dataclass(slots=True)
class SqliteLedger:
    """One process sends at a time; within it, one thread after the other asks."""

    connection: sqlite3.Connection
    lock: FileLock
    boot: str  # which start of the machine this is; "" where nobody knows
    claims: int = 0

    def begin(self, issue: IssueId, letter: bytes) -> bytes:
        """Keep the letter as it is sent; from now on, nobody else sends.

        Raises:
            RefusedError: if somebody else does.
        """
        self._hold()
        with self._whole(durable=True):
            self.connection.execute(
                "INSERT OR IGNORE INTO letter VALUES (?, ?, ?)", (issue, letter, _now())
            )
        return self.begun(issue) or letter

    def begun(self, issue: IssueId) -> bytes | None:
        """The letter that was kept, if any was."""
        asked = "SELECT frozen FROM letter WHERE issue = ?"
        found = self.connection.execute(asked, (issue,)).fetchone()
        return bytes(found[0]) if found else None

    def enlist(self, issue: IssueId, recipients: Iterable[Recipient]) -> int:
        """Add who is not yet there, all or nobody; they are never all in memory."""
        now, before = _now(), self.connection.total_changes
        rows = ((issue, r.id, r.address, payload(r), now) for r in recipients)
        with self._whole(durable=True):
            self.connection.executemany(
                "INSERT OR IGNORE INTO mail (issue, subscriber, address, payload, at) "
                "VALUES (?, ?, ?, ?, ?)",
                rows,
            )
        return self.connection.total_changes - before

    def claim(
        self, issue: IssueId, worker: str, most: int, hands: int = 1
    ) -> Sequence[Recipient]:
        """Take up to `most` rows; the first `hands` not settled may be in flight."""
        self._hold()
        self.claims += 1
        name = f"{self.boot} {worker}" if self.boot else ""
        how = (_now(), self.claims, name, hands, issue, most)
        with self._whole(durable=True):
            rows = sorted(self.connection.execute(_CLAIM, how).fetchall())
        return [recipient_of(*row[1:]) for row in rows]

    def settle(self, issue: IssueId, outcomes: Sequence[Outcome]) -> None:
        """Write down what came of rows that were claimed."""
        now = _now()
        if len(outcomes) == 1 and outcomes[0].state is State.SENT:
            self.connection.execute(_SENT, (now, issue, outcomes[0].subscriber))
            return
        rows = [
            {
                "state": o.state.value,
                "reason": o.reason,
                "at": now,
                "issue": issue,
                "who": o.subscriber,
            }
            for o in outcomes
        ]
        if len(rows) == 1:  # is whole by itself
            self.connection.execute(_SETTLE, rows[0])
            return
        with self._whole():
            self.connection.executemany(_SETTLE, rows)

    def give_up(self, issue: IssueId) -> int:
        """Make `uncertain` what a dead process left in flight; the rest waits again.

        While a process lives that sends, nothing is given up.
        """
        held = self.lock.is_locked
        try:
            self._hold()
        except RefusedError:
            return 0
        try:
            return self._given_up(issue)
        finally:
            if not held:
                self.lock.release()

    def _given_up(self, issue: IssueId) -> int:
        asked = (
            "SELECT rowid, worker, hands FROM mail "
            "WHERE issue = ? AND state = 'sending' ORDER BY claim, rowid"
        )
        begun, changes = Counter[str](), list[tuple[State, int]]()
        for row, worker, hands in self.connection.execute(asked, (issue,)).fetchall():
            # Once the machine has stopped, what was settled may be gone from it.
            lived = bool(self.boot) and worker.startswith(f"{self.boot} ")
            certain = lived and begun[worker] >= hands
            begun[worker] += 1
            changes.append((State.WAITING if certain else State.UNCERTAIN, row))
        now = _now()
        with self._whole(durable=True):
            self.connection.executemany(
                "UPDATE mail SET at = ?, state = iif(? = 'waiting' AND payload = '', "
                "'refused', ?) WHERE rowid = ?",
                ((now, state.value, state.value, row) for state, row in changes),
            )
        return sum(state is State.UNCERTAIN for state, _ in changes)

    def decide(self, issue: IssueId, who: Iterable[SubscriberId], state: State) -> int:
        """The owner's word on uncertain rows: `sent`, or `waiting` to send again."""
        if state not in {State.SENT, State.WAITING}:
            raise ValueError(state)
        now, before = _now(), self.connection.total_changes
        facts = {"state": state.value, "at": now, "issue": issue}
        with self._whole(durable=True):
            self.connection.executemany(_DECIDE, [{**facts, "who": w} for w in who])
        return self.connection.total_changes - before

    def withdraw(self, who: Iterable[SubscriberId]) -> None:
        """Let nobody write to those who said no, of whatever issue; all, or nobody."""
        facts = {"at": _now(), "left": LEFT}
        with self._whole(durable=True):
            issues = [issue for (issue,) in self.connection.execute(_OPEN)]
            rows = ({**facts, "issue": i, "who": one} for one in who for i in issues)
            self.connection.executemany(_WITHDRAW, rows)

    def counts(self, issue: IssueId) -> Mapping[State, int]:
        """How many rows are in each state."""
        asked = "SELECT state, count(*) FROM mail WHERE issue = ? GROUP BY state"
        found = Counter(dict(self.connection.execute(asked, (issue,)).fetchall()))
        return {state: found[state.value] for state in State}

    def left(self, issue: IssueId) -> int:
        """How many of the refused ones are so because they left."""
        asked = "SELECT count(*) FROM mail WHERE issue = ? AND reason = ? AND state = ?"
        how = (issue, LEFT, State.REFUSED.value)
        (people,) = self.connection.execute(asked, how).fetchone()
        return int(people)

    def rows(self, issue: IssueId, *states: State) -> Iterator[Row]:
        """The rows in some states, in the order in which they were enlisted."""
        marks = ",".join("?" * len(states))
        asked = (
            "SELECT subscriber, address, state, reason, at FROM mail "  # noqa: S608
            f"WHERE issue = ? AND state IN ({marks}) ORDER BY rowid"
        )
        for who, address, state, reason, at in self.connection.execute(
            asked, (issue, *(s.value for s in states))
        ):
            yield Row(SubscriberId(who), address, State(state), reason, at)

    def forget(self, who: SubscriberId) -> None:
        """Take away an address and its fields; that it was written to stays."""
        with self._whole(durable=True):
            self.connection.execute(
                "DELETE FROM mail WHERE subscriber = ? AND state = 'waiting'", (who,)
            )
            self.connection.execute(
                "UPDATE mail SET address = '', payload = '', reason = '' "
                "WHERE subscriber = ?",
                (who,),
            )
        # What was overwritten stands in the log until it is emptied.
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of it."""
        self.connection.close()
        self.lock.release()

    def _hold(self) -> None:
        if self.lock.is_locked:
            return
        try:
            self.lock.acquire(timeout=0)
        except Timeout:
            raise RefusedError("letter_send.refused.in-use") from None

    @contextmanager
    def _whole(self, *, durable: bool = False) -> Iterator[None]:
        """All that is written within it, or nothing."""
        synchronous = "FULL" if durable else "NORMAL"
        self.connection.execute(f"PRAGMA synchronous = {synchronous}")
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
            raise
        finally:
            self.connection.execute("PRAGMA synchronous = NORMAL")


def _mark(root: Path) -> int:
    """The number of the shop's ledger; 0 for a shop that has none."""
    try:
        return int((root / MARK).read_text("ascii"))
    except FileNotFoundError:
        return 0
    except ValueError:
        return -1  # of no ledger


def _be_the_shops(root: Path, connection: sqlite3.Connection, known: int) -> None:
    """See that it is the one that the shop began, or begin it."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    if known and number != known:
        connection.close()
        raise RefusedError("letter_send.refused.ledger-gone", path=str(LEDGER))
    if not number:
        number = 1 + secrets.randbelow(2**31 - 1)
        connection.execute(f"PRAGMA user_version = {number}")
    if not known:
        (root / MARK).write_text(f"{number}\n", "ascii")


def _boot() -> str:
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return ""


def _now() -> str:
    return _written(int(time.time()))


@lru_cache(maxsize=1)  # thousands of letters go out within a second
def _written(second: int) -> str:
    return dt.datetime.fromtimestamp(second, dt.UTC).isoformat()
