"""Every way inside the built site leads somewhere, and none leads out to be loaded."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.sample import Sample
from tests.website.ways import dead_links, pages


def test_every_link_inside_the_site_works(sample: Sample) -> None:
    assert dead_links(sample.site) == []


def test_nothing_is_loaded_from_elsewhere(sample: Sample) -> None:
    """Links may lead away; pictures, scripts, styles and fonts are the site's own."""
    loaded = [
        e.attributes.get("src") or e.attributes.get("href", "")
        for _, page in pages(sample.site)
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
    for path, page in pages(sample.site):
        name = str(path.relative_to(sample.site))
        assert len(page.all("h1")) == 1, name
        titles = [e.text for e in page.all("title")]
        assert titles, name
        assert "Slow Rise Bakery" in titles[0], name


def test_the_sitemap_names_every_page(sample: Sample) -> None:
    sitemap = (sample.site / "sitemap.xml").read_text("utf-8")
    written = list(sample.site.rglob("index.html"))
    assert sitemap.count("<loc>https://slowrise.example/") == len(written)
