"""The ledger in a file: one row for each, and what a death leaves of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storyhouse.refusing import RefusedError
from storyhouse.sending.ledger import Outcome, State
from storyhouse.sending.sqlite_ledger import LEDGER, SqliteLedger, open_ledger
from tests.sending.letters import ISSUE, reader

ROOT = Path(__file__).parents[2]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    opened = open_ledger(tmp_path)
    yield opened
    opened.close()


def _states(ledger: SqliteLedger) -> dict[str, int]:
    return {state.value: n for state, n in ledger.counts(ISSUE).items() if n}


def test_the_first_letter_stays(ledger: SqliteLedger) -> None:
    assert ledger.begun(ISSUE) is None
    assert ledger.begin(ISSUE, b"first") == b"first"
    assert ledger.begin(ISSUE, b"second") == b"first"
    assert ledger.begun(ISSUE) == b"first"


def test_who_is_there_is_not_enlisted_again(ledger: SqliteLedger) -> None:
    assert ledger.enlist(ISSUE, map(reader, range(5))) == 5
    assert ledger.enlist(ISSUE, map(reader, range(3, 8))) == 3
    assert _states(ledger) == {"waiting": 8}


def test_an_enlisting_that_fails_has_not_happened(ledger: SqliteLedger) -> None:
    def broken() -> Iterator[None]:
        yield reader(1)  # type: ignore[misc]
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        ledger.enlist(ISSUE, broken())  # type: ignore[arg-type]
    assert _states(ledger) == {}


def test_a_claim_gives_what_was_enlisted_in_order(ledger: SqliteLedger) -> None:
    ledger.enlist(ISSUE, map(reader, range(5)))
    assert ledger.claim(ISSUE, "w", 3) == [reader(0), reader(1), reader(2)]
    assert ledger.claim(ISSUE, "w", 3) == [reader(3), reader(4)]
    assert ledger.claim(ISSUE, "w", 3) == []


def test_what_was_put_off_comes_last(ledger: SqliteLedger) -> None:
    ledger.enlist(ISSUE, map(reader, range(3)))
    (first,) = ledger.claim(ISSUE, "w", 1)
    ledger.settle(ISSUE, [Outcome(first.id, State.WAITING, "451 later")])
    claimed = [ledger.claim(ISSUE, "w", 1)[0].address for _ in range(3)]
    assert claimed == [reader(n).address for n in (1, 2, 0)]


def test_a_letter_that_is_out_leaves_no_address(
    ledger: SqliteLedger, tmp_path: Path
) -> None:
    ledger.enlist(ISSUE, [reader(1, "gone.example"), reader(2, "kept.example")])
    one, two = ledger.claim(ISSUE, "w", 2)
    ledger.settle(ISSUE, [Outcome(one.id, State.SENT)])
    ledger.settle(ISSUE, [Outcome(two.id, State.REFUSED, "550 no")])
    sent, refused = ledger.rows(ISSUE, State.SENT, State.REFUSED)
    assert (sent.address, sent.reason) == ("", "")
    assert (refused.address, refused.reason) == ("r2@kept.example", "550 no")
    ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = (tmp_path / LEDGER).read_bytes()
    assert b"gone.example" not in kept
    assert b"kept.example" in kept
    assert b"Reader 2" not in kept


def test_who_is_forgotten_is_in_no_file(ledger: SqliteLedger, tmp_path: Path) -> None:
    ledger.enlist(ISSUE, [reader(1, "gone.example"), reader(2, "gone.example")])
    (one,) = ledger.claim(ISSUE, "w", 1)
    ledger.settle(ISSUE, [Outcome(one.id, State.UNCERTAIN, "r1@gone.example?")])
    for n in (1, 2):
        ledger.forget(reader(n).id)
    assert _states(ledger) == {"uncertain": 1}
    assert ledger.decide(ISSUE, [one.id], State.WAITING) == 0
    assert ledger.decide(ISSUE, [one.id], State.SENT) == 1
    for file in (tmp_path / "private").iterdir():
        assert b"gone.example" not in file.read_bytes(), file


def test_the_owner_decides_on_what_is_uncertain_alone(ledger: SqliteLedger) -> None:
    ledger.enlist(ISSUE, map(reader, range(4)))
    claimed = ledger.claim(ISSUE, "w", 3)
    for one in claimed[:2]:
        ledger.settle(ISSUE, [Outcome(one.id, State.UNCERTAIN, "~lost")])
    assert ledger.decide(ISSUE, [claimed[0].id], State.SENT) == 1
    assert ledger.decide(ISSUE, [claimed[1].id], State.WAITING) == 1
    assert ledger.decide(ISSUE, [claimed[2].id, reader(3).id], State.SENT) == 0
    assert _states(ledger) == {"waiting": 2, "sending": 1, "sent": 1}
    with pytest.raises(ValueError, match="refused"):
        ledger.decide(ISSUE, [], State.REFUSED)


def test_only_what_was_in_flight_is_uncertain_after_a_death(tmp_path: Path) -> None:
    dead = open_ledger(tmp_path)
    dead.enlist(ISSUE, map(reader, range(10)))
    batch = dead.claim(ISSUE, "w", 5)
    dead.settle(ISSUE, [Outcome(batch[0].id, State.SENT)])
    dead.close()
    ledger = open_ledger(tmp_path)
    assert ledger.give_up(ISSUE) == 1
    assert [r.address for r in ledger.rows(ISSUE, State.UNCERTAIN)] == [
        batch[1].address
    ]
    assert _states(ledger) == {"waiting": 8, "sent": 1, "uncertain": 1}
    ledger.close()


def test_of_several_connections_the_first_that_are_not_settled(tmp_path: Path) -> None:
    """One may be at a letter of an older claim; the others are at the newest."""
    ledger = open_ledger(tmp_path)
    ledger.enlist(ISSUE, map(reader, range(12)))
    older, newer = (ledger.claim(ISSUE, "a", 5, 3) for _ in range(2))
    done = [*older[:1], *older[2:], *newer[1:2]]
    ledger.settle(ISSUE, [Outcome(one.id, State.SENT) for one in done])
    (later,) = ledger.claim(ISSUE, "b", 1)
    assert ledger.give_up(ISSUE) == 4
    uncertain = [row.subscriber for row in ledger.rows(ISSUE, State.UNCERTAIN)]
    assert uncertain == [older[1].id, newer[0].id, newer[2].id, later.id]
    ledger.close()


@pytest.mark.parametrize("boot", ["another", ""])
def test_all_that_was_claimed_is_uncertain_after_a_power_cut(
    tmp_path: Path, boot: str
) -> None:
    dead = open_ledger(tmp_path)
    dead.enlist(ISSUE, map(reader, range(10)))
    dead.claim(ISSUE, "w", 5)
    dead.close()
    ledger = open_ledger(tmp_path)
    ledger.boot = boot
    assert ledger.give_up(ISSUE) == 5
    ledger.close()


def test_a_claim_is_in_the_files_when_it_returns(tmp_path: Path) -> None:
    """What a disk holds after a power cut: the files, and no process to close them."""
    (tmp_path / "a").mkdir()
    ledger = open_ledger(tmp_path / "a")
    ledger.enlist(ISSUE, map(reader, range(10)))
    ledger.claim(ISSUE, "w", 4)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    ledger.close()
    after = open_ledger(tmp_path / "b")
    assert _states(after) == {"waiting": 6, "sending": 4}
    after.close()


def test_a_result_that_the_disk_lost_is_uncertain(tmp_path: Path) -> None:
    """The log cut short anywhere behind a claim: no row of it waits again."""
    (tmp_path / "a").mkdir()
    ledger = open_ledger(tmp_path / "a")
    ledger.enlist(ISSUE, map(reader, range(10)))
    ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    claimed = ledger.claim(ISSUE, "w", 4)
    log = tmp_path / "a" / f"{LEDGER}-wal"
    certain = log.stat().st_size
    for one in claimed:
        ledger.settle(ISSUE, [Outcome(one.id, State.SENT)])
    whole = log.read_bytes()
    assert len(whole) > certain
    for cut in range(certain, len(whole), 3001):
        there = tmp_path / str(cut)
        (there / "private").mkdir(parents=True)
        shutil.copy(tmp_path / "a" / LEDGER, there / LEDGER)
        (there / f"{LEDGER}-wal").write_bytes(whole[:cut])
        after = open_ledger(there)
        after.boot = "another"
        after.give_up(ISSUE)
        counts = _states(after)
        assert counts["waiting"] == 6
        assert counts.get("sent", 0) + counts.get("uncertain", 0) == 4
        after.close()
    ledger.close()


def test_only_one_process_sends(tmp_path: Path) -> None:
    mine = open_ledger(tmp_path)
    mine.begin(ISSUE, b"{}")
    mine.enlist(ISSUE, map(reader, range(3)))
    mine.claim(ISSUE, "w", 2)
    script = (
        "import sys, pathlib\n"
        "from storyhouse.refusing import RefusedError\n"
        "from storyhouse.sending.sqlite_ledger import open_ledger\n"
        "ledger = open_ledger(pathlib.Path(sys.argv[1]))\n"
        f"print(ledger.give_up('{ISSUE}'))\n"
        f"try: ledger.begin('{ISSUE}', b'')\n"
        "except RefusedError as refused: print(refused.key)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["0", "letter_send.refused.in-use"]
    mine.close()
    other = open_ledger(tmp_path)
    assert other.give_up(ISSUE) == 1
    other.begin(ISSUE, b"")
    with pytest.raises(RefusedError):
        open_ledger(tmp_path).claim(ISSUE, "w", 1)
    other.close()


def test_many_are_enlisted_as_they_come(ledger: SqliteLedger) -> None:
    assert ledger.enlist(ISSUE, map(reader, range(30_000))) == 30_000
    assert [r.address for r in ledger.claim(ISSUE, "w", 2)] == [
        "r0@reader.example",
        "r1@reader.example",
    ]
