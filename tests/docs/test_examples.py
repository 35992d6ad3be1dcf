"""Do the documentation's commands and files do what its pages say?"""

from __future__ import annotations

from pathlib import Path

import pytest

from storyhouse.model.record import Language
from storyhouse.starting import start_shop
from tests.docs.walked import DAY, DOCS, Walk

PAGES = sorted(
    page
    for page in DOCS.rglob("*.md")
    if "```console" in page.read_text("utf-8") or ' title="' in page.read_text("utf-8")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_a_page_can_be_followed_to_the_letter(page: Path, tmp_path: Path) -> None:
    language = "ko" if page.parent.name == "ko" else "en"
    begins_one = "$ storyhouse init" in page.read_text("utf-8")
    if not begins_one:
        start_shop(tmp_path, Language(language), DAY)
    walk = Walk(tmp_path, language)
    walk.through(page)
    assert walk.said
