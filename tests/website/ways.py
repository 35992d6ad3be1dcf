"""The ways inside a built site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from tests.website.parsed import Parsed


def pages(site: Path) -> Iterator[tuple[Path, Parsed]]:
    """Every page, and what a parser sees of it."""
    for path in sorted(site.rglob("*.html")):
        yield path, Parsed.file(path)


def dead_links(site: Path) -> list[str]:
    """Every way that leads nowhere, with the page it is on."""
    ids = {path: _ids(page) for path, page in pages(site)}
    dead = []
    for path, page in pages(site):
        for element in page.elements:
            for name in ("href", "src"):
                href = element.attributes.get(name, "")
                if not href or urlsplit(href).scheme:
                    continue
                target = _target(site, path, href)
                fragment = unquote(urlsplit(href).fragment)
                same = target if urlsplit(href).path else path
                if not same.is_file() or (fragment and fragment not in ids[same]):
                    dead.append(f"{path.relative_to(site)}: {href}")
    return dead


def _target(site: Path, page: Path, href: str) -> Path:
    """The file that a server would answer with."""
    path = unquote(urlsplit(href).path)
    base = "" if path.startswith("/") else f"/{page.parent.relative_to(site)}/"
    file = site / normpath(base + path).lstrip("/")
    return file / "index.html" if path.endswith(("/", "..", ".")) or not path else file


def _ids(page: Parsed) -> set[str]:
    return {e.attributes["id"] for e in page.elements if "id" in e.attributes}
