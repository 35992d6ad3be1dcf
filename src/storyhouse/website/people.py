"""People: those who agreed to be here by name, and what came of what they gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyhouse.model import addresses
from storyhouse.model.people import Person, Role
from storyhouse.model.record import PersonId
from storyhouse.model.stories import Spotlight
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage
from storyhouse.website.giving import Turn, threads_of
from storyhouse.website.lists import Listing, paginated
from storyhouse.website.threads import thread
from storyhouse.words.local import month

_A_PAGE = 60
_ROLES = [Role.MAKER, Role.CUSTOMER, Role.NEIGHBOUR]


def people_pages(desk: Desk) -> list[StagedPage]:
    """Everybody's list, page by page, and everybody's page."""
    shown = shown_people(desk)
    threads = threads_of(desk.house)
    pages = (_person_page(desk, p, threads.get(p.id, ())) for p in shown)
    return [*_everybody(desk, shown), *pages]


def shown_people(desk: Desk) -> list[Person]:
    """Those with a page: makers first, then by how long we know them."""
    shown = [p for p in desk.house.people.values() if desk.showing.name(p.id)]
    return sorted(
        shown,
        key=lambda p: (_ROLES.index(p.role), str(p.since or "9"), p.id),
    )


def _everybody(desk: Desk, shown: list[Person]) -> list[StagedPage]:
    def write(sheet: Sheet, part: list[Person]) -> Data:
        return {
            "title": sheet.say("people.title"),
            "about": sheet.say("people.about"),
            "people": [person_card(sheet, p) for p in part],
        }

    return paginated(desk, Listing("people/", "people.html", _A_PAGE), shown, write)


def person_card(sheet: Sheet, person: Person) -> Data:
    """Somebody, with their role and the line about them."""
    return {
        **sheet.who(person.id),
        "role": sheet.say(f"people.roles.{person.role}"),
        "about": sheet.desk.showing.about(person.id),
    }


def _person_page(desk: Desk, person: Person, turns: Sequence[Turn]) -> StagedPage:
    house = desk.house
    # In the shop's language: `language` says what somebody speaks, not what is written.
    language = house.shop.language
    sheet = desk.page(addresses.of_person(person.id), language)
    card = person_card(sheet, person)
    since = month(person.since, language) if person.since else ""
    it: Data = {
        **card,
        "title": card["name"],
        "section": sheet.say("people.title"),
        "section_href": sheet.to("people/"),
        "since": sheet.say("people.since", day=since) if since else "",
        "said": list(_said(sheet, person.id)),
        "thread": thread(sheet, person.id, turns),
        "wrote": _wrote(sheet, person),
        "address": addresses.whole(house, sheet.address),
    }
    said = " ".join(str(text) for text in (it["role"], it["about"]))
    return sheet.staged("person.html", it, description=it["about"], search=said)


def _said(sheet: Sheet, person: PersonId) -> Iterator[Data]:
    for story in sheet.house.appears_in.get(person, []):
        if not isinstance(story, Spotlight) or story.customer != person:
            continue
        if words := sheet.desk.showing.words(person, story.quote.words):
            yield {"words": words, "story": sheet.story(story)}


def _wrote(sheet: Sheet, person: Person) -> list[Data]:
    """What a maker signed, the newest twelve."""
    if person.role is not Role.MAKER:
        return []
    house = sheet.house
    signed = [s for s in house.stories.values() if house.author_of(s) == person.id]
    return [sheet.story(s) for s in signed[:12]]
