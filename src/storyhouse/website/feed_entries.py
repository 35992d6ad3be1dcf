"""What a feed tells of a story or an open letter, to be read far from the site."""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urljoin

from storyhouse.model import addresses
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.stories import Spotlight, Story
from storyhouse.prose.links import Link, rewrite
from storyhouse.prose.markdown import to_html
from storyhouse.website.desk import Desk, summary_of
from storyhouse.website.stories import compensation_of
from storyhouse.website.ties import address_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; its summary is plain text, its content HTML."""

    title: str
    link: str
    author: str
    date: dt.date
    changed: dt.date
    kind: str
    summary: str
    content: str


def entry_of(desk: Desk, told: Story | OpenLetter) -> Entry:
    """The entry of anything that a feed tells of."""
    if isinstance(told, OpenLetter):
        return _of_letter(desk, told)
    return Entry(
        title=told.title,
        link=_whole(desk, told),
        author=_author(desk, told),
        date=told.date,
        changed=told.date,
        kind=told.KIND.value,
        summary=summary_of(told),
        content=_said_first(desk, told) + _text(desk, told),
    )


def _of_letter(desk: Desk, letter: OpenLetter) -> Entry:
    """An open letter goes on until it is closed: what came of it stands first."""
    today = desk.house.today
    said = [(update.date, update.words) for update in letter.told_by(today)]
    if letter.closed and letter.closed.date <= today:
        said.append((letter.closed.date, letter.closed.words))
    texts = [words for _, words in reversed(said)]
    texts += [letter.happened, letter.affected, letter.did, letter.next, letter.remedy]
    paragraphs = (f"<p>{html.escape(text)}</p>\n" for text in texts if text)
    return Entry(
        title=letter.title,
        link=_whole(desk, letter),
        author=_author(desk, letter),
        date=letter.date,
        changed=max((day for day, _ in said), default=letter.date),
        kind="open-letters",
        summary=letter.happened,
        content="".join(paragraphs) + _text(desk, letter),
    )


def _whole(desk: Desk, told: Story | OpenLetter) -> str:
    return addresses.whole(desk.house, address_of(told))


def _author(desk: Desk, told: Story | OpenLetter) -> str:
    name = desk.showing.name(desk.house.author_of(told))
    return name or desk.house.shop.name


def _text(desk: Desk, told: Story | OpenLetter) -> str:
    """The text, with whole addresses."""
    house = desk.house
    file = PurePosixPath(told.source.path.as_posix())
    here = _whole(desk, told)

    def lead(link: Link) -> str:
        if link.scheme:
            return link.written
        if link.written.startswith(("#", "?")):
            return urljoin(here, link.written)
        address = addresses.of_file(house, link.path_from(file))
        return here if address is None else addresses.whole(house, address)

    return to_html(rewrite(told.body.text, lead))


def _said_first(desk: Desk, story: Story) -> str:
    """What a customer got for a spotlight comes before it, in a feed as on its page."""
    if not isinstance(story, Spotlight):
        return ""
    sheet = desk.page(addresses.of_story(story), desk.house.language_of(story))
    return f"<p>{html.escape(compensation_of(sheet, story))}</p>\n"
