"""A whole issue and a server with moods: who gets it, who waits, who is believed."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from storyhouse.model.subscribers import Standing
from storyhouse.sending.dialogue import Answer
from storyhouse.sending.ledger import LEFT, State
from storyhouse.sending.reach import Staying
from storyhouse.sending.sending import Post, Run, Tally
from storyhouse.sending.settings import Server
from storyhouse.sending.smtp import Courier, Following
from storyhouse.sending.sqlite_ledger import SqliteLedger, open_ledger
from storyhouse.sending.wire import Wire
from storyhouse.sending.writing import wire_writer
from storyhouse.subscribing.suppressed import Suppression, suppress
from tests.sending.letters import ISSUE, letter, reader
from tests.sending.servers import Mood, gentle, server
from tests.shop import TODAY


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    opened = open_ledger(tmp_path)
    opened.begin(ISSUE, b"{}")
    yield opened
    opened.close()


def _post(ledger: SqliteLedger, port: int, **more: Any) -> Post:
    through = Server(host="127.0.0.1", port=port, starttls=False)
    facts: dict[str, Any] = {"again": (0.01, 0.02), "reach": (0.01, 0.02), **more}
    return Post(
        ledger,
        ISSUE,
        lambda: Courier(through, "mara@slowrise.example"),
        lambda eight_bit: wire_writer(letter(), Path(), eight_bit=eight_bit),
        **facts,
    )


def _sent(ledger: SqliteLedger, mood: Mood, people: int, **more: Any) -> Tally:
    ledger.enlist(ISSUE, map(reader, range(people)))
    with server(mood) as box:
        tally = _post(ledger, box.port, **more).send()
        assert max(Counter(box.addresses).values(), default=1) == 1
    return tally


def _left(ledger: SqliteLedger, *states: State) -> dict[str, str]:
    return {row.address: row.reason for row in ledger.rows(ISSUE, *states)}


@pytest.mark.parametrize("connections", [1, 4])
def test_everybody_gets_one(ledger: SqliteLedger, connections: int) -> None:
    done: list[int] = []
    tally = _sent(ledger, gentle, 60, connections=connections, tell=done.append)
    assert tally == Tally(sent=60)
    assert done == [*range(1, 61)]
    assert ledger.counts(ISSUE)[State.SENT] == 60


def test_a_mailbox_that_is_gone_is_refused_at_once(ledger: SqliteLedger) -> None:
    def mood(stage: str, address: str) -> str:
        gone = stage == "rcpt" and address.startswith("r0@")
        return "550 5.1.1 nobody" if gone else ""

    assert _sent(ledger, mood, 3) == Tally(sent=2, refused=1)
    assert _left(ledger, State.REFUSED) == {"r0@reader.example": "550 5.1.1 nobody"}


def test_a_server_that_refuses_everybody_strikes_off_nobody(
    ledger: SqliteLedger,
) -> None:
    tally = _sent(
        ledger, lambda s, _: "554 5.7.1 relay denied" if s == "rcpt" else "", 40
    )
    assert (tally.sent, tally.refused) == (0, 0)
    assert tally.stopped == "554 5.7.1 relay denied"
    assert ledger.counts(ISSUE)[State.WAITING] == 40


def test_a_no_is_believed_of_a_server_that_took_another(ledger: SqliteLedger) -> None:
    tally = _sent(
        ledger,
        lambda s, a: "550 no" if s == "rcpt" and a.startswith(("r0@", "r5@")) else "",
        9,
    )
    assert tally == Tally(sent=7, refused=2)


def test_a_server_that_blocks_us_midway_strikes_off_nobody(
    ledger: SqliteLedger,
) -> None:
    def mood(stage: str, address: str) -> str:
        blocked = stage == "rcpt" and not address.startswith(("r0@", "r1@"))
        return "550 5.7.1 blocked" if blocked else ""

    tally = _sent(ledger, mood, 40)
    assert (tally.sent, tally.refused) == (2, 0)
    assert tally.stopped == "550 5.7.1 blocked"
    assert ledger.counts(ISSUE)[State.WAITING] == 38


def test_a_no_for_now_is_tried_again_and_then_waits(ledger: SqliteLedger) -> None:
    tries: Counter[str] = Counter()

    def mood(stage: str, address: str) -> str:
        if stage != "rcpt":
            return ""
        tries[address] += 1
        again = {"r1@reader.example": 1, "r2@reader.example": 99}
        return "451 later" if tries[address] <= again.get(address, 0) else ""

    assert _sent(ledger, mood, 5) == Tally(sent=4, put_off=1)
    assert tries["r1@reader.example"] == 2
    assert tries["r2@reader.example"] == 3
    assert _left(ledger, State.WAITING) == {"r2@reader.example": "451 later"}


def test_a_server_that_puts_off_everybody_is_left_alone(ledger: SqliteLedger) -> None:
    def later(stage: str, _address: str) -> str:
        return "451 full" if stage == "rcpt" else ""

    tally = _sent(ledger, later, 300)
    assert tally.stopped == "451 full"
    assert ledger.counts(ISSUE)[State.WAITING] == 300


def test_what_is_lost_behind_the_end_is_uncertain(ledger: SqliteLedger) -> None:
    tally = _sent(
        ledger, lambda s, a: "drop" if s == "end" and a.startswith("r1@") else "", 3
    )
    assert tally == Tally(sent=2, uncertain=1)
    assert _left(ledger, State.UNCERTAIN) == {"r1@reader.example": "~lost"}
    assert _sent(ledger, gentle, 3) == Tally()  # and never again by itself


def test_nobody_there_leaves_everybody_waiting(ledger: SqliteLedger) -> None:
    ledger.enlist(ISSUE, map(reader, range(5)))
    with server() as box:
        port = box.port
    tally = _post(ledger, port).send()
    assert tally.stopped == "~refused"
    assert ledger.counts(ISSUE)[State.WAITING] == 5


def test_a_server_that_comes_back_gets_the_rest(ledger: SqliteLedger) -> None:
    calls = iter(range(100))

    def mood(stage: str, _address: str) -> str:
        return "421 starting" if stage == "connect" and next(calls) < 2 else ""

    assert _sent(ledger, mood, 5) == Tally(sent=5)


@pytest.mark.parametrize("connections", [1, 3])
def test_halting_finishes_the_letter_in_flight(
    ledger: SqliteLedger, connections: int
) -> None:
    halt = threading.Event()

    def tell(done: int) -> None:
        if done == 7:
            halt.set()

    tally = _sent(ledger, gentle, 200, halt=halt, tell=tell, connections=connections)
    assert tally.interrupted
    counts = ledger.counts(ISSUE)
    assert 7 <= counts[State.SENT] < 7 + connections
    assert counts[State.SENT] + counts[State.WAITING] == 200
    assert _sent(ledger, gentle, 200).sent == 200 - counts[State.SENT]


def test_the_rate_holds(ledger: SqliteLedger) -> None:
    started = time.monotonic()
    assert _sent(ledger, gentle, 6, rate=20.0, connections=2).sent == 6
    assert time.monotonic() - started >= 5 / 20


def test_who_left_meanwhile_gets_none(ledger: SqliteLedger, tmp_path: Path) -> None:
    """A no that comes while the letters go out counts from then on."""
    people = {reader(n).id for n in range(6)} - {reader(4).id}

    def tell(done: int) -> None:
        if done == 2:
            gone = Suppression(reader(5).id, Standing.UNSUBSCRIBED, TODAY)
            suppress(tmp_path, [gone])

    tally = _sent(ledger, gentle, 6, may=Staying(tmp_path, people), tell=tell)
    assert tally == Tally(sent=4, left=2)
    assert set(_left(ledger, State.REFUSED).values()) == {LEFT}


def test_a_mistake_of_ours_ends_it_and_loses_nobody(ledger: SqliteLedger) -> None:
    ledger.enlist(ISSUE, map(reader, range(5)))

    def broken(_eight_bit: bool) -> Any:  # noqa: FBT001
        def write(_recipient: object) -> bytes:
            raise ZeroDivisionError

        return write

    with server() as box:
        post = _post(ledger, box.port, connections=2)
        post.write = broken
        with pytest.raises(ZeroDivisionError):
            post.send()
    counts = ledger.counts(ISSUE)
    assert counts[State.SENT] == 0
    assert counts[State.WAITING] + counts[State.SENDING] == 5


class _Noting(Courier):
    """Notes whom the server is asked about before it is their turn."""

    noted: ClassVar[list[str]] = []

    def carry(
        self, address: str, mail: Wire, following: Following = None, *a: Any
    ) -> Answer:
        self.noted.append(following[0].split("@")[0] if following else "-")
        return super().carry(address, mail, following, *a)


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(_Noting, "noted", [])
    monkeypatch.setattr(f"{__name__}.Courier", _Noting)
    return _Noting.noted


def test_the_server_is_asked_about_the_next_one(
    ledger: SqliteLedger, noted: list[str]
) -> None:
    assert _sent(ledger, gentle, 4).sent == 4
    assert noted == ["r1", "r2", "r3", "-"]


def test_with_a_rate_nobody_is_asked_about_before_their_time(
    ledger: SqliteLedger, noted: list[str]
) -> None:
    assert _sent(ledger, gentle, 4, rate=1000.0).sent == 4
    assert noted == ["-"] * 4


def test_who_leaves_when_the_server_has_been_asked(
    ledger: SqliteLedger, noted: list[str]
) -> None:
    """Their letter stays here, and the next one goes out all the same."""
    asked: Counter[str] = Counter()

    def may(who: str) -> bool:
        asked[who] += 1
        return who != reader(2).id or asked[who] == 1

    assert _sent(ledger, gentle, 5, may=may) == Tally(sent=4, left=1)
    assert noted == ["r1", "r2", "r4", "-"]


class _InOrder(SqliteLedger):
    """Knows who has been claimed and not settled, in order, and for how many hands."""

    open: ClassVar[list[str]] = []
    hands: ClassVar[list[int]] = []

    def claim(self, *how: Any) -> Any:
        claimed = SqliteLedger.claim(self, *how)
        self.hands.append(how[-1])
        self.open.extend(one.address for one in claimed)
        return claimed

    def settle(self, issue: Any, outcomes: Any) -> None:
        SqliteLedger.settle(self, issue, outcomes)
        done = {o.subscriber for o in outcomes}
        self.open[:] = [a for a in self.open if _id_of(a) not in done]


def _id_of(address: str) -> str:
    return reader(int(address.removeprefix("r").partition("@")[0])).id


@pytest.mark.parametrize("connections", [1, 2, 5])
def test_a_letter_in_flight_is_among_the_first_that_are_not_settled(
    ledger: SqliteLedger, connections: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the ledger would take it for one that was not begun, and send it again."""
    monkeypatch.setattr(_InOrder, "open", [])
    monkeypatch.setattr(_InOrder, "hands", [])
    places: list[int] = []
    chance = random.Random(connections)  # noqa: S311

    def mood(stage: str, address: str) -> str:
        if stage == "end":
            places.append(_InOrder.open.index(address))
            time.sleep(chance.choice((0, 0, 0.004)))
        return ""

    strict = _InOrder(ledger.connection, ledger.lock, ledger.boot)
    assert _sent(strict, mood, 150, connections=connections).sent == 150
    assert len(places) == 150
    assert max(places) < min(_InOrder.hands) == max(_InOrder.hands)
    assert _InOrder.hands[0] == 2 * connections - 1


class _Changing(Courier):
    """Reaches now a server that takes eight bits, now one that does not."""

    asked = 0

    @property
    def eight_bit(self) -> bool:
        self.asked += 1
        return self.asked % 2 == 0


def test_letters_are_made_ahead_and_none_is_kept(
    ledger: SqliteLedger, tmp_path: Path
) -> None:
    """Not to who has left, nor to who has no fit address, nor for another server."""
    ledger.enlist(ISSUE, map(reader, range(40)))
    ledger.enlist(ISSUE, [replace(reader(40), address="민지@reader.example")])
    people = {reader(n).id for n in range(41)} - {reader(30).id}
    with server() as box:
        through = Server(host="127.0.0.1", port=box.port, starttls=False)
        post = _post(ledger, box.port, may=Staying(tmp_path, people))
        post.courier = lambda: _Changing(through, "mara@slowrise.example")
        run = Run(post)
        run.work()
    assert run.tally == Tally(sent=39, left=1, refused=1)
    assert len({*box.addresses}) == len(box.addresses) == 39
    assert run.ahead.made == {}
