"""The four kinds of story a shop can tell; the folder of `content/` is the kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from storyhouse.model.people import Guarded
from storyhouse.model.record import (
    AskId,
    Language,
    PersonId,
    Picture,
    ProductId,
    Record,
    StoryId,
)
from storyhouse.places import Prose


class Kind(StrEnum):
    """A kind of story, by the name of its folder."""

    BEHIND_THE_SCENES = "behind-the-scenes"
    SPOTLIGHT = "spotlights"
    PRODUCT = "products"
    CHANGELOG = "changelog"


class Value(StrEnum):
    """The four values a story can give (source text 004)."""

    FUNCTIONAL = "functional"
    EMOTIONAL = "emotional"
    SOCIAL = "social"
    ECONOMIC = "economic"


class Compensation(StrEnum):
    """What a customer got for being in a spotlight; said before the story begins."""

    NONE = "none"
    GIFT = "gift"
    DISCOUNT = "discount"
    PAID = "paid"
    RELATIVE = "relative"
    PRIZE = "prize"


class Status(StrEnum):
    """How far a product has come."""

    IDEA = "idea"
    TESTING = "testing"
    MADE = "made"
    RETIRED = "retired"


class Did(StrEnum):
    """What somebody gave to a thing we made."""

    IDEA = "idea"
    TESTED = "tested"
    NAMED = "named"
    FIXED = "fixed"
    PHOTO = "photo"
    TRANSLATED = "translated"
    HOSTED = "hosted"
    INTRODUCED = "introduced"
    COMPLAINED = "complained"


class Origin(StrEnum):
    """Whose idea a change was when nobody asked for it."""

    US = "us"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When and where it happened: what makes a story one."""

    when: dt.date
    where: str
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A customer's words, and the day they said yes to these very words."""

    words: Guarded[str]
    approved: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One time of testing: what we asked, who tried, what we heard and changed."""

    date: dt.date
    question: str
    people: tuple[PersonId, ...] = ()
    heard: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who did what for it."""

    person: PersonId
    did: tuple[Did, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """An amount as it is written on the till, and an ISO 4217 currency."""

    amount: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Record):
    """What every story has; each kind adds what makes it worth telling."""

    KIND: ClassVar[Kind]

    id: StoryId
    title: str
    date: dt.date
    body: Prose = field(repr=False)
    by: PersonId | None = None
    summary: str = ""
    takeaway: str = ""
    value: tuple[Value, ...] = ()
    cover: Picture | None = None
    people: tuple[PersonId, ...] = ()
    asks: tuple[AskId, ...] = ()
    products: tuple[ProductId, ...] = ()
    moment: Moment | None = None
    question: str = ""
    language: Language | None = None
    draft: bool = False

    @property
    def credited(self) -> tuple[Credit, ...]:
        """Who did something for what the story tells of."""
        return ()

    @property
    def built_for(self) -> tuple[AskId, ...]:
        """The asks that this story is the answer to."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindTheScenes(Story):
    """How something is made, decided or gone wrong."""

    KIND: ClassVar[Kind] = Kind.BEHIND_THE_SCENES


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotlight(Story):
    """One customer's story, in words they approved."""

    KIND: ClassVar[Kind] = Kind.SPOTLIGHT

    customer: PersonId
    quote: Quote
    compensation: Compensation = field(metadata={"rule": "comp/undisclosed"})
    made: str = ""
    learned: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Story):
    """Something made together with customers."""

    KIND: ClassVar[Kind] = Kind.PRODUCT

    status: Status = Status.IDEA
    rounds: tuple[Round, ...] = ()
    credits: tuple[Credit, ...] = ()
    worth: Mapping[Value, str] = field(default_factory=dict)
    price: Price | None = None
    buy: str = ""

    @property
    def credited(self) -> tuple[Credit, ...]:
        """Who did something for the product."""
        return self.credits

    @property
    def built_for(self) -> tuple[AskId, ...]:
        """The asks it answers, once it is made."""
        return self.asks if self.status in {Status.MADE, Status.RETIRED} else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Story):
    """You asked, we built: what was before, what is after, whose ask it was."""

    KIND: ClassVar[Kind] = Kind.CHANGELOG

    answers: tuple[AskId, ...] = ()
    origin: Origin | None = None
    before: str = ""
    after: str = ""
    credits: tuple[Credit, ...] = ()

    @property
    def credited(self) -> tuple[Credit, ...]:
        """Who did something for the change."""
        return self.credits

    @property
    def built_for(self) -> tuple[AskId, ...]:
        """The asks it answers."""
        return self.answers


#: What a folder of `content/` holds.
STORY_TYPES: dict[Kind, type[Story]] = {
    kind.KIND: kind for kind in (BehindTheScenes, Spotlight, Product, Change)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Record):
    """A plain page: content/pages/*.md."""

    id: str
    title: str
    body: Prose = field(repr=False)
    summary: str = ""
    language: Language | None = None
    draft: bool = False
