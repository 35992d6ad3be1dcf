"""An issue and its house as a sheet: what the letter says, in which order."""

from __future__ import annotations

from dataclasses import dataclass, field

from storyhouse.letters import footing
from storyhouse.letters.addressing import mailto, reply_to, safe
from storyhouse.letters.blocks import (
    Anchor,
    Invitation,
    Masthead,
    OfferBlock,
    Prose,
    Sheet,
    Shown,
    Signature,
)
from storyhouse.letters.body import BodyWriter
from storyhouse.letters.cards import card
from storyhouse.letters.lead import lead
from storyhouse.letters.naming import Naming
from storyhouse.letters.occasions import gathering, next_door, open_matter
from storyhouse.letters.personal import Personal, yours
from storyhouse.letters.shown import PORTRAIT, shown
from storyhouse.letters.signed import ends_signed
from storyhouse.model.house import House
from storyhouse.model.issues import AD_LABEL, Issue
from storyhouse.prose.fields import Fields, filled
from storyhouse.words import Words, words_for
from storyhouse.words.local import day


@dataclass(slots=True)
class Composer:
    """Puts one issue together."""

    house: House
    issue: Issue
    fields: Fields = field(default_factory=Fields)
    personal: Personal | None = None  # what only some readers get
    #: Pictures in the author's own prose; the cards hold their own.
    pictures: list[Shown] = field(default_factory=list)

    @property
    def words(self) -> Words:
        """The catalogue of the issue's language."""
        return words_for(self.house.language_of(self.issue))

    def say(self, key: str, **facts: str | int) -> str:
        """A sentence of the letter's own."""
        return self.words.say(f"letter.{key}", **facts)

    def sheet(self) -> Sheet:
        """The whole letter."""
        house, issue = self.house, self.issue
        writer = BodyWriter(house, issue, self.fields)
        body = writer.write()
        self.pictures += writer.pictures
        subject = self.fields.in_text(_one_line(issue.subject))
        return Sheet(
            language=house.language_of(issue),
            subject=subject,
            title=subject.removeprefix(AD_LABEL).strip(),
            preheader=self.fields.in_text(_one_line(issue.preheader)),
            masthead=self._masthead(),
            yours=yours(self.personal) if self.personal else None,
            open_matter=open_matter(house, issue),
            lead=lead(house, issue),
            body=body,
            cards=tuple(card(house, issue, story) for story in house.carried(issue)),
            gathering=gathering(house, issue),
            invitation=self._invitation(),
            signature=self._signature(body),
            next_door=next_door(house, issue),
            offer=self._offer(),
            foot=footing.foot(house, issue, self.fields),
        )

    def _masthead(self) -> Masthead:
        shop = self.house.shop
        name = shop.newsletter.name if shop.newsletter else ""
        date = day(self.issue.day, self.words.language)
        return Masthead(
            shop=shop.name, address=f"{shop.url}/", newsletter=name, date=date
        )

    def _author(self) -> str | None:
        naming = Naming(self.house.showing_in(self.issue), self.words)
        return naming.name(self.house.author_of(self.issue))

    def _invitation(self) -> Invitation:
        shop, who = self.house.shop, self._author()
        question = self.fields.in_text(self.issue.question)
        subject = f"Re: {self.plain_subject().removeprefix(AD_LABEL).strip()}"
        reply = self.say("reply", who=who) if who else self.say("reply-shop")
        links = [Anchor(reply, mailto(reply_to(shop), subject))]
        if shop.ask and (address := safe(shop.ask.url)):
            links.append(Anchor(self.say("ask"), address))
        return Invitation(
            label=self.say("question" if question else "no-question"),
            question=question,
            words=self.say("invitation", who=who)
            if who
            else self.say("invitation-shop"),
            links=tuple(links),
        )

    def plain_subject(self) -> str:
        """The subject as a person without a name reads it."""
        subject = self.fields.in_text(_one_line(self.issue.subject))
        return filled(self.fields.split(subject), {})

    def _signature(self, body: Prose) -> Signature:
        showing = self.house.showing_in(self.issue)
        who = self.house.author_of(self.issue)
        photo = showing.photo(who)
        name = self._author() or self.house.shop.name
        return Signature(
            name=name,
            about=showing.about(who),
            photo=shown(self.house, photo, PORTRAIT) if photo else None,
            signed=ends_signed(body.text, name),
        )

    def _offer(self) -> OfferBlock | None:
        offer = self.issue.offer
        if offer is None:
            return None
        link = None
        if address := safe(offer.link):
            link = Anchor(self.say("offer-link"), address)
        words = self.fields.in_text(offer.words)
        return OfferBlock(label=self.say("offer"), words=words, link=link)


def _one_line(text: str) -> str:
    """A header has no line ends; Python's mail package counts U+0085 and U+2028 too."""
    return " ".join(text.splitlines()).strip()
