"""What is staged is read back as it was, by us and by YAML."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.website.desk import StagedPage
from storyhouse.website.staging import page_text, read_page, write_project

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXTS, inner),
)


@given(st.dictionaries(_TEXTS, _DATA), _TEXTS)
def test_a_page_is_read_back_as_it_was(meta: dict[str, Any], body: str) -> None:
    page = StagedPage(PurePosixPath("asks/less-salt.md"), meta, body)
    assert read_page(page_text(page)) == (meta, body.lstrip("\n"))


@given(st.dictionaries(_TEXTS, _DATA))
def test_front_matter_is_yaml(meta: dict[str, Any]) -> None:
    front = page_text(StagedPage(PurePosixPath("a.md"), meta)).split("\n---\n")[0]
    assert yaml.load(front, Loader=yaml.CSafeLoader) == meta


def test_the_folder_holds_what_is_staged_and_no_more(tmp_path: Path) -> None:
    write_project(tmp_path, [(PurePosixPath("docs/old/a.md"), b"a")])
    write_project(tmp_path, [(PurePosixPath("docs/b.md"), b"b")])
    assert [
        p.relative_to(tmp_path).as_posix() for p in sorted(tmp_path.rglob("*"))
    ] == [
        "docs",
        "docs/b.md",
    ]


def test_what_did_not_change_is_not_written(tmp_path: Path) -> None:
    files = [(PurePosixPath("a.md"), b"a")]
    write_project(tmp_path, files)
    (tmp_path / "a.md").chmod(0o444)
    before = (tmp_path / "a.md").stat().st_mtime_ns
    write_project(tmp_path, files)
    assert (tmp_path / "a.md").stat().st_mtime_ns == before
