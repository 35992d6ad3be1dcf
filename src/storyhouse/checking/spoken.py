"""The shop's own voice: what it says in front matter, texts and picture texts.

Block quotes, words in quotation marks, a customer's own words, code and the addresses
of links are somebody else's, or nobody's, and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from storyhouse.model.asks import Ask
from storyhouse.model.events import Event
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.leaves import leaves
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.record import Language, Record
from storyhouse.model.stories import Page, Story
from storyhouse.places import KeyPath, Location, Prose
from storyhouse.prose.runs import Run, RunKind, plain_run, runs

#: What stands beside the paragraphs of a text, and is not counted with them.
_BESIDE = frozenset({RunKind.PICTURE, RunKind.HEADING})


class Role(StrEnum):
    """What a passage is to its reader."""

    HEADLINE = "headline"  # a title, a subject, a preheader: the first impression
    PICTURE = "picture"
    FIELD = "field"
    TAKEAWAY = "takeaway"
    OFFER = "offer"
    BODY = "body"


_ROLES: dict[tuple[str, ...], Role] = {
    ("title",): Role.HEADLINE,
    ("subject",): Role.HEADLINE,
    ("preheader",): Role.HEADLINE,
    ("cover", "alt"): Role.PICTURE,
    ("cover", "caption"): Role.PICTURE,
    ("takeaway",): Role.TAKEAWAY,
    ("buy",): Role.OFFER,
    ("offer", "words"): Role.OFFER,
    **{
        (key,): Role.FIELD
        for key in (
            "summary question made learned before after tagline why_us"
            " happened affected did next remedy"
        ).split()
    },
    ("recap", "words"): Role.FIELD,
    ("recap", "pictures", "alt"): Role.PICTURE,
    ("recap", "pictures", "caption"): Role.PICTURE,
    ("updates", "words"): Role.FIELD,
    ("closed", "words"): Role.FIELD,
    ("neighbours", "about"): Role.FIELD,
    ("rounds", "question"): Role.FIELD,
    ("rounds", "changed"): Role.FIELD,
    ("answers", "words"): Role.FIELD,
    ("declined", "because"): Role.FIELD,
    ("declined", "instead"): Role.FIELD,
}
#: Possessive, and without an opening mark inside: no mark is followed twice.
_QUOTED = re.compile(
    r"\"[^\"]{1,400}+\"|(?<![\w'])'[^']{2,120}+'(?![a-zA-Z])|「[^「」]{1,400}+」|『[^『』]{1,400}+』|«[^«»]{1,400}+»"
)
_MAY_QUOTE = re.compile("[\"'「『«]")
_HANGUL = re.compile("[가-힣]+")
_LATIN = re.compile("[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of the shop's words, and where it stands."""

    record: Record
    role: Role
    key: str  # the front matter's key; empty for the text below it
    run: Run
    language: Language
    number: int = 0  # among the paragraphs of a text, from 0; a heading's is the next
    at: KeyPath = ()
    value: str = ""

    @property
    def text(self) -> str:
        """What is looked at: the words, with what somebody else said blanked."""
        return without_quotes(self.run.text)

    def place(self, offset: int) -> Location:
        """Where a character of the text stands in its file."""
        at = self.run.place(offset)
        if self.at:
            return self.record.source.place(self.at, self.value, at)
        body: Prose = self.record.body  # type: ignore[attr-defined]
        return body.locate(at)

    def span(self, start: int, end: int) -> tuple[Location, Location]:
        """Where some words begin, and the place behind their last sign."""
        return self.place(start), self._behind(max(end - 1, start))

    def _behind(self, offset: int) -> Location:
        at = self.run.behind(offset)
        if self.at:
            return self.record.source.behind(self.at, self.value, at - 1)
        body: Prose = self.record.body  # type: ignore[attr-defined]
        last = body.locate(at - 1)
        return replace(last, column=last.column + 1)


def without_quotes(text: str) -> str:
    """The text with what stands in quotation marks as spaces."""
    if not _MAY_QUOTE.search(text):
        return text
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def prepared(text: str) -> str:
    """A text as the patterns meet it."""
    return without_quotes(plain_run(text).text)


def language_in(text: str, otherwise: Language) -> Language:
    """The language of a text by its letters; a little Latin makes no Korean English."""
    hangul = 0 if text.isascii() else sum(map(len, _HANGUL.findall(text)))
    if hangul:
        latin = sum(map(len, _LATIN.findall(text)))
        return Language.KO if hangul * 4 >= latin else Language.EN
    return Language.EN if _LATIN.search(text) else otherwise


def passages(house: House) -> Iterator[Passage]:
    """Everything the shop says, drafts included, record by record."""
    for record in records(house):
        yield from of_record(house, record)


def records(house: House) -> Iterator[Record]:
    """The records in which the shop speaks."""
    yield house.shop
    yield from house.written.values()
    yield from house.pages.values()
    yield from house.asks.values()
    yield from house.issues.values()
    yield from house.events.values()
    yield from house.open_letters.values()
    if house.neighbourhood:
        yield house.neighbourhood


def of_record(house: House, record: Record) -> Iterator[Passage]:
    """What a record says."""
    own = house.shop.language
    if isinstance(record, Story | Page | Issue | Ask | Event | OpenLetter):
        own = house.language_of(record)
    for leaf in leaves(record):
        if isinstance(leaf.value, Prose):
            yield from _of_body(record, leaf.value, own)
        elif role := _role(record, leaf.at, leaf.declared):
            run = plain_run(leaf.value)
            if run.text:
                yield Passage(
                    record=record,
                    role=role,
                    key=str(leaf.at[0]),
                    run=run,
                    language=language_in(run.text, own),
                    at=leaf.at,
                    value=leaf.value,
                )


def _role(record: Record, at: KeyPath, declared: object) -> Role | None:
    if declared is not str or (isinstance(record, Ask) and at == ("title",)):
        return None  # how a customer's wish is called is theirs to say
    keys = tuple(key for key in at if isinstance(key, str))
    return Role.FIELD if keys[0] == "worth" else _ROLES.get(keys)


def _of_body(record: Record, body: Prose, own: Language) -> Iterator[Passage]:
    number = 0
    for run in runs(body.text):
        if run.quoted:
            continue
        picture = run.kind is RunKind.PICTURE
        yield Passage(
            record=record,
            role=Role.PICTURE if picture else Role.BODY,
            key="",
            run=run,
            language=language_in(run.text, own),
            number=number,
        )
        number += run.kind not in _BESIDE
