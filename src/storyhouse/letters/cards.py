"""A story as a card in a letter; what it shows depends on the story's kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storyhouse.letters.addressing import safe
from storyhouse.letters.blocks import Card, Line, Noted, Part, Said, Together, Turned
from storyhouse.letters.naming import Naming, capital
from storyhouse.letters.shown import shown
from storyhouse.model.addresses import of_story, whole
from storyhouse.model.asks import Ask
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.people import Guarded, Role
from storyhouse.model.record import PersonId
from storyhouse.model.stories import (
    BehindTheScenes,
    Change,
    Compensation,
    Product,
    Spotlight,
    Story,
)
from storyhouse.prose.fields import without_fields
from storyhouse.prose.plain import first_sentence
from storyhouse.words import words_for
from storyhouse.words.local import day, price


def card(house: House, issue: Issue, story: Story) -> Card:
    """The story's card, with what consent allows in this issue."""
    language = house.language_of(story)
    naming = Naming(house.showing_in(issue), words_for(language))
    return _Writer(house, story, naming).card()


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one card, in the story's language."""

    house: House
    story: Story
    naming: Naming

    def say(self, key: str, **facts: str | int) -> str:
        return self.naming.words.say(f"letter.{key}", **facts)

    def card(self) -> Card:
        story = self.story
        summary = story.summary or first_sentence(story.body.text)
        return Card(
            story=story.id,
            kind=story.KIND,
            language=self.house.language_of(story),
            kicker=self._kicker(),
            notice=self._notice(),
            title=story.title,
            address=whole(self.house, of_story(story)),
            picture=shown(self.house, story.cover) if story.cover else None,
            parts=(*([Line(summary)] if summary else []), *self._parts()),
            more=self.say("read-product" if isinstance(story, Product) else "read"),
        )

    def _kicker(self) -> str:
        kind = self.say(f"kinds.{self.story.KIND}")
        if isinstance(self.story, Product):
            return f"{kind} · {self.say(f'status.{self.story.status}')}"
        return kind

    def _notice(self) -> str:
        """Said before the story begins: rule `comp/undisclosed`."""
        story = self.story
        if not isinstance(story, Spotlight) or story.compensation is Compensation.NONE:
            return ""
        who = self.naming.one(story.customer)
        return self.say(f"compensation.{story.compensation}", who=who)

    def _parts(self) -> Iterator[Part]:
        match self.story:
            case BehindTheScenes():
                yield from self._told_by()
            case Spotlight() as spotlight:
                yield from self._said(spotlight.customer, spotlight.quote.words)
            case Product() as product:
                yield from self._newest_round(product)
                yield from self._together("together")
            case Change() as change:
                yield from self._asked(change)
                yield from self._turned(change)
                yield from self._thanked(change)
            case _:  # a kind that has nothing of its own
                pass
        if self.story.takeaway:
            label = self.say("takeaway")
            yield Noted(label, self.story.takeaway, useful=True)
        if isinstance(self.story, Product):
            yield from self._price(self.story)

    def _told_by(self) -> Iterator[Part]:
        if name := self.naming.name(self.house.author_of(self.story)):
            yield Line(self.say("told-by", who=name), quiet=True)

    def _said(self, who: PersonId, words: Guarded[str]) -> Iterator[Part]:
        if allowed := self.naming.showing.words(who, words):
            said = self.say("quote", words=without_fields(allowed.strip()))
            yield Said(said, capital(self.naming.one(who)))

    def _newest_round(self, product: Product) -> Iterator[Part]:
        if not product.rounds:
            return
        newest = max(product.rounds, key=lambda r: r.date)
        yield Noted(self.say("round-asked"), newest.question)
        if newest.changed:
            yield Noted(self.say("round-changed"), newest.changed)

    def _together(self, label: str) -> Iterator[Part]:
        if rows := self.naming.credits(self.story.credited):
            yield Together(self.say(label), rows)

    def _price(self, product: Product) -> Iterator[Part]:
        """Last of all, and in words: rule `ad/price-first`."""
        buy = "" if safe(product.buy) else product.buy
        if product.price:
            amount, currency = product.price.amount, product.price.currency
            said = price(amount, currency, self.naming.words.language)
            key = "price-buy" if buy else "price"
            yield Line(self.say(key, price=said, buy=buy), quiet=True)
        elif buy:
            yield Line(buy, quiet=True)

    def _asked(self, change: Change) -> Iterator[Part]:
        asks = [
            self.house.asks[ask] for ask in change.answers if ask in self.house.asks
        ]
        for ask in asks:
            yield from self._said(ask.by[0], ask.words)
        for sentence in dict.fromkeys(self._who_asked(change, ask) for ask in asks):
            yield Line(sentence, quiet=True)
        if not asks:
            yield Line(self.say("ours"), quiet=True)

    def _who_asked(self, change: Change, ask: Ask) -> str:
        who = capital(self.naming.all(self.house.askers(ask)))
        on = day(ask.date, self.naming.words.language)
        match (change.date - ask.date).days:
            case 0:
                return self.say("asked-same-day", who=who, day=on)
            case days if days > 0:
                return self.say("asked-days", who=who, day=on, days=days)
            case _:
                return self.say("asked", who=who, day=on)

    def _turned(self, change: Change) -> Iterator[Part]:
        if change.before and change.after:
            before, after = self.say("before"), self.say("after")
            yield Turned(before, change.before, after, change.after)

    def _thanked(self, change: Change) -> Iterator[Part]:
        """Nothing that was built is finished until those who asked are thanked."""
        whom = [credit.person for credit in change.credits]
        for ask in change.answers:
            if ask in self.house.asks:
                whom += self.house.askers(self.house.asks[ask])
        people = [who for who in dict.fromkeys(whom) if not self._ours(who)]
        named = [who for who in people if self.naming.name(who)]
        yield from self._together("together")
        if named:
            key = "thanks" if len(named) == len(people) else "thanks-more"
            yield Line(self.say(key, who=self.naming.all(named)))
        elif people:
            yield Line(self.say("thanks-unnamed"))

    def _ours(self, who: PersonId) -> bool:
        person = self.house.people.get(who)
        return person is not None and person.role is Role.MAKER
