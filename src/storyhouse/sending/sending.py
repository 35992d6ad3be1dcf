"""Send what waits in the ledger, each letter once, and write down what came of it.

A server's no is believed when it is about a mailbox, or when the server has taken some
other letter. One that says no to everything says it about the shop: then nobody is
struck off, and sending stops.
"""

from __future__ import annotations

import os
import re
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.ahead import Ahead
from storyhouse.sending.connecting import UnreachableError
from storyhouse.sending.dialogue import Answer, Kind
from storyhouse.sending.ledger import LEFT, Ledger, Outcome, State
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.smtp import Courier, Following
from storyhouse.sending.wire import Wire
from storyhouse.sending.writing import WriteWire

#: How long what is claimed at once should take: a power cut leaves it uncertain. At
#: least so many times what the claim took, for which all connections wait.
_AIM, _LONGEST, _CLAIMS = 0.1, 0.5, 20  # seconds, seconds, times
_MOST = 500
#: Seconds after which a letter that was put off is tried again, then given up for now.
_AGAIN = (1.0, 5.0, 20.0)
#: Seconds between tries to reach a server.
_REACH = (0.5, 1.0, 2.0, 4.0, 8.0)
#: So many are refused before a server that takes nothing is left alone.
_STRIKES = 10
#: So many are put off, one after the other, before it is given time.
_DELAYS = 100
#: RFC 3463, x.7.y: a no of the server's policy, to us and to no mailbox.
_OF_SHOP = re.compile(r"\d{3} 5\.7\.")
#: Why somebody is passed over to whose address no mail can be written.
UNFIT = "~unfit"


@dataclass(slots=True)
class Tally:
    """What has come of this run."""

    sent: int = 0
    refused: int = 0
    left: int = 0  # they had left before it was their turn
    uncertain: int = 0
    put_off: int = 0  # still waiting at the end, after a no for now
    stopped: str = ""  # why it ended before all was out, in the server's words
    interrupted: bool = False


@dataclass(slots=True)
class Post:
    """Everything that sending one issue needs."""

    ledger: Ledger
    issue: IssueId
    courier: Callable[[], Courier]
    write: Callable[[bool], WriteWire]  # told whether the server takes eight bits
    may: Callable[[SubscriberId], bool] = lambda _who: True
    connections: int = 1
    rate: float = 0.0
    tell: Callable[[int], None] = lambda _done: None
    again: tuple[float, ...] = _AGAIN
    reach: tuple[float, ...] = _REACH
    halt: threading.Event = field(default_factory=threading.Event)

    @property
    def looks_ahead(self) -> bool:
        """Whether a server may be asked about a letter before it is its turn."""
        return not self.rate

    def send(self) -> Tally:
        """Send until nothing waits, nothing gets through, or `halt` is set."""
        run = Run(self)
        if self.connections == 1:
            run.work()
        else:
            with ThreadPoolExecutor(self.connections) as pool:
                ran = [pool.submit(run.work) for _ in range(self.connections)]
            for worker in ran:
                worker.result()
        run.put_back(run.claimed)
        run.tally.put_off = len(run.later)
        run.tally.interrupted = self.halt.is_set()
        return run.tally


@dataclass(slots=True)
class _Later:
    """A letter that was put off."""

    tries: int
    due: float  # by the monotonic clock; infinite once it is given up for now


@dataclass(slots=True)
class Run:
    """One run; what its connections share is behind the lock."""

    post: Post
    tally: Tally = field(default_factory=Tally)
    later: dict[SubscriberId, _Later] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)
    strikes: int = 0
    delays: int = 0
    next_slot: float = 0.0
    #: Who has been claimed and not yet given out; how many at once, and when.
    claimed: deque[Recipient] = field(default_factory=deque)
    most: int = 1
    last: float = 0.0
    claim_took: float = 0.0  # seconds
    ahead: Ahead = field(init=False)
    #: Another one for each run, also of the same process.
    name: str = field(default_factory=lambda: f"{os.getpid()} {secrets.token_hex(4)}")

    def __post_init__(self) -> None:
        """Begin with no letter made."""
        self.ahead = Ahead.of(self.post.write, self.post.connections)

    def work(self) -> None:
        """One connection's work, to the end."""
        courier = self.post.courier()
        try:
            _Worker(self, courier).work()
        except BaseException:
            self.over.set()  # the others need not go on
            raise
        finally:
            courier.close()

    @property
    def ends(self) -> bool:
        """Whether no other letter is to be begun."""
        return self.over.is_set() or self.post.halt.is_set()

    def take(self) -> tuple[Recipient | None, float]:
        """Who comes next, and else for how long to wait; nobody and 0 at the end.

        They are given out in the order in which they were claimed, by which a ledger
        knows later whose letter can have been in the air.
        """
        with self.lock:
            wait = 0.0 if self.claimed or self.ends else self.claim()
            if self.ends or not self.claimed:
                return None, wait
            return self.claimed.popleft(), 0.0

    def claim(self) -> float:
        """Claim for all connections at once: 0, or for how long to wait.

        The lock is held.
        """
        post, now = self.post, time.monotonic()
        took, self.last = max(now - self.last, 1e-4), now
        aim = min(max(_AIM, self.claim_took * _CLAIMS), _LONGEST)
        self.most = max(1, min(int(self.most * aim / took), 2 * self.most, _MOST))
        if post.rate:
            self.most = min(self.most, max(1, int(post.rate * _AIM)))
        # Of its two letters, a connection that looks ahead has the later one in flight
        # only if another one's are later still.
        each = 2 if post.looks_ahead else 1
        hands = each * (post.connections - 1) + 1
        early: list[Recipient] = []
        claimed = post.ledger.claim(post.issue, self.name, self.most, hands)
        self.claim_took = time.monotonic() - now
        for one in claimed:
            later = self.later.get(one.id)
            (early if later and later.due > now else self.claimed).append(one)
        self.put_back(early)
        if self.claimed or not early:
            return 0.0
        first = min(one.due for one in self.later.values())
        return max(first - now, 0.01) if first < float("inf") else 0.0

    def letter(self, recipient: Recipient, *, eight_bit: bool) -> Wire | None:
        """The letter to one of them; None if their address cannot stand in it."""
        with self.lock:
            return self.ahead.take(recipient, self.claimed, eight_bit=eight_bit)

    def prepare(self, *, eight_bit: bool) -> None:
        """Make the letters that come next."""
        with self.lock:
            self.ahead.prepare(self.claimed, eight_bit=eight_bit)

    def put_back(self, people: Iterable[Recipient]) -> None:
        """Let those wait whose letter was not begun; the lock is held."""
        outcomes = [Outcome(r.id, State.WAITING) for r in people]
        if outcomes:
            self.post.ledger.settle(self.post.issue, outcomes)

    def settle(self, outcome: Outcome) -> None:
        """Write down what came of one letter, before the next is begun."""
        with self.lock:
            self.post.ledger.settle(self.post.issue, (outcome,))
            self.ahead.forget(outcome.subscriber)
            tally = self.tally
            match outcome.state:
                case State.SENT:
                    tally.sent += 1
                case State.REFUSED if outcome.reason == LEFT:
                    tally.left += 1
                case State.REFUSED:
                    tally.refused += 1
                case State.UNCERTAIN:
                    tally.uncertain += 1
                case _:
                    return
            self.later.pop(outcome.subscriber, None)
            passed = tally.refused + tally.left
            self.post.tell(tally.sent + passed + tally.uncertain)

    def outcome(self, who: SubscriberId, answer: Answer) -> Outcome:
        """What a server's answer means for the ledger."""
        match answer.kind:
            case Kind.TAKEN:
                self.strikes, self.delays = -1, 0  # from now on, a no is believed
                return Outcome(who, State.SENT)
            case Kind.LOST:
                return Outcome(who, State.UNCERTAIN, answer.words)
            case Kind.NO if answer.about_mailbox or (
                self.strikes < 0 and not _OF_SHOP.match(answer.words)
            ):
                return Outcome(who, State.REFUSED, answer.words)
            case Kind.NO:
                self.strike(answer.words)
            case Kind.LATER:
                self.delay(answer.words)
        self.put_off(who)
        return Outcome(who, State.WAITING, answer.words)

    def put_off(self, who: SubscriberId) -> None:
        """Try somebody again after a while, and after some tries not in this run."""
        with self.lock:
            tries = self.later[who].tries + 1 if who in self.later else 0
            waits = self.post.again
            due = (
                time.monotonic() + waits[tries] if tries < len(waits) else float("inf")
            )
            self.later[who] = _Later(tries, due)

    def strike(self, words: str) -> None:
        """Count a no of a server that has said nothing else."""
        with self.lock:
            self.strikes += 1
            if self.strikes >= _STRIKES:
                self.stop(words)

    def delay(self, words: str) -> None:
        """Count a no for now; a server that says nothing else is left alone."""
        with self.lock:
            self.delays += 1
            if self.delays >= _DELAYS:
                self.stop(words)

    def stop(self, words: str) -> None:
        """End this run; the first reason stands."""
        self.tally.stopped = self.tally.stopped or words
        self.over.set()

    def slot(self) -> None:
        """Wait until the rate allows another letter."""
        if not self.post.rate:
            return
        with self.lock:
            now = time.monotonic()
            at = max(self.next_slot, now)
            self.next_slot = at + 1 / self.post.rate
        if at > now:
            self.post.halt.wait(at - now)


@dataclass(slots=True)
class _Worker:
    """One connection."""

    run: Run
    courier: Courier
    failures: int = 0
    #: Who comes next, if the server has been asked already; and their letter.
    next: Recipient | None = None
    letter: Wire | None = None

    def work(self) -> None:
        """Send one after the other, until nobody is left."""
        run = self.run
        try:
            while not run.ends:
                recipient, wait = self._take()
                if recipient is None:
                    if not wait:
                        return
                    run.post.halt.wait(wait)
                elif not self._one(recipient):
                    with run.lock:
                        run.put_back([recipient])
        finally:
            if self.next is not None:
                with run.lock:
                    run.claimed.appendleft(self.next)

    def _take(self) -> tuple[Recipient | None, float]:
        if self.next is not None:
            return self.next, 0.0
        self.run.slot()
        return self.run.take()

    def _one(self, recipient: Recipient) -> bool:
        """Send one letter; False if it was not begun."""
        run, who, mail = self.run, recipient.id, self.letter
        self.next = self.letter = None
        if not run.post.may(who):
            run.settle(Outcome(who, State.REFUSED, LEFT))
            return True
        try:
            eight_bit = self.courier.eight_bit
            if mail is None or not (eight_bit or mail.isascii()):
                mail = run.letter(recipient, eight_bit=eight_bit)
            if mail is None:
                run.settle(Outcome(who, State.REFUSED, UNFIT))
                return True
            following = self._look_ahead(eight_bit=eight_bit)
            answer = self.courier.carry(
                recipient.address,
                mail,
                following,
                lambda: run.prepare(eight_bit=eight_bit),
            )
        except UnreachableError as error:
            self._unreachable(error)
            return False
        self.failures = 0
        run.settle(run.outcome(who, answer))
        return True

    def _look_ahead(self, *, eight_bit: bool) -> Following:
        """Who comes next and their letter, where the server can be asked now."""
        if not (self.run.post.looks_ahead and self.courier.looks_ahead):
            return None
        self.next, _ = self.run.take()
        if self.next is None or not self.run.post.may(self.next.id):
            return None
        self.letter = self.run.letter(self.next, eight_bit=eight_bit)
        return (self.next.address, self.letter) if self.letter else None

    def _unreachable(self, error: UnreachableError) -> None:
        waits = self.run.post.reach
        if error.for_good or self.failures >= len(waits):
            with self.run.lock:
                self.run.stop(error.words)
            return
        wait = waits[self.failures]
        self.failures += 1
        self.run.post.halt.wait(wait)
