"""The site that a letter leads to, as it was built last: out/site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.addresses import of_issue, of_story
from storyhouse.places import leads_out
from storyhouse.preflight.page import page_of
from storyhouse.preflight.seen import Seen

SITE = Path("out/site")
#: What a build is made of.
_SOURCES = ("content", "newsletters", "themes")


def check(seen: Seen) -> Iterator[Diagnostic]:
    """Whether there is a site, and whether it is as new as what it was made of."""
    site = seen.root / SITE
    if not (site / "index.html").is_file():
        yield seen.found(
            "mail/not-built",
            severity=Severity.ERROR,
            variant="missing",
            help_="build-first",
        )
    elif is_out(seen) and not has_letter(seen):
        yield seen.found(
            "mail/not-built",
            severity=Severity.ERROR,
            variant="letter",
            help_="build-first",
        )
    elif _newest(seen.root) > site.stat().st_mtime:
        yield seen.found("mail/not-built", variant="older", help_="build-first")


def is_built(seen: Seen) -> bool:
    """Whether there is anything to compare links with."""
    return (seen.root / SITE / "index.html").is_file()


def is_out(seen: Seen) -> bool:
    """Whether a build would show the letter by now, and all that comes out with it."""
    return any(issue.id == seen.issue.id for issue in seen.house.letters)


def has_letter(seen: Seen) -> bool:
    """Whether the built site shows the letter: not one from before it was due."""
    return is_out(seen) and file_of(seen, of_issue(seen.issue.id)) is not None


def comes_with_it(seen: Seen, path: str) -> bool:
    """Whether a page comes with the letter: on its day, or with the next build."""
    if has_letter(seen):
        return False
    stories = seen.house.carried(seen.issue)
    pages = {of_issue(seen.issue.id), *map(of_story, stories)}
    return f"{path.strip('/')}/" in pages


def on_site(seen: Seen, address: str) -> str | None:
    """The path of an address that is the shop's own; None for everybody else's."""
    own = urlsplit(seen.house.shop.url)
    try:
        other = urlsplit(address)
        if (own.hostname, own.port) != (other.hostname, other.port):
            return None
    except ValueError:
        return None
    path, base = unquote(other.path) or "/", own.path.rstrip("/")
    return path[len(base) :] if path.startswith(f"{base}/") else None


def file_of(seen: Seen, path: str) -> Path | None:
    """The file that answers for a path of the site, if there is one."""
    file = seen.root / SITE / path.lstrip("/")
    try:
        if leads_out(seen.root, file):
            return None
        file = file / "index.html" if file.is_dir() else file
        return file if file.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def anchors(file: Path) -> frozenset[str]:
    """The places within a page that an address can name."""
    return _anchors(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _anchors(file: Path, _as_of: int) -> frozenset[str]:
    tags = page_of(file.read_text("utf-8", "replace")).all()
    return frozenset(id_ for tag in tags if (id_ := tag.attributes.get("id")))


def _newest(root: Path) -> float:
    files = (
        Path(folder, name)
        for source in _SOURCES
        for folder, _, names in os.walk(root / source)
        for name in names
        if not name.startswith(".")
    )
    return max((f.lstat().st_mtime for f in files), default=0.0)
