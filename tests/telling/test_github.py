"""Findings as annotations of a GitHub workflow."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from storyhouse.diagnostics import Diagnostic, OwnWords
from storyhouse.telling import github
from storyhouse.telling.told import Told
from tests.conftest import Golden
from tests.telling.findings import GOLDEN, all_kinds, finding, place


def test_every_kind(tmp_path: Path, golden: Golden) -> None:
    lines = github.lines(all_kinds(tmp_path), PurePosixPath("shops/bakery"))
    golden(GOLDEN / "github.txt", "".join(f"{line}\n" for line in lines))


def test_what_means_something_to_github_is_escaped(tmp_path: Path) -> None:
    own = OwnWords("50% off: a, b::c\r\nd", "", "")
    found = finding("a,b: 100%", (1, 1), own=own)
    (line,) = github.lines(Told(tmp_path, "en", [found]), PurePosixPath())
    assert line == (
        "::warning file=content/pages/a%2Cb%3A 100%25.md,line=1,col=1,title=own/rush"
        "::50%25 off: a, b::c%0D%0Ad"
    )


def test_one_line_each(tmp_path: Path) -> None:
    told = all_kinds(tmp_path)
    lines = [*github.lines(told, PurePosixPath())]
    assert len(lines) == len(told.findings)
    assert not any("\n" in line or "\r" in line for line in lines)


def test_the_path_is_the_repositorys(tmp_path: Path) -> None:
    told = Told(tmp_path, "en", [Diagnostic(where=place("x", 2, 1), code="empty-file")])
    for below, path in (
        ("shops/bakery", "shops/bakery/content/pages/x.md"),
        (".", "content/pages/x.md"),
    ):
        (line,) = github.lines(told, PurePosixPath(below))
        assert f" file={path},line=2," in line
