"""Where on the site each thing stands, and what a path in the shop's folder leads to.

Addresses are relative to the site's root, end in a slash, and are plain text: whoever
writes one into HTML or a feed escapes it.
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from storyhouse.model.house import House
from storyhouse.model.people import Part
from storyhouse.model.record import (
    AskId,
    EventId,
    IssueId,
    OpenLetterId,
    PersonId,
    StoryId,
)
from storyhouse.model.stories import Story

#: Names that the site itself uses at its root, so that no plain page can.
RESERVED = frozenset(
    [
        *("404", "asks", "assets", "behind-the-scenes", "changed", "changelog"),
        *("events", "feed", "images", "index", "letters", "neighbours"),
        *("open-letters", "people", "products", "readme", "search", "sitemap"),
        *("spotlights", "thanks"),
    ]
)


def of_story(story: Story) -> str:
    """A story's page: the folder is the kind."""
    return f"{story.KIND}/{story.id}/"


def of_ask(ask: AskId) -> str:
    """An ask's page."""
    return f"asks/{ask}/"


def of_person(person: PersonId) -> str:
    """A person's page, if they have one: see `has_page`."""
    return f"people/{person}/"


def of_issue(issue: IssueId) -> str:
    """The page of a letter."""
    return f"letters/{issue}/"


def of_event(event: EventId) -> str:
    """The page of a gathering."""
    return f"events/{event}/"


def of_open_letter(letter: OpenLetterId) -> str:
    """The page of an open letter."""
    return f"open-letters/{letter}/"


def of_page(page: str) -> str:
    """A plain page stands at the root."""
    return f"{page}/"


def whole(house: House, address: str) -> str:
    """The address with the site's own before it, as mail and feeds need it."""
    return f"{house.shop.url}/{quote(address, safe='/#')}"


def has_page(house: House, person: PersonId) -> bool:
    """Whether a person has a page: their name may be shown on the site."""
    return house.showing().allows(person, Part.NAME)


def of_file(house: House, path: PurePosixPath) -> str | None:
    """Where a file of the shop's folder stands on the site today, if it does.

    Args:
        house: the shop.
        path: from the shop's folder, as `content/asks/less-salt.yml`.
    """
    stem = unicodedata.normalize("NFC", path.stem)  # as ids are, whatever the disk does
    if len(path.parts) == 3 and path.parts[0] == "content" and path.suffix in _RECORDS:
        return _of_record(house, path.parts[1], path.suffix, stem)
    match path.parts, path.suffix:
        case ("newsletters", _), ".md":
            out = any(i.id == stem for i in house.letters)
            return of_issue(IssueId(stem)) if out else None
        case ("content", *folders), _ if folders:
            return str(path.relative_to("content"))
        case _:
            return None


_RECORDS = {".md", ".yml"}


def _of_record(house: House, folder: str, suffix: str, id_: str) -> str | None:
    """The page of a record of a folder of `content/`, if it has one today."""
    match folder, suffix:
        case "asks", ".yml":
            out = id_ in house.asks
        case "people", ".yml":
            out = has_page(house, PersonId(id_))
        case "pages", ".md":
            page = house.pages.get(id_)
            return of_page(id_) if page and (house.drafts or not page.draft) else None
        case "events", ".md":
            out = any(event.id == id_ for event in house.gatherings)
        case "open-letters", ".md":
            out = any(letter.id == id_ for letter in house.told_openly)
        case _:
            story = house.stories.get(StoryId(id_))
            out = story is not None and folder == story.KIND and suffix == ".md"
    return f"{folder}/{id_}/" if out else None
