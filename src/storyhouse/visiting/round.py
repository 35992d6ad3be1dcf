"""One round of visits: every neighbour's feed, what came of it, and what to keep."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.model.neighbours import Neighbour, Post
from storyhouse.visiting.addresses import Allow, VisitError, is_public
from storyhouse.visiting.feeds import Feed, read_feed
from storyhouse.visiting.fetching import MOST_SECONDS, Fetched, Validators, fetch

#: What servers said last time, from the shop's folder.
VALIDATORS_FILE = Path(".storyhouse/neighbours.json")
_AT_ONCE = 8
_NOTHING = Validators()
#: Called with how many visits are over, of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What came of one neighbour; `why` is empty unless it failed."""

    neighbour: Neighbour
    posts: tuple[Post, ...]  # those to keep: the new ones, or the earlier ones
    unchanged: bool = False
    odd: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    fact: str | int = ""
    validators: Validators = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How to go round: the day, the earlier posts, what servers said last time."""

    today: dt.date
    zone: dt.tzinfo
    earlier: Sequence[Post] = ()
    known: Mapping[str, Validators] = field(default_factory=dict)
    allow: Allow = is_public
    seconds: float = MOST_SECONDS

    def visit(
        self,
        neighbours: Iterable[Neighbour],
        progress: Progress = lambda _done, _all: None,
    ) -> list[Visit]:
        """Every neighbour with a feed, in the order they are shown."""
        with_feeds = [n for n in neighbours if n.feed]
        visits: list[Visit] = []
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            fetching = [threads.submit(self._fetched, n.feed) for n in with_feeds]
            for neighbour, fetched in zip(with_feeds, fetching, strict=True):
                visits.append(self._one(neighbour, fetched.result))
                progress(len(visits), len(with_feeds))
        return visits

    def _fetched(self, feed: str) -> Fetched:
        known = self.known.get(feed) if self._earlier(feed) else None
        return fetch(feed, known, allow=self.allow, seconds=self.seconds)

    def _earlier(self, feed: str) -> tuple[Post, ...]:
        return tuple(p for p in self.earlier if p.neighbour == feed)

    def _one(self, neighbour: Neighbour, fetched: Callable[[], Fetched]) -> Visit:
        """What fails leaves the neighbour's earlier posts as they were."""
        earlier = self._earlier(neighbour.feed)
        known = self.known.get(neighbour.feed, _NOTHING)
        try:
            came = fetched()
            if came.data is None:
                return Visit(
                    neighbour=neighbour, posts=earlier, unchanged=True, validators=known
                )
            feed: Feed = read_feed(neighbour.feed, came, self.today, self.zone)
        except VisitError as error:
            return Visit(
                neighbour=neighbour, posts=earlier, why=error.why, fact=error.fact
            )
        return Visit(
            neighbour=neighbour,
            posts=feed.posts,
            odd=feed.odd,
            validators=came.validators,
        )


def posts_file(visits: Iterable[Visit]) -> bytes:
    """content/neighbours-posts.json: newest first, and always the same bytes."""
    kept = {(p.neighbour, p.url): p for visit in visits for p in visit.posts}
    newest = sorted(
        kept.values(), key=lambda p: (-p.date.toordinal(), p.url, p.neighbour)
    )
    posts = [
        {
            "neighbour": post.neighbour,
            "title": post.title,
            "url": post.url,
            "date": str(post.date),
            "summary": post.summary,
        }
        for post in newest
    ]
    return _json({"posts": posts})


def validators_file(visits: Iterable[Visit]) -> bytes:
    """What the servers said this time."""
    return _json(
        {
            visit.neighbour.feed: {
                "etag": visit.validators.etag,
                "modified": visit.validators.modified,
            }
            for visit in visits
            if visit.validators != _NOTHING
        }
    )


def read_validators(root: Path) -> dict[str, Validators]:
    """What servers said last time; nothing of a file that cannot be read."""
    try:
        kept = json.loads((root / VALIDATORS_FILE).read_text("utf-8"))
        return {
            str(feed): Validators(str(said["etag"]), str(said["modified"]))
            for feed, said in kept.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _json(data: object) -> bytes:
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()
