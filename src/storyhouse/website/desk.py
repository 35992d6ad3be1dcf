"""What every page needs: the house, the door to people, words, ways to other pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from storyhouse.model import addresses
from storyhouse.model.asks import Ask
from storyhouse.model.house import CheckedHouse
from storyhouse.model.people import ANONYMOUS, Role
from storyhouse.model.record import Language, PersonId, Picture
from storyhouse.model.showing import Showing
from storyhouse.model.stories import Credit, Kind, Story
from storyhouse.pictures import ON_PAGE, Size, size_of
from storyhouse.prose.plain import first_sentence
from storyhouse.words import Words, words_for
from storyhouse.words.local import day

#: What goes into a page's front matter: text, numbers, lists and tables, no more.
Data = dict[str, Any]

#: Addresses that others stand below: MkDocs wants an `index.md` for them.
_LISTS = {
    *("", "asks/", "people/", "letters/", "events/", "open-letters/", "thanks/"),
    *(f"{kind}/" for kind in Kind),
}


@dataclass(frozen=True, slots=True)
class StagedPage:
    """A page as MkDocs will find it: `index.md`, `asks/less-salt.md`."""

    path: PurePosixPath
    meta: Data
    body: str = ""
    #: What search finds the page by besides its title and body; None leaves it out.
    search: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The tools for writing pages; one for the whole site."""

    house: CheckedHouse
    showing: Showing
    #: Pictures that some page shows, from `content/`: only they are published.
    pictures: dict[PurePosixPath, Picture] = field(default_factory=dict)
    #: Looked up once: opening a picture takes 0.1 ms, and a cover is on many pages.
    sizes: dict[PurePosixPath, Size] = field(default_factory=dict)

    def page(self, address: str, language: Language) -> Sheet:
        """A sheet for the page at an address."""
        return Sheet(self, address, language, words_for(language))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page being written: its ways to others are relative to where it stands."""

    desk: Desk
    address: str
    language: Language
    words: Words

    @property
    def house(self) -> CheckedHouse:
        """The shop."""
        return self.desk.house

    def say(self, key: str, **facts: str | int) -> str:
        """The site's words in the page's language."""
        return self.words.say(f"site.{key}", **facts)

    def day(self, date: Any) -> Data:
        """A day for people and for machines."""
        return {"iso": date.isoformat(), "text": day(date, self.language)}

    def to(self, address: str) -> str:
        """The way from this page to another of the site."""
        return "../" * self.address.count("/") + address or "./"

    def staged(self, template: str, it: Data, **more: Any) -> StagedPage:
        """The page, ready to be written down."""
        meta = {
            "template": template,
            "title": it["title"],
            "lang": self.language.value,
            "it": it,
        }
        if "date" in it:
            meta["date"] = it["date"]["iso"]
        if "description" in more:
            meta["description"] = more.pop("description")
        stem = self.address.rstrip("/")
        if self.address in _LISTS:
            stem = f"{self.address}index"
        return StagedPage(PurePosixPath(f"{stem}.md"), meta, **more)

    # People, through the one door.

    def who(self, person: PersonId, *, first: bool = False) -> Data:
        """Somebody, as this page may show them; `first`: at a sentence's beginning."""
        showing = self.desk.showing
        name = showing.name(person) if person != ANONYMOUS else None
        if name is None:
            return {"name": self.say("Customer" if first else "customer"), "href": ""}
        shown: Data = {
            "name": str(name),
            "href": self.to(addresses.of_person(person)),
            "initial": name[:1],
        }
        if photo := showing.photo(person):
            shown["photo"] = self.picture(photo)
        return shown

    def called(self, person: PersonId) -> str:
        """Somebody's name inside a sentence, as politeness has it."""
        showing = self.desk.showing
        name = showing.name(person) if person != ANONYMOUS else None
        if name is None:
            return self.say("customer")
        maker = self.house.people[person].role is Role.MAKER
        if maker or name.endswith("님"):
            return str(name)
        return self.say("named", name=name)

    def all_of(self, people: Iterable[PersonId]) -> list[Data]:
        """Those of them who have a page; a crowd of unnamed says nothing."""
        shown = (self.who(p) for p in dict.fromkeys(people))
        return [who for who in shown if who["href"]]

    def named(self, people: Iterable[PersonId]) -> Data:
        """Those who may be named, and how many more there were."""
        everyone = list(people)
        once = [*dict.fromkeys(p for p in everyone if p != ANONYMOUS)]
        shown = self.all_of(once)
        others = len(once) + everyone.count(ANONYMOUS) - len(shown)
        key = "and-others" if shown else "only-others"
        text = self.say(key, others=others) if others else ""
        return {"people": shown, "others": text}

    def credits(self, credits_: Iterable[Credit]) -> list[Data]:
        """Who did what."""
        return [
            {
                **self.who(c.person, first=True),
                "did": [self.say(f"did.{d}") for d in c.did],
            }
            for c in credits_
        ]

    # Pictures.

    def picture(self, picture: Picture) -> Data:
        """A picture's place, text and size; using it is what publishes it."""
        path = PurePosixPath(picture.image)
        self.desk.pictures[path] = picture
        size = self._size(path)
        return {
            "src": self.to(str(path)),
            "alt": picture.alt,
            "caption": picture.caption,
            "width": size.width,
            "height": size.height,
        }

    def _size(self, path: PurePosixPath) -> Size:
        sizes = self.desk.sizes
        if path not in sizes:
            size = size_of(self.house.folder / "content" / path)
            sizes[path] = size.fitted(ON_PAGE)
        return sizes[path]

    # Cards: a thing in a list of another page.

    def story(self, story: Story) -> Data:
        """A story's card."""
        card: Data = {
            "href": self.to(addresses.of_story(story)),
            "kind": story.KIND.value,
            "label": self.say(f"kinds-one.{story.KIND}"),
            "title": story.title,
            "summary": summary_of(story),
            "date": self.day(story.date),
            "lang": self.house.language_of(story).value,
        }
        if story.cover:
            card["cover"] = self.picture(story.cover)
        return card

    def ask(self, ask: Ask) -> Data:
        """An ask's card: its words if they may be shown, its state, its answer."""
        state = self.house.state(ask)
        words = self.desk.showing.words(ask.by[0], ask.words)
        return {
            "href": self.to(addresses.of_ask(ask.id)),
            "title": ask.title,
            "words": words or "",
            "by": self.asked_by(ask),
            "date": self.day(ask.date),
            "state": state.value,
            "state_text": self.say(f"asks.states.{state}"),
            "lang": self.house.language_of(ask).value,
        }

    def asked_by(self, ask: Ask) -> str:
        """Asked by Hae-seong and 2 others."""
        askers = self.house.askers(ask)
        named = [a for a in askers if a != ANONYMOUS and self.desk.showing.name(a)]
        first = named[0] if named else askers[0]
        who = self.called(first)
        if len(askers) == 1:
            return self.say("asks.by", who=who)
        return self.say("asks.by-more", who=who, others=len(askers) - 1)


def summary_of(story: Story) -> str:
    """The story's summary, or how it begins."""
    return story.summary or first_sentence(story.body.text)
