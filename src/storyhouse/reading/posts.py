"""What neighbours wrote last: content/neighbours-posts.json.

`storyhouse neighbours refresh` writes it from their feeds; a build only reads it. It is
plain text by then, and still not ours: what does not fit is left out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.neighbours import Neighbours, Post
from storyhouse.places import Location, leads_out
from storyhouse.reading.folder import POSTS_FILE
from storyhouse.reading.text import MOST_BYTES, STRANGE

#: Signs without a form of their own, which turn a line around or hide in a word.
_STEERS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]")
_LONGEST = {"title": 300, "url": 2000, "summary": 600}


def read_posts(
    root: Path, neighbourhood: Neighbours | None
) -> tuple[tuple[Post, ...], list[Diagnostic]]:
    """The posts of those who are neighbours still, newest first, and what is wrong."""
    file = root / POSTS_FILE
    if neighbourhood is None or not file.is_file():
        return (), []
    try:
        kept = json.loads(_text(root, file))["posts"]
        feeds = {n.feed for n in neighbourhood.neighbours if n.feed}
        posts = [p for p in _posts(kept) if p.neighbour in feeds]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        where = Location(POSTS_FILE)
        said = Diagnostic(
            where=where,
            code="posts-unreadable",
            help="refresh",
            severity=Severity.WARNING,
        )
        return (), [said]
    return tuple(sorted(posts, key=lambda p: (-p.date.toordinal(), p.url))), []


def _text(root: Path, file: Path) -> str:
    if leads_out(root, file) or file.stat().st_size > MOST_BYTES:
        raise ValueError(file)
    return file.read_text("utf-8")


def _posts(kept: Any) -> Iterator[Post]:
    for one in kept:
        if not isinstance(one, dict):
            raise TypeError(one)
        texts = {key: str(one.get(key, ""))[:most] for key, most in _LONGEST.items()}
        strange = any(
            STRANGE.search(text) or _STEERS.search(text) for text in texts.values()
        )
        if texts["title"] and texts["url"].startswith(("https://", "http://")):
            day = dt.date.fromisoformat(str(one["date"]))
            if not strange:
                yield Post(neighbour=str(one["neighbour"]), date=day, **texts)
