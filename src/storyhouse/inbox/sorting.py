"""What a mail is: one of ours come back, a wish to leave, an answer, or neither."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from storyhouse.inbox.bounces import Returned, Word, returned
from storyhouse.inbox.leaving import (
    answered_in,
    is_automatic,
    is_of_a_list,
    is_short,
    may_want_out,
    token_in,
    wants_out,
)
from storyhouse.inbox.letters import Letters
from storyhouse.inbox.mail import Mail
from storyhouse.inbox.own_words import own_words
from storyhouse.inbox.proven import is_disowned
from storyhouse.letters.addressing import reply_to
from storyhouse.model.issues import Issue
from storyhouse.model.subscribers import NOBODY, Standing, SubscriberId


class Kind(StrEnum):
    """What a mail is; in the order in which they are told."""

    GONE = "gone"
    LATER = "later"
    BLOCKED = "blocked"
    COMPLAINT = "complaint"
    LEAVING = "leaving"
    DOUBTFUL = "doubtful"  # wants out, but the address may not be theirs
    PERHAPS = "perhaps"  # may want out: a sentence can be meant otherwise
    ANSWER = "answer"
    UNKNOWN = "unknown"  # a bounce or complaint about no letter that we know
    STRANGER = "stranger"  # wants out, and is on no list of ours
    TEST = "test"  # the way out of a test letter, which names nobody
    AUTOMATIC = "automatic"
    LARGE = "large"
    BROKEN = "broken"
    OTHER = "other"


#: Who is written to no more, and what the list says of them.
STANDINGS = {
    Kind.GONE: Standing.CLEANED,
    Kind.COMPLAINT: Standing.REFUSED,
    Kind.LEAVING: Standing.UNSUBSCRIBED,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a mail is, whom it is about, and which letter it answers."""

    kind: Kind
    who: SubscriberId | None = None
    issue: Issue | None = None
    words: str = ""
    address: str = ""  # of the list: who may want out, and is not taken off for it


def sort(mail: Mail, letters: Letters) -> Verdict:
    """Say what a mail is."""
    token = token_in(mail.header("Subject"))
    # A mail program may send it by itself: who holds a token is asked nothing else.
    if token and (who := letters.named_by(token)):
        return Verdict(Kind.TEST) if who == NOBODY else Verdict(Kind.LEAVING, who)
    if back := returned(mail):
        return _about(back, letters)
    if is_automatic(mail):
        return Verdict(Kind.AUTOMATIC)
    if is_of_a_list(mail) or mail.sender == reply_to(letters.house.shop):
        return Verdict(Kind.OTHER)
    words = own_words(mail.text())
    if token or wants_out(mail, words):
        return _leaving(mail, letters)
    issue = _answered(mail, letters)
    kind = Kind.ANSWER if issue else Kind.OTHER
    found = Verdict(kind, None, issue, words)
    return _perhaps(mail, letters, found) if may_want_out(mail, words) else found


def _about(found: Returned, letters: Letters) -> Verdict:
    """A server's word, if it is about a letter that its addressee got from us.

    Anybody can write a mail that looks like a bounce: the letter's id and the address
    must belong together, and to somebody on the list. A complaint often hides the
    address; there, the id has to do.
    """
    for id_ in letters.ids_in(found.ids):
        who = letters.went_to(id_, found.addresses)
        if who is None and found.word is Word.COMPLAINT:
            who = letters.recipient_of(id_)
        if who:
            return Verdict(Kind(found.word.value), letters.id_of(who))
    return Verdict(Kind.UNKNOWN)


def _leaving(mail: Mail, letters: Letters) -> Verdict:
    """Who answers the letter they got, or writes from the address on the list.

    The id of a letter is known to who got it alone; a sender's address to anybody.
    """
    answered = (letters.recipient_of(i) for i in _ids(mail, letters))
    proven = next((a for a in answered if a), None)
    who = letters.subscriber(mail.sender) or proven
    if who is None:
        return Verdict(Kind.STRANGER)
    if who is not proven and is_disowned(mail):
        return Verdict(Kind.DOUBTFUL, letters.id_of(who), address=who.email)
    return Verdict(Kind.LEAVING, letters.id_of(who), address=who.email)


def _perhaps(mail: Mail, letters: Letters, otherwise: Verdict) -> Verdict:
    """Who may want out. In a longer text they have said more: it is an answer, too."""
    sure = _leaving(mail, letters)
    is_more = otherwise.kind is Kind.ANSWER or sure.kind is Kind.STRANGER
    if is_more and not is_short(otherwise.words):
        return replace(otherwise, address=sure.address)
    if sure.kind is not Kind.LEAVING:
        return sure
    return replace(otherwise, kind=Kind.PERHAPS, address=sure.address)


def _answered(mail: Mail, letters: Letters) -> Issue | None:
    for id_ in _ids(mail, letters):
        return letters.issue_of(id_)
    answered = answered_in(mail.header("Subject"))
    return letters.by_subject(answered) if answered else None


def _ids(mail: Mail, letters: Letters) -> list[str]:
    said = f"{mail.header('In-Reply-To')} {mail.header('References')}"
    return letters.ids_in(said)
