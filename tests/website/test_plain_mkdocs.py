"""The staged project is plain: MkDocs itself makes the same site of it.

`website/mkdocs_pages.py` writes the pages with MkDocs' parts and not with its `build`,
for speed; this is the check that both agree.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.sample import Sample


def test_mkdocs_makes_the_same_pages(sample: Sample, tmp_path: Path) -> None:
    assert _compared(sample, tmp_path) > 100


def test_mkdocs_makes_the_same_pages_of_occasions(
    occasions: Sample, tmp_path: Path
) -> None:
    assert _compared(occasions, tmp_path) > 30


def _compared(sample: Sample, tmp_path: Path) -> int:
    """How many pages MkDocs made the same."""
    project = sample.root / ".storyhouse" / "project"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(
        [*command, "-f", str(project / "mkdocs.yml"), "-d", str(tmp_path / "site")],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    pages = sorted(p.relative_to(sample.site) for p in sample.site.rglob("*.html"))
    for page in [*pages, Path("sitemap.xml")]:
        theirs = (tmp_path / "site" / page).read_text("utf-8")
        assert (sample.site / page).read_text("utf-8") == theirs, page
    return len(pages)
