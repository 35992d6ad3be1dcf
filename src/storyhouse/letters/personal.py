"""The part of a letter that is one reader's own: what became of what they asked.

It is told to them alone, so it needs nobody's yes; what names somebody else who did not
agree is left out. It stands in no file of `out/` and on no page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from storyhouse.letters.blocks import Yours
from storyhouse.letters.letter import Letter
from storyhouse.letters.wrap import COLUMNS, wrapped
from storyhouse.model.addresses import of_ask, of_story, whole
from storyhouse.model.became import Became, News, news_for
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.record import AskId, PersonId
from storyhouse.model.stories import Change
from storyhouse.prose.fields import PartMarks, Parts, Repeated, Segments, filled
from storyhouse.prose.hidden import HiddenNames, hidden_names
from storyhouse.prose.plain import first_sentence
from storyhouse.words import Words, words_for
from storyhouse.words.local import day

#: The name of the part, in a letter's segments and among a recipient's parts.
ASKED = "asked"
MARKS = PartMarks(ASKED)
#: In the text, a line's texts stand so far in. A line's end is a blank in HTML.
INDENT = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the part, ready to be filled in; none of it is empty."""

    became: str
    title: str
    address: str
    words: str
    lang: str  # of title and words
    why: str

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields by name, each broken into lines as the text part wants them."""
        prose = ("became", "title", "words", "why")
        folded = {
            name: wrapped(getattr(self, name), "", INDENT, COLUMNS - len(INDENT))
            for name in prose
        }
        return {**folded, "address": self.address, "lang": str(self.lang)}


# Not slotted: `cached_property` keeps what it worked out in the instance.
@dataclass(frozen=True)
class Personal:
    """The personal parts of one issue; each person's is worked out once."""

    house: House
    issue: Issue
    _kept: dict[PersonId, Parts] = field(default_factory=dict)

    def parts(self, who: PersonId | None) -> Parts:
        """What the letter tells one reader, if there is anything."""
        if who is None:
            return _NOTHING
        if who not in self._kept:
            items = self.items(who)
            self._kept[who] = {ASKED: [i.fields for i in items]} if items else _NOTHING
        return self._kept[who]

    def items(self, who: PersonId) -> list[Item]:
        """The lines of one reader."""
        return [item for item, _ in self._told(who)]

    def asks(self, who: PersonId) -> list[AskId]:
        """Of what one reader is told, the asks that were built: those it closes."""
        return [
            news.ask.id for _, news in self._told(who) if news.became is Became.BUILT
        ]

    def everybody(self) -> dict[PersonId, Parts]:
        """Everybody for whom there is something, whether they get letters or not."""
        parts = {who: self.parts(who) for who in sorted(self.house.asked_by)}
        return {who: part for who, part in parts.items() if part}

    @property
    def _words(self) -> Words:
        return words_for(self.house.language_of(self.issue))

    @cached_property
    def _then(self) -> House:
        """The house that the letter's reader finds."""
        return self.house.on(self.issue.day)

    @cached_property
    def _hidden(self) -> HiddenNames:
        return hidden_names(self.house.showing_in(self.issue))

    def _told(self, who: PersonId) -> list[tuple[Item, News]]:
        found = news_for(self._then, self.issue, who)
        items = ((self._item(who, news), news) for news in found)
        return [(item, news) for item, news in items if item]

    def _item(self, who: PersonId, news: News) -> Item | None:
        """The line; none if what it is called names somebody else."""
        house, record = self.house, news.story or news.ask
        address = of_story(news.story) if news.story else of_ask(news.ask.id)
        if self._names_others(who, record.title, address):
            return None
        words = _of_story(news) if news.story else news.words
        if self._names_others(who, words) or not words.strip():
            words = self._say("words")
        own = words == self._say("words")
        return Item(
            became=self._became(news),
            title=record.title,
            address=whole(house, address),
            words=words,
            lang=house.language_of(self.issue if own else record),
            why=self._why(who, news),
        )

    def _names_others(self, who: PersonId, *texts: str) -> bool:
        """Who may be named on the site may not be in letters."""
        found = (met for text in texts for _, _, met in self._hidden.in_text(text))
        return any(met.who != who for met in found)

    def _became(self, news: News) -> str:
        ask = news.ask
        until = ask.plan.promised_by if ask.plan else None
        if news.became is Became.DECLINED and ask.declined:
            until = ask.declined.look_again
        if until is None or news.became in {Became.BUILT, Became.ANSWERED}:
            return self._say(f"became.{news.became}")
        return self._say(f"became.{news.became}-day", day=self._day(until))

    def _why(self, who: PersonId, news: News) -> str:
        """When they asked, and how; of who joined in later, nobody wrote the day."""
        asked = news.asked
        if asked.by[0] != who:
            return self._say("why.too")
        when = self._day(asked.date)
        same = self.house.language_of(asked) is self.house.language_of(self.issue)
        if not (asked.via.strip() and same) or self._names_others(who, asked.via):
            return self._say("why.day", day=when)
        return self._say("why.via", day=when, via=asked.via.strip())

    def _day(self, when: dt.date) -> str:
        return day(when, self._words.language)

    def _say(self, key: str, **facts: str) -> str:
        return self._words.say(f"letter.yours.{key}", **facts)


_NOTHING: Parts = {}


def _of_story(news: News) -> str:
    """The owner's shortest words about it."""
    story = news.story
    if story is None:
        return ""
    after = story.after if isinstance(story, Change) else ""
    return after.strip() or story.summary.strip() or first_sentence(story.body.text)


def yours(personal: Personal) -> Yours | None:
    """The part as a letter holds it for everybody; None if nobody has any of it."""
    if not personal.everybody():
        return None
    words = words_for(personal.house.language_of(personal.issue))
    return Yours(
        label=words.say("letter.yours.label"),
        thanks=words.say("letter.yours.thanks"),
        marks=MARKS,
    )


def longest(segments: Segments, personal: Personal) -> str:
    """The longest of all readers' own parts, not yet escaped: for a letter's size."""
    parts = [s for s in segments if isinstance(s, Repeated) and s.name == ASKED]
    if not parts:
        return ""
    texts = (filled(tuple(parts), {}, parts=p) for p in personal.everybody().values())
    return max(texts, key=lambda text: len(text.encode()), default="")


def own_part(letter: Letter, parts: Parts) -> str:
    """One reader's own part, as their letter's text has it; nothing for none."""
    own = [s for s in letter.text if isinstance(s, Repeated) and s.name == ASKED]
    return filled(tuple(own), {}, parts=parts).strip().removesuffix("* * *").strip()


def parts(house: House, issue: Issue, who: PersonId | None) -> Parts:
    """What a letter tells one reader; for many readers of it, keep a `Personal`."""
    return Personal(house, issue).parts(who)


def tells(letter: Letter) -> bool:
    """Whether a letter has room for it: a theme may leave it out."""
    return any(isinstance(s, Repeated) and s.name == ASKED for s in letter.html)


def told_by(
    house: House, issue: Issue, who: PersonId | None, letter: Letter | None = None
) -> list[AskId]:
    """The asks of which somebody has heard, once this letter has been sent to them.

    Only what was built: who reads that something is planned, or a no, still waits to
    hear what comes of it.
    """
    if who is None or (letter is not None and not tells(letter)):
        return []
    return Personal(house, issue).asks(who)
