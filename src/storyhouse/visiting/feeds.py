"""A feed's bytes as posts in plain text. The only module that knows feedparser.

feedparser is given bytes in memory and never an address or a text, which it would take
for a file's name. Its own cleaning of HTML is off: nothing of HTML stays.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat

import feedparser

from storyhouse.model.neighbours import Post
from storyhouse.prose.plain import words_of
from storyhouse.visiting.addresses import VisitError, target
from storyhouse.visiting.fetching import Fetched

#: So many posts of a feed are kept, the newest.
MOST_POSTS = 5
_LONGEST_TITLE, _LONGEST_SUMMARY = 200, 400
#: Taking a broken feed apart costs 13 s for each megabyte; a whole one, a quarter of
#: it, unless it is made of tags. A hundred long posts have some 20,000.
_MOST_BROKEN, _MOST_TAGS = 300_000, 50_000
#: No feed needs one, and a few that name each other would fill the memory.
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
#: What no text shows: control signs, signs that turn the line round, no characters.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"  # emoji and Indian scripts need them


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest posts, and what was odd: keys of `command.neighbours.odd`."""

    posts: tuple[Post, ...]
    odd: dict[str, int]


def read_feed(
    neighbour: str, fetched: Fetched, today: dt.date, zone: dt.tzinfo
) -> Feed:
    """The newest posts of a feed.

    Args:
        neighbour: the feed's address as the shop knows it.
        fetched: what came.
        today: nothing is newer than that.
        zone: the shop's, for the day of a post.

    Raises:
        VisitError: if it is no feed, or none that can be read.
    """
    data = fetched.data or b""
    if _ENTITY.search(data.replace(b"\0", b"")):
        raise VisitError("entities")
    if len(data) > _MOST_BROKEN and not _is_whole(data):
        raise VisitError("broken")
    parsed = _parsed(data, fetched.kind)
    if not parsed.entries:
        raise VisitError("broken" if parsed.bozo else "no-posts")
    reading = _Reading(neighbour, fetched.url, today, zone, {})
    if parsed.bozo:
        reading.odd["broken"] = 1
    found = {post.url: post for post in reversed([*reading.posts(parsed)])}
    newest = sorted(found.values(), key=lambda p: (-p.date.toordinal(), p.url))
    return Feed(tuple(newest[:MOST_POSTS]), reading.odd)


def _is_whole(data: bytes) -> bool:
    """Whether a long feed is well-formed, and more words than tags."""
    parser, tags = expat.ParserCreate(), 0

    def count(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal tags
        tags += 1

    parser.StartElementHandler = count
    try:
        parser.Parse(data, True)  # noqa: FBT003 (its C signature)
    except expat.ExpatError:
        return False
    return tags <= _MOST_TAGS


def _parsed(data: bytes, kind: str) -> Any:
    headers = {"content-type": kind} if kind else {}
    try:
        return feedparser.parse(
            io.BytesIO(data),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # whatever a stranger's bytes make of a parser
        raise VisitError("broken") from error


@dataclass(frozen=True, slots=True)
class _Reading:
    """Takes the entries of one feed, and counts what is left out."""

    neighbour: str
    url: str
    today: dt.date
    zone: dt.tzinfo
    odd: dict[str, int]

    def posts(self, parsed: Any) -> Iterator[Post]:
        base = self._link(parsed.feed.get("link"), self.url) or self.url
        for entry in parsed.entries:
            title = plain(entry.get("title"), _LONGEST_TITLE)
            link = self._link(entry.get("link"), base)
            day = self._day(entry)
            if not title:
                self._count("no-title")
            elif not link:
                self._count("no-link")
            elif day is None:
                self._count("no-date")
            else:
                yield Post(
                    neighbour=self.neighbour,
                    title=title,
                    url=link,
                    date=min(day, self.today),
                    summary=plain(entry.get("summary"), _LONGEST_SUMMARY),
                )

    def _count(self, what: str) -> None:
        self.odd[what] = self.odd.get(what, 0) + 1

    def _link(self, written: Any, base: str) -> str:
        """A whole address of the web, or nothing."""
        if not isinstance(written, str) or not written.strip():
            return ""
        try:
            return str(target(urljoin(base, written.strip())))
        except (VisitError, ValueError):
            return ""

    def _day(self, entry: Any) -> dt.date | None:
        """The day it was written, here; None without one, for then it cannot be new."""
        for key in ("published_parsed", "updated_parsed"):
            try:
                when = dt.datetime.fromtimestamp(timegm(entry[key]), self.zone)
            except (KeyError, TypeError, ValueError, OverflowError, OSError):
                continue
            return when.date()
        return None


def plain(written: Any, most: int) -> str:
    """The words of some HTML, in one line no longer than that."""
    # Markup is longer than its words, but not a hundred times.
    text = words_of(str(written or "")[: 100 * most])
    seen = "".join(c for c in unicodedata.normalize("NFC", text) if _is_seen(c))
    words = " ".join(seen.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _is_seen(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
