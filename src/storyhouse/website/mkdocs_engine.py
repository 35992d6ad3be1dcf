"""Build a staged project with MkDocs.

Only this module and `mkdocs_pages` know MkDocs and Material.
"""

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


class SiteError(Exception):
    """MkDocs could not build the project; says what it said."""


def config_of(
    *, name: str, url: str, language: str, tagline: str, extra: dict[str, Any]
) -> dict[str, Any]:
    """What goes into `mkdocs.yml`.

    Story pages stay out of the navigation: with every page in it, 1,000 of them take
    22 s and not 3.4.
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
    keep: Callable[[str], str],
    progress: Progress = lambda _pages: None,
) -> dict[str, str]:
    """Build `project` into `site`.

    Args:
        project: the folder of `mkdocs.yml`.
        site: a folder that may be overwritten.
        keep: what is to be kept of the HTML of a page's Markdown.
        progress: told how many pages are written.

    Returns:
        What was kept, by the staged path.

    Raises:
        SiteError: with what MkDocs could not do.
    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's banner is not for our owners
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.utils import clean_directory  # noqa: PLC0415

    from storyhouse.website.mkdocs_pages import Press  # noqa: PLC0415

    with _said() as said:
        try:
            clean_directory(str(site))
            config = load_config(str(project / "mkdocs.yml"), site_dir=str(site))
            return Press(config, keep, progress).write()
        except (Exception, SystemExit) as error:
            raise SiteError("\n".join([*said, str(error)])) from error


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
