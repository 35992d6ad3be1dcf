"""Read a shop's folder into a House."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from storyhouse.diagnostics import Diagnostic, Severity, in_order
from storyhouse.model.asks import Ask
from storyhouse.model.baseline import Baseline
from storyhouse.model.events import Event
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.neighbours import Neighbours
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.packs import Pack
from storyhouse.model.people import ANONYMOUS, Person
from storyhouse.model.record import AskId, IssueId, Language, PersonId, Record, StoryId
from storyhouse.model.shop import Shop
from storyhouse.model.stories import STORY_TYPES, Page, Story
from storyhouse.places import Location
from storyhouse.reading.folder import (
    ASKS,
    BASELINE_FILE,
    EVENTS,
    NEIGHBOURS_FILE,
    NEWSLETTERS,
    OPEN_LETTERS,
    PAGES,
    PEOPLE,
    RULES,
    SHOP_FILE,
    STORIES,
    Folder,
    Found,
)
from storyhouse.reading.front_matter import split
from storyhouse.reading.located_yaml import LocatedYaml, read_yaml
from storyhouse.reading.packs import read_pack, shipped_packs
from storyhouse.reading.posts import read_posts
from storyhouse.reading.record_check import fit
from storyhouse.reading.references import Known, merged_in_circles, shared_ids
from storyhouse.reading.scalars import YES
from storyhouse.reading.text import read_text
from storyhouse.reading.theme import read_theme
from storyhouse.reading.unreadable import UnreadableError

R = TypeVar("R", bound=Record)
#: Called with how many files were read, of how many.
Progress = Callable[[int, int], None]

_KOREAN = re.compile(r"(?m)^language:[ \t]*[\"']?ko\b")
_URL = re.compile(r"https?://[^\s/?#]+[^\s?#]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read, and all that was wrong; no house without a readable shop."""

    house: House | None
    diagnostics: list[Diagnostic]
    language: Language


def read_house(
    root: Path,
    today: dt.date | None = None,
    *,
    drafts: bool = False,
    given: Mapping[Path, bytes] | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Reading:
    """Read everything; what is wrong in one file does not hide another.

    Args:
        root: the shop's folder, with `content/shop.yml` in it.
        today: the day to tell; by default SOURCE_DATE_EPOCH's or the clock's, in the
            shop's timezone.
        drafts: whether drafts and what is dated later are out, too.
        given: texts that stand for files, by their paths from the shop's folder.
        progress: told how far the reading is.
    """
    folder = Folder.walk(root, given or {})
    found = folder.found
    desk = _Desk(Known.from_files(found), folder.diagnostics, progress)
    desk.all = 1 + sum(map(len, found.values()))
    shop = desk.shop(folder)
    people = {PersonId(p.id): p for p in desk.read(found[PEOPLE], _read_person)}
    asks = {AskId(a.id): a for a in desk.read(found[ASKS], _read_ask)}
    stories: dict[StoryId, Story] = {}
    for kind, place in STORIES.items():
        cls = STORY_TYPES[kind]
        stories |= {s.id: s for s in desk.read(found[place], _markdown(cls))}
    pages = {p.id: p for p in desk.read(found[PAGES], _markdown(Page))}
    issues = desk.read(found[NEWSLETTERS], _markdown(Issue))
    events = desk.read(found[EVENTS], _markdown(Event))
    open_letters = desk.read(found[OPEN_LETTERS], _markdown(OpenLetter))
    neighbourhood = desk.one(folder, NEIGHBOURS_FILE, _read_neighbours)
    posts, of_posts = read_posts(root, neighbourhood)
    desk.diagnostics += of_posts
    desk.diagnostics += shared_ids(f for p in STORIES.values() for f in found[p])
    desk.diagnostics += merged_in_circles(asks)
    if shop is None:
        return Reading(None, in_order(desk.diagnostics), _language_meant(root))
    packs = desk.read(found[RULES], _read_pack)
    baseline = desk.one(folder, BASELINE_FILE, _read_baseline)
    theme, of_theme = read_theme(root, shop)
    desk.diagnostics += of_theme
    house = House(
        folder=root,
        today=today or clock_day(shop.timezone),
        drafts=drafts,
        shop=shop,
        people=people,
        asks=asks,
        written=stories,
        pages=pages,
        issues={IssueId(i.id): _in_zone(i, shop) for i in issues},
        theme=theme,
        packs=(*shipped_packs(), *packs),
        baseline=baseline,
        events={e.id: _event_in_zone(e, shop) for e in events},
        open_letters={o.id: o for o in open_letters},
        neighbourhood=neighbourhood,
        posts=posts,
    )
    return Reading(house, in_order(desk.diagnostics), shop.language)


@dataclass(slots=True)
class _Desk:
    """Reads file after file, and keeps what was wrong."""

    known: Known
    diagnostics: list[Diagnostic]
    progress: Progress
    done: int = 0
    all: int = 0

    def shop(self, folder: Folder) -> Shop | None:
        read = self.read([folder.one(SHOP_FILE)], _read_shop)
        for shop in read:
            self.diagnostics += _wrong_urls(shop)
        return read[0] if read else None

    def one(
        self, folder: Folder, shown: Path, reader: Callable[[Found], R]
    ) -> R | None:
        """The record of a file that a shop may do without."""
        file = folder.one(shown)
        if file.given is None and not file.path.is_file():
            return None
        return next(iter(self.read([file], reader)), None)

    def read(self, files: Iterable[Found], reader: Callable[[Found], R]) -> list[R]:
        """What could be read of some files."""
        read: list[R] = []
        for file in files:
            try:
                record = reader(file)
            except UnreadableError as unreadable:
                self.diagnostics.extend(unreadable.diagnostics)
            else:
                self.diagnostics.extend(self.known.unknown_in(record))
                read.append(record)
            self.done += 1
            self.progress(self.done, self.all)
        return read


def _read_shop(file: Found) -> Shop:
    shop = fit(
        Shop, read_yaml(read_text(file.path, file.shown, file.given), file.shown)
    )
    return replace(shop, url=shop.url.rstrip("/"))


def _wrong_urls(shop: Shop) -> list[Diagnostic]:
    return [
        Diagnostic(
            where=shop.source.value_at(*at), code="wrong-url", facts={"written": url}
        )
        for at, url in _urls(shop)
        if url and not _URL.fullmatch(url)
    ]


def _language_meant(root: Path) -> Language:
    """The language of a shop whose file cannot be read, to tell its owner so."""
    try:
        text = (root / SHOP_FILE).read_bytes().decode("utf-8", "replace")
    except OSError:
        return Language.EN
    return Language.KO if _KOREAN.search(text) else Language.EN


def _urls(shop: Shop) -> list[tuple[tuple[str | int, ...], str]]:
    return [
        (("url",), shop.url),
        (("ask", "url"), shop.ask.url if shop.ask else ""),
        (("subscribe", "url"), shop.subscribe.url if shop.subscribe else ""),
        (
            ("newsletter", "unsubscribe"),
            shop.newsletter.unsubscribe if shop.newsletter else "",
        ),
        *((("links", i, "url"), link.url) for i, link in enumerate(shop.links)),
    ]


def _read_pack(file: Found) -> Pack:
    return read_pack(file.path, file.shown, file.id, file.given)


def _read_baseline(file: Found) -> Baseline:
    return fit(
        Baseline, read_yaml(read_text(file.path, file.shown, file.given), file.shown)
    )


def _read_neighbours(file: Found) -> Neighbours:
    """A list of neighbours, or one under the key `neighbours`."""
    located = read_yaml(read_text(file.path, file.shown, file.given), file.shown)
    if isinstance(located.data, list):
        located = located.below("neighbours")
    return fit(Neighbours, located)


def _read_person(file: Found) -> Person:
    if file.id == ANONYMOUS:
        raise UnreadableError.at(Location(file.shown), "name-taken", id=file.id)
    located = read_yaml(read_text(file.path, file.shown, file.given), file.shown)
    return fit(Person, located, id=PersonId(file.id))


def _read_ask(file: Found) -> Ask:
    located = read_yaml(read_text(file.path, file.shown, file.given), file.shown)
    ask = fit(Ask, located, id=AskId(file.id))
    if not ask.by:
        raise UnreadableError.at(ask.source.value_at("by"), "nobody-asked", "anonymous")
    return ask


def _markdown(cls: type[R]) -> Callable[[Found], R]:
    def read(file: Found) -> R:
        located, body = split(read_text(file.path, file.shown, file.given), file.shown)
        try:
            return fit(cls, located, id=file.id, body=body)
        except UnreadableError as unreadable:
            raise _of_draft(located, unreadable) from unreadable

    return read


def _of_draft(located: LocatedYaml, unreadable: UnreadableError) -> UnreadableError:
    """What is missing in a draft keeps nothing else from being published."""
    data = located.data
    if not isinstance(data, dict) or str(data.get("draft")).lower() not in YES:
        return unreadable
    mild = (replace(d, severity=Severity.WARNING) for d in unreadable.diagnostics)
    return UnreadableError(*mild)


def _in_zone(issue: Issue, shop: Shop) -> Issue:
    return replace(issue, date=issue.date.replace(tzinfo=shop.timezone))


def _event_in_zone(event: Event, shop: Shop) -> Event:
    start = event.start.replace(tzinfo=shop.timezone)
    end = event.end.replace(tzinfo=shop.timezone) if event.end else None
    return replace(event, start=start, end=end)


def clock_day(
    timezone: dt.tzinfo | None = None, environ: Mapping[str, str] = os.environ
) -> dt.date:
    """Today, by SOURCE_DATE_EPOCH or the clock; in the system's timezone by default."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return dt.datetime.fromtimestamp(int(epoch), timezone or dt.UTC).date()
    return dt.datetime.now(timezone).date()
