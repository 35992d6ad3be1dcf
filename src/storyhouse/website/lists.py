"""Lists in pages of a fixed length: `changelog/`, `changelog/page/2/`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from storyhouse.model.stories import Kind, Story
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage

T = TypeVar("T")

STORIES_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a list stands, what shows it, and how many things go on a page."""

    address: str
    template: str
    a_page: int
    #: What search finds its first page by, besides the title; None leaves it out.
    search: str | None = None


def paginated(
    desk: Desk,
    listing: Listing,
    items: Sequence[T],
    write: Callable[[Sheet, list[T]], Data],
) -> list[StagedPage]:
    """One staged page for every so many items; at least one, even of none."""
    starts = range(0, max(len(items), 1), listing.a_page)
    pages = []
    for number, start in enumerate(starts, 1):
        here = listing.address if number == 1 else f"{listing.address}page/{number}/"
        sheet = desk.page(here, desk.house.shop.language)
        it = write(sheet, list(items[start : start + listing.a_page]))
        it["pages"] = _ways(sheet, listing.address, number, len(starts))
        about = it.get("about", "")
        search = listing.search if number == 1 else None
        pages.append(
            sheet.staged(listing.template, it, description=about, search=search)
        )
    return pages


def _ways(sheet: Sheet, address: str, number: int, last: int) -> Data:
    """To the newer and the older page, and which one this is."""

    def to(page: int) -> str:
        if not 1 <= page <= last:
            return ""
        return sheet.to(address if page == 1 else f"{address}page/{page}/")

    text = sheet.say("page-of", page=number, pages=last) if last > 1 else ""
    return {"newer": to(number - 1), "older": to(number + 1), "text": text}


def story_lists(desk: Desk) -> list[StagedPage]:
    """The lists of stories, kind by kind."""
    return [page for kind in Kind for page in _list_of(desk, kind)]


def _list_of(desk: Desk, kind: Kind) -> list[StagedPage]:
    def write(sheet: Sheet, part: list[Story]) -> Data:
        return {
            "title": sheet.say(f"kinds.{kind}"),
            "about": sheet.say(f"kinds-about.{kind}"),
            "kind": kind.value,
            "feed": sheet.to(f"{kind}/feed.xml"),
            "stories": [sheet.story(s) for s in part],
        }

    return paginated(
        desk,
        Listing(f"{kind}/", "list.html", STORIES_A_PAGE),
        desk.house.of_kind(kind),
        write,
    )
