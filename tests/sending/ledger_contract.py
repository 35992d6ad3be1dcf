"""What every ledger keeps to; a test module for one kind inherits these tests."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.ledger import LEFT, Ledger, Outcome, Row, State
from storyhouse.sending.recipients import Recipient
from tests.sending.claiming import BATCH, opened
from tests.tools import ROOT

ISSUE, OTHER = IssueId("2026-11-salt"), IssueId("2026-12-rye")


def people(count: int, first: int = 0) -> Iterator[Recipient]:
    """Invented recipients, each with something of their own."""
    for i in range(first, first + count):
        yield Recipient(
            SubscriberId(f"{i:032x}"),
            f"reader{i}@mail.example",
            {"first_name": f"지우 {i}", "unsubscribe_url": f"https://x.example/{i}"},
            {"asked": [{"title": "less \\ salt", "quote": "“덜 짜게”\n👍🏽"}]},
        )


def counted(ledger: Ledger, issue: IssueId = ISSUE) -> dict[str, int]:
    """The states in which there are rows."""
    return {state.value: n for state, n in ledger.counts(issue).items() if n}


def sent(*ones: Recipient) -> list[Outcome]:
    """That all of them arrived."""
    return [Outcome(one.id, State.SENT) for one in ones]


def refused(ledger: Ledger) -> list[Row]:
    """Who was, of the first issue."""
    return [*ledger.rows(ISSUE, State.REFUSED)]


class LedgerContract:
    """Inherit it, and give `where`: what opens one ledger, however often."""

    kind: str

    @pytest.fixture
    def ledger(self, where: str) -> Iterator[Ledger]:
        with closing(opened(self.kind, where)) as ledger:
            yield ledger

    def test_the_first_letter_stays(self, where: str, ledger: Ledger) -> None:
        assert ledger.begin(ISSUE, b"\x00first\xff") == b"\x00first\xff"
        ledger.close()
        with closing(opened(self.kind, where)) as later:
            assert later.begin(ISSUE, b"second") == b"\x00first\xff"
            assert later.begin(OTHER, b"second") == b"second"

    def test_enlists_each_once(self, ledger: Ledger) -> None:
        assert ledger.enlist(ISSUE, people(5)) == 5
        assert ledger.enlist(ISSUE, people(7)) == 2
        assert ledger.enlist(OTHER, people(3)) == 3
        assert counted(ledger) == {"waiting": 7}
        first = ledger.claim(ISSUE, "a", 2)
        ledger.settle(ISSUE, sent(*first))
        assert ledger.enlist(ISSUE, people(7)) == 0
        assert counted(ledger) == {"waiting": 5, "sent": 2}

    def test_enlists_all_or_nobody(self, ledger: Ledger) -> None:
        def breaks() -> Iterator[Recipient]:
            yield from people(3)
            raise OSError("the list is gone")

        with pytest.raises(OSError, match="the list is gone"):
            ledger.enlist(ISSUE, breaks())
        assert counted(ledger) == {}
        assert ledger.enlist(ISSUE, people(3)) == 3

    def test_claims_what_was_enlisted_in_its_order(self, ledger: Ledger) -> None:
        everybody = [*people(3, first=5), *people(4)]
        ledger.enlist(ISSUE, everybody)
        claimed = [*ledger.claim(ISSUE, "a", 4), *ledger.claim(ISSUE, "a", 4)]
        assert [(c.id, c.address) for c in claimed] == [
            (e.id, e.address) for e in everybody
        ]
        assert [dict(c.values) for c in claimed] == [dict(e.values) for e in everybody]
        assert [dict(c.parts) for c in claimed] == [dict(e.parts) for e in everybody]
        assert [*ledger.claim(ISSUE, "a", 4)] == []

    def test_who_was_put_off_comes_last(self, ledger: Ledger) -> None:
        ledger.enlist(ISSUE, people(4))
        a, b = ledger.claim(ISSUE, "a", 2)
        ledger.settle(ISSUE, [Outcome(a.id, State.WAITING)])
        ledger.settle(ISSUE, sent(b))
        assert a.id not in {one.id for one in ledger.claim(ISSUE, "a", 2)}
        assert [one.id for one in ledger.claim(ISSUE, "a", 2)] == [a.id]

    def test_settles_each_as_it_went(self, ledger: Ledger) -> None:
        ledger.enlist(ISSUE, people(4))
        a, b, c, d = ledger.claim(ISSUE, "a", 4)
        outcomes = [
            Outcome(a.id, State.SENT),
            Outcome(b.id, State.REFUSED, "550 no such user"),
            Outcome(c.id, State.WAITING, "451 later"),
            Outcome(d.id, State.UNCERTAIN, "connection lost"),
        ]
        ledger.settle(ISSUE, outcomes)
        assert counted(ledger) == dict.fromkeys(
            ("sent", "refused", "waiting", "uncertain"), 1
        )
        shown = [*ledger.rows(ISSUE, State.REFUSED, State.UNCERTAIN)]
        assert [(r.subscriber, r.address, r.reason) for r in shown] == [
            (b.id, b.address, "550 no such user"),
            (d.id, d.address, "connection lost"),
        ]
        assert all(r.at.startswith("20") for r in shown)
        (again,) = ledger.claim(ISSUE, "a", 9)
        assert (again.id, dict(again.values)) == (c.id, dict(c.values))

    def test_shows_rows_in_order_while_they_change(self, ledger: Ledger) -> None:
        ledger.enlist(ISSUE, people(2500))
        seen = []
        for row in ledger.rows(ISSUE, State.WAITING):
            seen.append(row.subscriber)
            if len(seen) == 1200:
                assert len(ledger.claim(ISSUE, "a", 3)) == 3
        assert seen == [one.id for one in people(2500)]

    def test_does_as_the_owner_decides(self, ledger: Ledger) -> None:
        ledger.enlist(ISSUE, people(5))
        a, b, c, d = ledger.claim(ISSUE, "b", 4)
        lost = [Outcome(one.id, State.UNCERTAIN) for one in (a, b, c, d)]
        ledger.settle(ISSUE, lost)
        assert ledger.decide(ISSUE, [a.id], State.SENT) == 1
        assert ledger.decide(ISSUE, [a.id, b.id, c.id], State.WAITING) == 2
        assert counted(ledger) == {"sent": 1, "uncertain": 1, "waiting": 3}
        claimed = {one.id for one in ledger.claim(ISSUE, "a", 3)}
        assert {b.id, c.id} < claimed

    def test_what_is_settled_cannot_be_unsettled(self, ledger: Ledger) -> None:
        ledger.enlist(ISSUE, people(2))
        a, _b = ledger.claim(ISSUE, "a", 2)
        ledger.settle(ISSUE, sent(a))
        ledger.settle(ISSUE, [Outcome(a.id, State.WAITING)])
        assert counted(ledger) == {"sending": 1, "sent": 1}
        assert ledger.decide(ISSUE, [a.id], State.WAITING) == 0

    def test_forgets_an_address_and_no_letter(self, ledger: Ledger) -> None:
        ledger.enlist(ISSUE, people(3))
        ledger.enlist(OTHER, people(3))
        a, b = ledger.claim(ISSUE, "a", 2)
        ledger.settle(ISSUE, sent(a))
        for one in people(3):
            ledger.forget(one.id)
        assert [r.address for r in ledger.rows(ISSUE, *State)] == ["", ""]
        assert counted(ledger) == {"sent": 1, "sending": 1}
        assert not ledger.claim(OTHER, "a", 3)
        ledger.settle(ISSUE, [Outcome(b.id, State.WAITING, "451 later")])
        assert not ledger.claim(ISSUE, "a", 3)

    def test_who_said_no_is_not_written_to(self, ledger: Ledger) -> None:
        ledger.enlist(ISSUE, people(5))
        ledger.enlist(OTHER, people(2))
        a, b, c = ledger.claim(ISSUE, "a", 3)
        ledger.settle(ISSUE, [*sent(a), Outcome(c.id, State.UNCERTAIN, "lost")])
        everybody = [one.id for one in people(5)]
        for _ in range(2):  # said twice, it is done once
            ledger.withdraw([*everybody, SubscriberId("f" * 32)])
        states = {"sent": 1, "sending": 1, "uncertain": 1, "refused": 2}
        assert counted(ledger) == states
        assert counted(ledger, OTHER) == {"refused": 2}
        gone = [(r.subscriber, r.address, r.reason) for r in refused(ledger)]
        assert gone == [(one, "", LEFT) for one in everybody[3:]]
        assert (ledger.left(ISSUE), ledger.left(OTHER)) == (2, 2)
        assert not ledger.claim(OTHER, "a", 9)
        # What a worker has in its hands may go out, and is not put off; what may have
        # arrived is not sent again.
        ledger.settle(ISSUE, [Outcome(b.id, State.WAITING, "451 later")])
        assert ledger.decide(ISSUE, [c.id], State.WAITING) == 0
        assert ledger.left(ISSUE) == 3
        assert not ledger.claim(ISSUE, "a", 9)
        assert ledger.enlist(ISSUE, people(6)) == 1

    def test_whose_letter_is_out_by_then_has_it(self, ledger: Ledger) -> None:
        ledger.enlist(ISSUE, people(2))
        a, b = ledger.claim(ISSUE, "a", 2)
        ledger.withdraw([a.id, b.id])
        no = Outcome(b.id, State.REFUSED, "550 no such user")
        ledger.settle(ISSUE, [*sent(a), no])
        assert counted(ledger) == {"sent": 1, "refused": 1}
        assert [r.reason for r in ledger.rows(ISSUE, *State)] == [
            "",
            "550 no such user",
        ]
        assert ledger.left(ISSUE) == 0

    def test_a_no_outlives_the_worker_that_held_the_letter(
        self, where: str, ledger: Ledger
    ) -> None:
        with closing(opened(self.kind, where)) as dead:
            dead.enlist(ISSUE, people(4))
            gone = dead.claim(ISSUE, "a", 3)[1:]
            dead.withdraw([gone[0].id])
            dead.forget(gone[1].id)
        ledger.give_up(ISSUE)
        again = {one.id for one in ledger.claim(ISSUE, "b", 9)}
        assert again.isdisjoint(one.id for one in gone)

    def test_a_killed_process_leaves_its_batch_and_nobody_twice(
        self, where: str, ledger: Ledger, tmp_path: Path
    ) -> None:
        count, out = 200, tmp_path / "letters"
        ledger.enlist(ISSUE, people(count))
        killed = self.process(where, out, stuck=3)
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"stuck\n"
        assert ledger.give_up(ISSUE) == 0
        killed.kill()
        killed.communicate()
        unsure = ledger.give_up(ISSUE)
        assert 1 <= unsure <= BATCH
        helper = self.process(where, out)
        assert _ended(helper) == 0
        assert counted(ledger) == {"sent": count - unsure, "uncertain": unsure}
        letters = Counter(out.read_text().split())
        assert set(letters.values()) == {1}
        shown = {row.subscriber for row in ledger.rows(ISSUE, State.UNCERTAIN)}
        assert {one.id for one in people(count)} - set(letters) <= shown

    def process(self, where: str, out: Path, stuck: int = 0) -> subprocess.Popen[bytes]:
        """Another one that sends."""
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.sending.claiming"),
                *(self.kind, where, ISSUE, str(out), str(stuck)),
            ],
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            stdout=subprocess.PIPE,
        )


class SharedLedgerContract(LedgerContract):
    """What a ledger keeps to that several send from at a time."""

    @pytest.fixture
    def other(self, where: str) -> Iterator[Ledger]:
        """The same ledger, as somebody else has it open."""
        with closing(opened(self.kind, where)) as ledger:
            yield ledger

    def test_a_claim_is_one_workers(self, ledger: Ledger, other: Ledger) -> None:
        ledger.enlist(ISSUE, people(10))
        mine, theirs = ledger.claim(ISSUE, "a", 6), other.claim(ISSUE, "b", 6)
        assert (len(mine), len(theirs)) == (6, 4)
        assert not {one.id for one in mine} & {one.id for one in theirs}
        assert counted(other) == {"sending": 10}

    def test_gives_up_only_what_the_dead_left(self, where: str, ledger: Ledger) -> None:
        ledger.enlist(ISSUE, people(9))
        living = ledger.claim(ISSUE, "a", 3)
        dead = opened(self.kind, where)
        left = dead.claim(ISSUE, "b", 4)
        assert ledger.give_up(ISSUE) == 0
        dead.close()
        assert ledger.give_up(OTHER) == 0
        assert ledger.give_up(ISSUE) == 4
        shown = [row.subscriber for row in ledger.rows(ISSUE, State.UNCERTAIN)]
        assert shown == [one.id for one in left]
        ledger.settle(ISSUE, sent(*living))
        assert counted(ledger) == {"sent": 3, "uncertain": 4, "waiting": 2}

    def test_processes_never_write_to_one_person_twice(
        self, where: str, ledger: Ledger, tmp_path: Path
    ) -> None:
        count, out = 600, tmp_path / "letters"
        ledger.enlist(ISSUE, people(count))
        workers = [self.process(where, out) for _ in range(3)]
        assert [_ended(worker) for worker in workers] == [0, 0, 0]
        letters = out.read_text().split()
        assert sorted(letters) == [one.id for one in people(count)]
        assert counted(ledger) == {"sent": count}


def _ended(worker: subprocess.Popen[bytes]) -> int:
    worker.communicate(timeout=60)
    return worker.returncode
