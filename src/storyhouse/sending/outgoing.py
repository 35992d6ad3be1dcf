"""One issue on its way: whether it may go, what exactly goes, and through what."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from storyhouse.letters import Letter, sample_values
from storyhouse.letters.headers import MESSAGE_KEY
from storyhouse.model.issues import IssueStatus
from storyhouse.model.subscribers import NOBODY, Subscriber, SubscriberId
from storyhouse.refusing import RefusedError
from storyhouse.sending.connecting import UnreachableError
from storyhouse.sending.dialogue import Kind
from storyhouse.sending.ledger import Ledger
from storyhouse.sending.ledgers import is_shared
from storyhouse.sending.opening import Opened
from storyhouse.sending.reach import Staying, telling
from storyhouse.sending.reasons import is_ours, reason_said
from storyhouse.sending.recipients import (
    Recipient,
    recipient,
    recipients,
    way_out,
    way_out_by_mail,
)
from storyhouse.sending.sending import Post, Tally
from storyhouse.sending.settings import Server
from storyhouse.sending.smtp import Courier
from storyhouse.sending.stored import packed, unpacked
from storyhouse.sending.writing import dated, wire_writer
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.secret import Secret, secret_of
from storyhouse.subscribing.suppressed import suppressed
from storyhouse.subscribing.tokens import token
from storyhouse.words import words_for


def refuse_unready(opened: Opened, *, early: bool = False) -> None:
    """Refuse what its author has not finished, has sent, or has dated later.

    Raises:
        RefusedError: if it is so.
    """
    issue, path = opened.issue, str(opened.issue.source.path)
    if issue.status is IssueStatus.DRAFT:
        raise RefusedError("letter_send.refused.draft", path=path)
    if issue.status is IssueStatus.SENT:
        raise RefusedError("letter_send.refused.sent", path=path)
    if issue.day > opened.house.today and not early:
        raise RefusedError("letter_send.refused.early", path=path, day=str(issue.day))


def as_begun(ledger: Ledger | None, opened: Opened) -> tuple[Letter, bool]:
    """The letter as its first readers got it, and whether it was changed since.

    Everybody gets the same one: who is written to on another day, too.
    """
    kept = ledger.begun(opened.issue.id) if ledger else None
    if kept is None:
        return opened.letter, False
    letter, written = unpacked(kept), opened.letter
    envelope = replace(letter.envelope, date=written.envelope.date)
    return letter, replace(letter, envelope=envelope) != unpacked(packed(written))


@dataclass(slots=True)
class Outgoing:
    """An issue, the ledger it is written down in, and the server that takes it."""

    opened: Opened
    ledger: Ledger
    server: Server
    people: set[SubscriberId]  # who may be written to
    added: int = 0
    uncertain: int = 0  # what an earlier run left in flight

    def enlist(self, tell: Callable[[int], None] = lambda _done: None) -> Letter:
        """Keep the letter, and write down everybody who gets it and is not there yet.

        Args:
            tell: is told how many have been gone through.

        Raises:
            RefusedError: if somebody else sends.
        """
        opened, ledger = self.opened, self.ledger
        id_ = opened.issue.id
        letter = unpacked(ledger.begin(id_, packed(opened.letter)))
        self.uncertain = ledger.give_up(id_)
        list_ = SubscriberList(opened.root)
        everybody = recipients(opened.root, opened.house, opened.issue, letter, list_)
        self.added = ledger.enlist(id_, telling(everybody, tell))
        if is_shared():  # who said no meanwhile is known here, and nowhere else
            ledger.withdraw(suppressed(opened.root))
        return dated(letter)

    def send(
        self, letter: Letter, halt: threading.Event, tell: Callable[[int], None]
    ) -> Tally:
        """Send all that waits."""
        root = self.opened.root
        post = Post(
            self.ledger,
            self.opened.issue.id,
            lambda: Courier(self.server, letter.envelope.sender),
            lambda eight_bit: wire_writer(letter, root, eight_bit=eight_bit),
            may=Staying(root, self.people),
            connections=self.server.connections,
            rate=self.server.rate,
            tell=tell,
            halt=halt,
        )
        return post.send()


def send_test(opened: Opened, server: Server, to: str, as_: str = "") -> None:
    """Send one letter to somebody of the shop; no ledger knows of it.

    Args:
        opened: the issue; a draft will do.
        server: what takes it.
        to: whom it goes to.
        as_: the subscriber as whom it is filled in; nobody is an example.

    Raises:
        RefusedError: if there is no such subscriber, or the letter was not taken.
    """
    mark = words_for(opened.letter.language).say("letter_send.test-mark")
    subject = (f"{mark} ", *opened.letter.subject)
    letter = replace(dated(opened.letter), subject=subject)
    example = _example(opened, letter, to, as_)
    courier = Courier(server, letter.envelope.sender)
    try:
        write = wire_writer(letter, opened.root, eight_bit=courier.eight_bit)
        answer = courier.carry(to, write(example))
    except UnreachableError as error:
        raise _unreachable(opened, server, error.words) from error
    finally:
        courier.close()
    if answer.kind is not Kind.TAKEN:
        raise RefusedError("letter_send.refused.test", to=to, reason=answer.words)


def _unreachable(opened: Opened, server: Server, reason: str) -> RefusedError:
    said = reason_said(words_for(opened.house.shop.language), reason)
    key = "out-of-reach" if is_ours(reason) else "unreachable"
    return RefusedError(f"letter_send.refused.{key}", host=server.host, reason=said)


def _example(opened: Opened, letter: Letter, to: str, as_: str) -> Recipient:
    secret = secret_of(opened.root)
    signed = token(secret, NOBODY)
    nobody = {
        "unsubscribe_url": way_out(letter, signed),
        "unsubscribe_mail": way_out_by_mail(letter, signed),
        MESSAGE_KEY: "",
    }
    if not as_:
        values = sample_values(letter.envelope, letter.language)
        return Recipient(NOBODY, to, {**values, **nobody})
    one = _subscriber(opened, secret, as_)
    filled = recipient(opened.house, opened.issue, letter, one, secret)
    return replace(filled, id=NOBODY, address=to, values={**filled.values, **nobody})


def _subscriber(opened: Opened, secret: Secret, address: str) -> Subscriber:
    sought = secret.id_of(address)
    for one in SubscriberList(opened.root):
        if secret.id_of(one.email) == sought:
            return one
    raise RefusedError("letter_send.refused.unknown-subscriber", address=address)
