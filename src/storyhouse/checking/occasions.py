"""Gatherings, and customers bound to each other and to the shops next door.

Rules `event/required`, `event/recap`, `community/cross` and `collab/both`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import PurePosixPath

from storyhouse.checking.mix import recent
from storyhouse.checking.prose_of import file_of
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.events import Event
from storyhouse.model.house import House, people_in
from storyhouse.model.people import Person, Role
from storyhouse.model.record import PersonId
from storyhouse.model.stories import Change, Product, Status, Story
from storyhouse.places import KeyPath, Location
from storyhouse.prose.links import find
from storyhouse.prose.names import NameFinder, forms_of

_PEOPLE = PurePosixPath("content/people")
#: What somebody needs to know to dare to come; `start` is asked for by the record.
REQUIRED = ("where", "host", "capacity", "cost", "access", "contact", "photos")


def check(house: House, settings: Settings) -> Iterator[Diagnostic]:
    """Events, then what stories of some months bind, then neighbours."""
    for event in house.events.values():
        yield from _required(house, event)
        yield from _recap(house, settings, event)
    yield from _crossing(house, settings)
    for person in house.people.values():
        gone = person.withdrawn is not None and person.withdrawn <= house.today
        if person.role is Role.NEIGHBOUR and not gone:
            yield from _with_neighbour(house, person)


def _required(house: House, event: Event) -> Iterator[Diagnostic]:
    missing = [key for key in REQUIRED if not (getattr(event, key) or "").strip()]
    if missing:
        yield Diagnostic(
            where=event.source.value_at("title"),
            code="event/required",
            facts={"missing": listed(missing)},
            language=house.language_of(event),
        )


def listed(keys: list[str]) -> str:
    """Keys as a message shows them."""
    return ", ".join(f"`{key}`" for key in keys)


def _recap(house: House, settings: Settings, event: Event) -> Iterator[Diagnostic]:
    """Who came is told how it was, and who made it is thanked."""
    days = int(settings.number("event/recap", "days"))
    if event.draft or not recap_owed(house, event, days):
        return
    ago = (house.today - event.last_day).days
    yield Diagnostic(
        where=event.source.value_at("recap" if event.recap else "title"),
        code="event/recap",
        variant="thanks" if event.recap else "missing",
        facts={"days": ago},
        language=house.language_of(event),
    )


def recap_owed(house: House, event: Event, days: int) -> bool:
    """Whether an event ended more than some days ago, and nobody was thanked for it."""
    recap = event.recap
    if recap and recap.date <= house.today:
        return not recap.thanks
    return event.last_day + dt.timedelta(days=days) < house.today


def _crossing(house: House, settings: Settings) -> Iterator[Diagnostic]:
    """Some story binds two customers, and not one customer and the shop."""
    days = settings.number("community/cross", "days")
    stories = recent(house, days)
    least = max(settings.number("community/cross", "stories"), 1)
    if len(stories) < least or any(_binds_two(house, s) for s in stories):
        return
    where = house.shop.source.key_at("rules")
    facts = {"stories": len(stories), "days": int(days)}
    yield Diagnostic(where=where, code="community/cross", facts=facts)


def _binds_two(house: House, story: Story) -> bool:
    met = (house.people.get(who) for who in people_in(story))
    return sum(p is not None and p.role is not Role.MAKER for p in met) > 1


# Neighbours: linked, and not only thanked but shown with what each side did.


def _with_neighbour(house: House, person: Person) -> Iterator[Diagnostic]:
    stories = house.appears_in.get(person.id, [])
    if stories and not any(n.person == person.id for n in house.neighbours):
        yield Diagnostic(
            where=person.source.value_at("role"),
            code="collab/both",
            variant="unlinked",
            help="link",
            facts={"person": person.id},
            language=house.shop.language,
        )
    for story in stories:
        if said := _one_sided(house, story, person):
            yield Diagnostic(
                where=_where_named(story, person.id),
                code="collab/both",
                variant=said,
                help=said,
                facts={"person": person.id},
                language=house.language_of(story),
            )


def _one_sided(house: House, story: Story, person: Person) -> str:
    """Which side's part a story leaves out, if any."""
    if isinstance(story, Change | Product):
        credited = {credit.person for credit in story.credited}
        if person.id not in credited:
            return "no-neighbour"
        if isinstance(story, Product) and story.status is Status.IDEA:
            return ""  # nobody has had a part in it yet
        people = (house.people.get(who) for who in credited | {*story.people})
        ours = any(p is not None and p.role is Role.MAKER for p in people)
        return "" if ours else "no-maker"
    told = _links_to(house, story, person) or _names(house, story, person)
    return "" if told else "not-in-text"


def _links_to(house: House, story: Story, person: Person) -> bool:
    """Whether a text leads to the neighbour's own site, or to their page on ours."""
    sites = [n.url.rstrip("/") for n in house.neighbours if n.person == person.id]
    for link in find(story.body.text):
        if any(link.written.startswith(site) for site in sites if site):
            return True
        path = link.path_from(file_of(story))
        if not link.scheme and path == _PEOPLE / f"{person.id}.yml":
            return True
    return False


def _names(house: House, story: Story, person: Person) -> bool:
    """Whether a text names them; where no name may be shown, none is asked for."""
    name = house.showing().name(person.id)
    if name is None:
        return True
    finder: NameFinder[PersonId] = NameFinder()
    finder.add(sorted({name, *forms_of(name)}), person.id)
    return next(finder.find(story.body.text), None) is not None


def _where_named(story: Story, who: PersonId) -> Location:
    for index, credit in enumerate(story.credited):
        if credit.person == who:
            return story.source.value_at("credits", index)
    at: KeyPath = ("people",)
    if who in story.people:
        at = ("people", story.people.index(who))
    return story.source.value_at(*at)
