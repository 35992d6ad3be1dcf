"""Who gave what and what came back: the thread of every person.

Worked out once for the whole site, since each person's page is a cut through all of it.
Of whom anything may be shown is for the pages to ask.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from storyhouse.model.asks import Ask
from storyhouse.model.events import Event
from storyhouse.model.house import House
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.people import ANONYMOUS
from storyhouse.model.record import PersonId
from storyhouse.model.stories import Did, Product, Spotlight, Story
from storyhouse.prose.beside import askers

#: What a knot of the thread is about; each has a page.
About = Ask | Story | Event | OpenLetter


class Knot(StrEnum):
    """What happened between somebody and the shop; gifts first, then what came back."""

    ASKED = "asked"
    REPORTED = "reported"
    HOSTED = "hosted"
    CAME = "came"
    TESTED = "tested"
    DID = "did"
    SAID = "said"
    ANSWERED = "answered"
    DECLINED = "declined"
    CHANGED = "changed"
    BUILT = "built"
    CREDITED = "credited"
    WRITTEN = "written"
    TOLD = "told"
    THANKED = "thanked"

    @property
    def is_gift(self) -> bool:
        """Whether they gave it; else it came back from us."""
        return self in _GIFTS


_ORDER = {knot: number for number, knot in enumerate(Knot)}
_GIFTS = frozenset(knot for knot, n in _ORDER.items() if n <= _ORDER[Knot.SAID])


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of give and return."""

    date: dt.date
    knot: Knot
    about: About
    words: str = ""  # the shop's own; a customer's stay behind their door
    did: tuple[Did, ...] = ()


def threads_of(house: House) -> Mapping[PersonId, list[Turn]]:
    """Each person's turns, in order of their days; on one day, giving comes first."""
    threads: dict[PersonId, list[Turn]] = defaultdict(list)
    for person, turn in _turns(house):
        if person != ANONYMOUS and turn.date <= house.today:
            threads[person].append(turn)
    return {person: _in_order(turns) for person, turns in threads.items()}


def _in_order(turns: Iterable[Turn]) -> list[Turn]:
    """Each once: whose story it is may be named among its people as well."""
    once = {(t.date, _ORDER[t.knot], t.about.id, t.words): t for t in turns}
    return [once[key] for key in sorted(once)]


def _turns(house: House) -> Iterator[tuple[PersonId, Turn]]:
    for ask in house.asks.values():
        yield from _about_ask(ask)
    for story in house.stories.values():
        yield from _about_story(house, story)
    for event in house.gatherings:
        yield from _about_event(event)
    for letter in house.told_openly:
        yield from _about_letter(letter)


def _about_ask(ask: Ask) -> Iterator[tuple[PersonId, Turn]]:
    for person in ask.by:
        yield person, Turn(ask.date, Knot.ASKED, ask)
        for answer in ask.answers:
            yield person, Turn(answer.date, Knot.ANSWERED, ask, answer.words)
        if ask.declined:
            no = ask.declined
            yield person, Turn(no.date, Knot.DECLINED, ask, no.because)
    for told in ask.told:
        knot = Knot.THANKED if told.thanked else Knot.TOLD
        yield told.person, Turn(told.date, knot, ask)


def _about_story(house: House, story: Story) -> Iterator[tuple[PersonId, Turn]]:
    asked = askers(house, story)
    credited = {credit.person: credit.did for credit in story.credited}
    for person in asked:
        yield person, Turn(story.date, Knot.BUILT, story)
    for person, did in credited.items():
        yield person, Turn(story.date, Knot.DID, story, did=did)
        if person not in asked:
            yield person, Turn(story.date, Knot.CREDITED, story)
    for person in story.people:
        if person not in asked and person not in credited:
            yield person, Turn(story.date, Knot.WRITTEN, story)
    if isinstance(story, Product):
        yield from _about_rounds(story)
    if isinstance(story, Spotlight):
        yield story.customer, Turn(story.quote.approved, Knot.SAID, story)
        yield story.customer, Turn(story.date, Knot.WRITTEN, story)


def _about_rounds(product: Product) -> Iterator[tuple[PersonId, Turn]]:
    for one in product.rounds:
        for person in one.people:
            yield person, Turn(one.date, Knot.TESTED, product, one.question)
            if one.changed:
                yield person, Turn(one.date, Knot.CHANGED, product, one.changed)


def _about_event(event: Event) -> Iterator[tuple[PersonId, Turn]]:
    if event.host:
        yield event.host, Turn(event.last_day, Knot.HOSTED, event)
    for person in event.people:
        if person != event.host:
            yield person, Turn(event.last_day, Knot.CAME, event)
    for person in event.recap.thanks if event.recap else ():
        yield person, Turn(event.recap.date, Knot.THANKED, event)  # type: ignore[union-attr]


def _about_letter(letter: OpenLetter) -> Iterator[tuple[PersonId, Turn]]:
    for person in letter.reported_by:
        yield person, Turn(letter.date, Knot.REPORTED, letter)
    for person in letter.closed.thanks if letter.closed else ():
        yield person, Turn(letter.closed.date, Knot.THANKED, letter)  # type: ignore[union-attr]
