"""What stands on a letter's envelope: the headers that do not differ between people."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.utils import format_datetime

from storyhouse.domains import in_ascii
from storyhouse.letters.addressing import mailto, reply_to, safe
from storyhouse.letters.naming import Naming
from storyhouse.model.addresses import of_issue, whole
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.words import words_for

#: In ASCII: spam filters take an escaped header for a template nobody filled.
UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom, for which list, and the ways out of it."""

    sender_name: str
    sender: str
    reply_to: str
    list_name: str
    list_id: str
    date: str  # as RFC 5322 writes it
    view_url: str
    unsubscribe_mail: str  # a mailto: address
    unsubscribe_url: str = ""  # the shop's page, if it has one; https
    key: str  # the issue, as part of message ids

    @property
    def domain(self) -> str:
        """Where the letter comes from, in ASCII."""
        return in_ascii(self.sender.rpartition("@")[2]) or "localhost"

    def message_id(self, person: str) -> str:
        """The same for this letter and this person every time it is made.

        Args:
            person: what stands for them in it.
        """
        return f"<{self.key}.{person}@{self.domain}>"

    def boundary(self, person: str) -> str:
        """What parts the text from the HTML: quoted-printable never writes `=_`."""
        return f"=_{self.key}.{person}"


def envelope(house: House, issue: Issue) -> Envelope:
    """The envelope of an issue."""
    shop, words = house.shop, words_for(house.language_of(issue))
    mailing = shop.newsletter
    sender = mailing.from_ if mailing else shop.contact.email
    naming = Naming(house.showing_in(issue), words)
    who = naming.name(house.author_of(issue))
    named = words.say("letter.from", name=who, shop=shop.name) if who else shop.name
    list_id = (
        mailing.list_id if mailing else ""
    ) or f"letter.{sender.rpartition('@')[2]}"
    page = safe(mailing.unsubscribe) if mailing else ""
    return Envelope(
        sender_name=named,
        sender=sender,
        reply_to=reply_to(shop),
        list_name=mailing.name if mailing else shop.name,
        list_id=list_id,
        date=format_datetime(issue.date),
        view_url=whole(house, of_issue(issue.id)),
        unsubscribe_mail=mailto(reply_to(shop), UNSUBSCRIBE),
        unsubscribe_url=page if page.startswith("https:") else "",
        key=hashlib.sha256(f"{list_id}\n{issue.id}".encode()).hexdigest()[:16],
    )
