"""Write the pages, stage the project, build it: a CheckedHouse becomes a site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from storyhouse.model.house import CheckedHouse
from storyhouse.model.stories import Kind
from storyhouse.prose.pictured import in_letters
from storyhouse.prose.plain import words_of
from storyhouse.website import mkdocs_engine
from storyhouse.website.asks import ask_pages
from storyhouse.website.calendars import calendars
from storyhouse.website.changed import changed_page
from storyhouse.website.copies import copies
from storyhouse.website.desk import Desk, StagedPage
from storyhouse.website.events import event_pages, invitation
from storyhouse.website.feeds import feeds
from storyhouse.website.front import home_page, plain_pages
from storyhouse.website.letters import letter_pages
from storyhouse.website.lists import story_lists
from storyhouse.website.neighbours import neighbours_page
from storyhouse.website.open_letters import open_letter_pages, open_now
from storyhouse.website.people import people_pages
from storyhouse.website.search import Entry, entry_of, search_json
from storyhouse.website.staging import as_yaml, page_text, write_project
from storyhouse.website.stories import story_page
from storyhouse.website.style import token_css
from storyhouse.website.thanking import thanks_of
from storyhouse.website.thanks import thanks_pages
from storyhouse.words import LANGUAGES, words_for

#: Told how many pages are done, of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Site:
    """What was built: how many pages, and which of them tell a story."""

    pages: int


def build_site(
    house: CheckedHouse,
    work: Path,
    site: Path,
    progress: Progress = lambda _done, _all: None,
) -> Site:
    """Build the site of a house.

    Args:
        house: what to show.
        work: a folder that is kept between builds: staged project, made pictures.
        site: a folder for the site, that may be overwritten.
        progress: told how far it is.
    """
    desk = Desk(house, house.showing())
    project = work / "project"
    staged = _Staged()
    write_project(project, project_files(desk, work / "pictures", staged))
    words = mkdocs_engine.build(
        project,
        site,
        keep=words_of,
        progress=lambda done: progress(done, staged.pages),
    )
    for path, data in (feeds(desk) | calendars(house)).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    (site / "search.json").write_bytes(search_json(staged.found, words))
    return Site(staged.pages)


@dataclass(slots=True)
class _Staged:
    """What is known of the pages once they are written down and let go."""

    pages: int = 0
    found: list[Entry] = field(default_factory=list)

    def take(self, page: StagedPage) -> None:
        self.pages += 1
        if entry := entry_of(page):
            self.found.append(entry)


def write_pages(desk: Desk) -> Iterator[StagedPage]:
    """Every page of the site, in an order that does not change."""
    yield home_page(desk)
    yield from story_lists(desk)
    yield from (story_page(desk, s) for s in desk.house.stories.values())
    yield from ask_pages(desk)
    yield from people_pages(desk)
    yield from letter_pages(desk)
    yield from changed_page(desk)
    yield from thanks_pages(desk)
    yield from event_pages(desk)
    yield from open_letter_pages(desk)
    yield from neighbours_page(desk)
    yield from plain_pages(desk)


def project_files(
    desk: Desk, made: Path, staged: _Staged
) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The whole MkDocs project: configuration, theme, pages, pictures.

    One by one: the pages of 5,000 stories would fill 200 MB. The pictures come last,
    as only the pages know which.
    """
    theme = desk.house.theme
    yield PurePosixPath("mkdocs.yml"), as_yaml(_config(desk)).encode()
    for path, file in theme.files("site"):
        yield PurePosixPath("overrides", path.as_posix()), file.read_bytes()
    yield PurePosixPath("overrides/assets/tokens.css"), token_css(theme).encode()
    for page in write_pages(desk):
        staged.take(page)
        yield PurePosixPath("docs", page.path), page_text(page).encode()
    content = desk.house.folder / "content"
    letters = in_letters(desk.house)
    for picture, data in copies(content, desk.pictures, letters, made):
        yield PurePosixPath("docs", picture), data


def _config(desk: Desk) -> dict[str, Any]:
    shop = desk.house.shop
    return mkdocs_engine.config_of(
        name=shop.name,
        url=shop.url,
        language=shop.language,
        tagline=shop.tagline,
        extra={
            "words": {lang: words_for(lang).of("site") for lang in LANGUAGES},
            "shop": _shop(desk),
        },
    )


def _shop(desk: Desk) -> dict[str, Any]:
    """What header and footer show on every page."""
    house, shop = desk.house, desk.house.shop
    mail = f"mailto:{shop.contact.email}"
    pages = [p for p in house.pages.values() if house.drafts or not p.draft]
    return {
        "drafts": house.drafts,
        "name": shop.name,
        "url": shop.url,
        "tagline": shop.tagline,
        "email": shop.contact.email,
        "phone": shop.contact.phone,
        "address": shop.contact.address,
        "hours": shop.contact.hours,
        "links": [{"label": link.label, "url": link.url} for link in shop.links],
        "ask": shop.ask.url if shop.ask else mail,
        "subscribe": shop.subscribe.url if shop.subscribe else mail,
        "menu": [kind.value for kind in Kind if house.of_kind(kind)],
        "asks": bool(house.asks),
        "letters": bool(house.letters),
        "events": bool(house.gatherings),
        "changed": any(not ask.merged_into for ask in house.asks.values()),
        "thanks": bool(thanks_of(house)),
        "neighbours": bool(house.neighbours),
        "open_letters": bool(house.told_openly),
        "open_now": open_now(house),
        "invitation": invitation(house),
        "pages": [{"title": p.title, "href": f"{p.id}/"} for p in pages],
    }
