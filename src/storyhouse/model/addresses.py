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
from storyhouse.model.record import AskId, IssueId, PersonId, StoryId
from storyhouse.model.stories import Story

#: Names that the site itself uses at its root, so that no plain page can.
RESERVED = frozenset(
    [
        *("404", "asks", "assets", "behind-the-scenes", "changelog", "feed", "images"),
        *("index", "letters", "people", "products", "readme", "search", "sitemap"),
        "spotlights",
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


def of_page(page: str) -> str:
    """A plain page stands at the root."""
    return f"{page}/"


def whole(house: House, address: str) -> str:
    """The address with the site's own before it, as mail and feeds need it."""
    return f"{house.shop.url}/{quote(address, safe='/#')}"


def has_page(house: House, person: PersonId) -> bool:
    """Whether a person has a page: their name may be shown on the site."""
    return house.showing().allows(person, Part.NAME)


def of_file(house: House, path: PurePosixPath) -> str | None:  # noqa: PLR0911 (a table: a line for each folder)
    """Where a file of the shop's folder stands on the site today, if it does.

    Args:
        house: the shop.
        path: from the shop's folder, as `content/asks/less-salt.yml`.
    """
    stem = unicodedata.normalize("NFC", path.stem)  # as ids are, whatever the disk does
    match path.parts, path.suffix:
        case ("content", "asks", _), ".yml":
            return of_ask(AskId(stem)) if stem in house.asks else None
        case ("content", "people", _), ".yml":
            person = PersonId(stem)
            return of_person(person) if has_page(house, person) else None
        case ("content", "pages", _), ".md":
            page = house.pages.get(stem)
            out = page and (house.drafts or not page.draft)
            return of_page(stem) if out else None
        case ("content", kind, _), ".md":
            story = house.stories.get(StoryId(stem))
            return of_story(story) if story and kind == story.KIND else None
        case ("newsletters", _), ".md":
            out = any(i.id == stem for i in house.letters)
            return of_issue(IssueId(stem)) if out else None
        case ("content", *folders), _ if folders:
            return str(path.relative_to("content"))
        case _:
            return None
