"""What a letter holds, in order, before it is anybody's HTML or text.

Every sentence is already said in its language; a theme arranges them and adds none. A
text may hold the marks of merge fields, see `fields`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from storyhouse.model.record import Language, StoryId
from storyhouse.model.stories import Kind
from storyhouse.prose.fields import PartMarks


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: its words and a whole address, or no address and only the words."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the letter shows it: hosted, and the size in pixels it takes."""

    address: str
    alt: str
    width: int
    height: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """The author's Markdown, sanitised, and the same as text."""

    html: str
    text: str


# What a card is made of. `PART` names the theme's template: letter/parts/PART.mjml.j2.


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; a quiet one is set smaller in weight, not in size."""

    PART: ClassVar[str] = "line"
    words: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's own words, with quotation marks, and who said them."""

    PART: ClassVar[str] = "said"
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class Turned:
    """How it was and how it is."""

    PART: ClassVar[str] = "turned"
    before_label: str
    before: str
    after_label: str
    after: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A label and what it says, set apart: the takeaway, a round of testing."""

    PART: ClassVar[str] = "noted"
    label: str
    words: str
    useful: bool = False  # what the reader can use stands out


@dataclass(frozen=True, slots=True)
class Together:
    """Who made it, each with what they did."""

    PART: ClassVar[str] = "together"
    label: str
    people: tuple[tuple[str, str], ...]


Part = Line | Said | Turned | Noted | Together


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One story, in its own language."""

    story: StoryId
    kind: Kind
    language: Language
    kicker: str
    notice: str = ""  # said before anything else: what a customer was given for it
    title: str
    address: str
    picture: Shown | None = None
    parts: tuple[Part, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Yours:
    """What only some readers get: what became of what they themselves asked.

    Each reader's copy has their own lines, or nothing of it; so a theme writes marks
    here, each once and in this order: `before`, `each`, the fields of a line, `after`,
    `end`. The fields are those of `personal.Item`.
    """

    label: str
    thanks: str
    marks: PartMarks


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLine:
    """Something customers changed, its title in the story's own language."""

    story: StoryId
    language: Language
    title: str
    address: str
    words: str  # who asked, and how long it took


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What customers changed since the letter before: the first thing said."""

    label: str
    lines: tuple[LeadLine, ...]
    thanks: str


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something that went wrong and is not yet put right, and where it is told."""

    words: str
    links: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """When people meet next."""

    label: str
    language: Language  # of its title, place and summary
    title: Anchor
    when: str
    where: str
    summary: str


@dataclass(frozen=True, slots=True)
class NextDoor:
    """What neighbours wrote last, each with whose it is."""

    label: str
    posts: tuple[tuple[Anchor, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """The head of the paper."""

    shop: str
    address: str
    newsletter: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What we would like to know, and how to tell us."""

    label: str
    question: str
    words: str
    links: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who wrote the letter."""

    name: str
    about: str
    photo: Shown | None
    #: Whether the author's own words end with the name: read twice, it is one too many.
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferBlock:
    """What is for sale: at most one, and the last thing said."""

    label: str
    words: str
    link: Anchor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """One language's part of the foot: why, who, where, and the ways out."""

    language: Language
    why: str
    view: Anchor
    unsubscribe: Anchor
    sender: tuple[Anchor, ...]  # a line each


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole letter."""

    language: Language
    subject: str
    title: str  # the subject without the label that a law wants before it
    preheader: str
    masthead: Masthead
    yours: Yours | None = None  # None if nobody has any of it
    open_matter: OpenMatter | None = None
    lead: Lead | None = None
    body: Prose
    cards: tuple[Card, ...]
    gathering: Gathering | None = None
    invitation: Invitation
    signature: Signature
    next_door: NextDoor | None = None
    offer: OfferBlock | None
    foot: tuple[Footing, ...]
