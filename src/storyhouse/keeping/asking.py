"""Write down what somebody asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from storyhouse.editing.files import InTheWayError, create
from storyhouse.editing.together import Make
from storyhouse.editing.written import Plain
from storyhouse.keeping.desk import Desk, path_of, path_of_person
from storyhouse.keeping.knowing import Acquaintance, called, fresh, ids_in
from storyhouse.keeping.refused import RefusedError
from storyhouse.keeping.wording import (
    is_blank,
    language_of,
    one_line,
    plain,
    short_id,
    title_of,
)
from storyhouse.model.house import House
from storyhouse.model.people import ANONYMOUS, Part
from storyhouse.model.record import AskId, Language, PersonId
from storyhouse.model.showing import Showing
from storyhouse.reading.folder import ASKS, as_id
from storyhouse.words import words_for
from storyhouse.words.local import day as day_in_words


@dataclass(frozen=True, slots=True)
class Heard:
    """An ask to write down."""

    words: str
    by: tuple[PersonId, ...]
    date: dt.date
    title: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What was written, and what of it no reader will meet."""

    id: AskId
    path: Path
    language: Language
    given: list[tuple[str, Path]]  # to whom of those known: the name, the file
    new_people: list[Path]
    nameless: list[PersonId]  # who has not agreed to a name on the site
    wordless: list[PersonId]  # whose words are not shown
    by_day: bool  # whether the title says no more than the day


def add(  # noqa: PLR0913 (what can be said of an ask)
    desk: Desk,
    words: str,
    *,
    title: str = "",
    by: Sequence[str] = (),
    via: str = "",
    date: dt.date | None = None,
    new: bool = False,
) -> Added:
    """Write an ask down, and those who are new.

    Args:
        desk: the shop.
        words: what they said, as they said it.
        title: for lists; by default how their words begin, if they may be shown.
        by: ids or names of those who asked; nobody named is anonymous.
        via: how it reached the shop.
        date: when; by default today.
        new: whether a name that is somebody's, or nearly, is somebody else's.

    Raises:
        RefusedError: if no words are left, or a name may be a known person's.
    """
    said = plain(words)
    if not said:
        raise RefusedError("no-words")
    if any(map(is_blank, (said, title, via, *by))):
        raise RefusedError("blank")
    day = date or desk.today
    if day > desk.today:
        raise RefusedError("day-to-come", day=str(day))
    known = Acquaintance.of(desk)
    askers = _askers(known, by, new=new)
    own = one_line(title)
    neutral = "" if own else title_by_day(desk, said, askers[0], day)
    heard = Heard(said, askers, day, own or neutral, one_line(via))
    free = fresh(base_of(heard), ids_in(desk.root / ASKS), {})
    id_ = write(desk, heard, free, partial(create, desk.root))
    return Added(
        id=id_,
        path=path_of(id_),
        language=language_of(said, desk.language),
        given=[
            (known.name_of(who) or who, path_of_person(who))
            for who in askers
            if who != ANONYMOUS and who not in known.new
        ],
        new_people=[path_of_person(p) for p in known.new],
        nameless=_without(desk.house, askers, Part.NAME),
        wordless=_without(desk.house, askers[:1], Part.WORDS),
        by_day=bool(neutral),
    )


def title_by_day(
    desk: Desk,
    words: str,
    who: PersonId,
    day: dt.date,
    showing: Showing | None = None,
) -> str:
    """A title with none of their words, where these may not be shown; else nothing.

    A title is shown, and so is the ask's id, which is an address.
    """
    showing = showing or desk.house.showing()
    if who == ANONYMOUS or showing.allows(who, Part.WORDS):
        return ""
    language = language_of(words, desk.language)
    said = words_for(language).say
    return said("command.ask.import.title", day=day_in_words(day, language))


def base_of(heard: Heard) -> str:
    """The id that an ask would have, were it the only one."""
    base = short_id(as_id(heard.title or title_of(heard.words)))
    return base or f"ask-{heard.date}"


def write(desk: Desk, heard: Heard, free: Iterator[str], make: Make) -> AskId:
    """Write an ask's file under the first id that is free; returns the id."""
    for id_ in free:
        try:
            make(path_of(id_), _record(heard, desk.language))
        except InTheWayError:
            continue  # by another command, since we looked
        return AskId(id_)
    raise AssertionError


def _record(heard: Heard, shop: Language) -> dict[str, Plain]:
    """The ask's keys, in the order in which the owner's files have them."""
    language = language_of(heard.words, shop)
    record: dict[str, Plain] = {
        "title": heard.title or title_of(heard.words),
        "words": heard.words,
        "by": [*heard.by],
        "date": heard.date,
    }
    record |= {"language": str(language)} if language is not shop else {}
    record |= {"via": heard.via} if heard.via else {}
    return record


def _askers(
    known: Acquaintance, by: Sequence[str], *, new: bool
) -> tuple[PersonId, ...]:
    """Who asked. Nobody is written down before all names are clear."""
    found = [None if new and known.is_name(w) else known.find(w) for w in by]
    if not new:
        for word, who in zip(by, found, strict=True):
            if who is None and (near := known.near(word)):
                name = one_line(word)
                raise RefusedError("near-person", "did-you-mean", name=name, meant=near)
    met: dict[str, PersonId] = {}  # a name said twice is met once
    for word, who in zip(by, found, strict=True):
        name = called(word).casefold()
        met[name] = who or met.get(name) or known.meet(word)
    return tuple(dict.fromkeys(met.values())) or (ANONYMOUS,)


def _without(house: House, askers: Sequence[PersonId], part: Part) -> list[PersonId]:
    showing = house.showing()
    named = (who for who in askers if who != ANONYMOUS)
    return [who for who in named if not showing.allows(who, part)]
