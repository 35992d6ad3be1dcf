"""Build a staged project with MkDocs. The only module that knows MkDocs and Material."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

#: Told how many pages are written.
Progress = Callable[[int], None]
#: Parts of Material that the theme does not use: 2 MB of scripts nobody would load.
_UNUSED = ("assets/javascripts/", "assets/images/")


class SiteError(Exception):
    """MkDocs could not build the project; says what it said."""


def config_of(
    *, name: str, url: str, language: str, tagline: str, extra: dict[str, Any]
) -> dict[str, Any]:
    """What goes into `mkdocs.yml`. Story pages stay out of the navigation: with every
    page in it, 1,000 of them take 22 s and not 3.4.
    """
    return {
        "site_name": name,
        "site_url": f"{url}/",
        "site_description": tagline,
        "docs_dir": "docs",
        "theme": {
            "name": "material",
            "custom_dir": "overrides",
            "language": language,
            "font": False,
            "favicon": "assets/favicon.svg",
            "static_templates": ["404.html", "sitemap.xml"],
        },
        "nav": ["index.md"],
        "plugins": [],
        "markdown_extensions": ["storyhouse.prose.markdown"],
        "validation": {"omitted_files": "ignore", "absolute_links": "ignore"},
        "extra": {**extra, "generator": False},
    }


def build(
    project: Path,
    site: Path,
    on_page: Callable[[str, str], None],
    progress: Progress = lambda _pages: None,
) -> None:
    """Build `project` into `site`.

    Args:
        project: the folder of `mkdocs.yml`.
        site: a folder that may be overwritten.
        on_page: told the staged path and the HTML of each page's Markdown.
        progress: told how many pages are written.

    Raises:
        SiteError: with what MkDocs could not do.
    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's banner is not for our owners
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.plugins import BasePlugin  # noqa: PLC0415

    class Watcher(BasePlugin):  # type: ignore[misc]
        """Hears of each page, and keeps unused files out."""

        written = 0

        def on_files(self, files: Any, **_: Any) -> Any:
            for file in list(files):
                if file.src_uri.startswith(_UNUSED) and "theme" in str(file.generated_by or "theme") and not (project / "docs" / file.src_uri).exists() and not (project / "overrides" / file.src_uri).exists():
                    files.remove(file)
            return files

        def on_page_content(self, html: str, *, page: Any, **_: Any) -> str:
            on_page(page.file.src_uri, html)
            return html

        def on_post_page(self, output: str, **_: Any) -> str:
            self.written += 1
            progress(self.written)
            return output

    with _said() as said:
        try:
            config = load_config(str(project / "mkdocs.yml"), site_dir=str(site))
            config.plugins["storyhouse"] = Watcher()
            mkdocs_build(config)
        except (Exception, SystemExit) as error:
            raise SiteError("\n".join([*said, str(error)])) from error
    (site / "sitemap.xml.gz").unlink(missing_ok=True)


@contextlib.contextmanager
def _said() -> Iterator[list[str]]:
    """What MkDocs logs as warning or worse, kept from the owner's terminal."""
    said: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, keep = logging.getLogger("mkdocs"), Keep(logging.WARNING)
    before = logger.propagate, logger.level
    logger.addHandler(keep)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(keep)
        logger.propagate, logger.level = before
        sys.stdout.flush()
