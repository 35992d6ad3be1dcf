"""Every way inside the built site leads somewhere, and none leads out to be loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from tests.sample import Sample
from tests.website.parsed import Parsed


def _pages(site: Path) -> Iterator[tuple[Path, Parsed]]:
    for path in sorted(site.rglob("*.html")):
        yield path, Parsed.file(path)


def _target(site: Path, page: Path, href: str) -> Path:
    """The file that a server would answer with."""
    path = unquote(urlsplit(href).path)
    base = "" if path.startswith("/") else f"/{page.parent.relative_to(site)}/"
    file = site / normpath(base + path).lstrip("/")
    return file / "index.html" if path.endswith(("/", "..", ".")) or not path else file


def test_every_link_inside_the_site_works(sample: Sample) -> None:
    ids = {path: _ids(page) for path, page in _pages(sample.site)}
    dead = []
    for path, page in _pages(sample.site):
        for element in page.elements:
            for name in ("href", "src"):
                href = element.attributes.get(name, "")
                if not href or urlsplit(href).scheme:
                    continue
                target = _target(sample.site, path, href)
                fragment = unquote(urlsplit(href).fragment)
                same = target if urlsplit(href).path else path
                if not same.is_file() or (fragment and fragment not in ids[same]):
                    dead.append(f"{path.relative_to(sample.site)}: {href}")
    assert dead == []


def _ids(page: Parsed) -> set[str]:
    return {e.attributes["id"] for e in page.elements if "id" in e.attributes}


def test_nothing_is_loaded_from_elsewhere(sample: Sample) -> None:
    """Links may lead away; pictures, scripts, styles and fonts are the site's own."""
    loaded = [
        e.attributes.get("src") or e.attributes.get("href", "")
        for _, page in _pages(sample.site)
        for e in page.elements
        if e.tag in {"img", "script", "iframe", "source", "video", "audio"}
        or (
            e.tag == "link"
            and e.attributes.get("rel") in {"stylesheet", "icon", "preload"}
        )
    ]
    assert [url for url in loaded if urlsplit(url).scheme or url.startswith("//")] == []
    styles = [p.read_text("utf-8") for p in sample.site.rglob("*.css")]
    assert not any("http:" in s.replace("http://www.w3.org", "") for s in styles)
    assert not any("@import" in s for s in styles)


def test_every_page_has_one_title_and_one_first_heading(sample: Sample) -> None:
    for path, page in _pages(sample.site):
        name = str(path.relative_to(sample.site))
        assert len(page.all("h1")) == 1, name
        titles = [e.text for e in page.all("title")]
        assert titles, name
        assert "Slow Rise Bakery" in titles[0], name


def test_the_sitemap_names_every_page(sample: Sample) -> None:
    sitemap = (sample.site / "sitemap.xml").read_text("utf-8")
    pages = list(sample.site.rglob("index.html"))
    assert sitemap.count("<loc>https://slowrise.example/") == len(pages)
