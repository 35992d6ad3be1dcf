"""A finished folder takes the old one's place: whole, or not at all."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from storyhouse import swapping
from storyhouse.swapping import ForeignFileError, recover, swap_in

Files = dict[str, str]


class Workshop:
    """A shop's `out/`, and the two folders a build works with."""

    def __init__(self, root: Path) -> None:
        self.out, self.new, self.old = root / "out", root / "next", root / "old"

    def lay(self, folder: Path, files: Files) -> None:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def build(self, files: Files) -> None:
        """Build these files, as often before."""
        self.new.mkdir()
        self.lay(self.new, files)
        swap_in(self.new, self.out, self.old)

    def seen(self) -> Files:
        """What lies in `out/`, without the list of what was written."""
        return {
            path.relative_to(self.out).as_posix(): path.read_text()
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and path.name != swapping.WRITTEN
        }


def never(*_args: object) -> bool:
    return False


@pytest.fixture(params=["exchanged", "renamed"])
def workshop(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Workshop:
    """Where the system can exchange two folders in one step, and where it cannot."""
    if request.param == "renamed":
        monkeypatch.setattr(swapping, "_exchange", never)
    return Workshop(tmp_path)


def test_the_first_build(workshop: Workshop) -> None:
    workshop.build({"site/index.html": "one"})
    assert workshop.seen() == {"site/index.html": "one"}
    assert not workshop.new.exists()
    assert not workshop.old.exists()


def test_what_is_built_no_more_goes(workshop: Workshop) -> None:
    workshop.build({"site/index.html": "one", "site/gone/index.html": "one"})
    workshop.build({"site/index.html": "two"})
    assert workshop.seen() == {"site/index.html": "two"}
    assert not workshop.new.exists()
    assert not workshop.old.exists()


def test_what_others_put_there_stays_over_many_builds(workshop: Workshop) -> None:
    workshop.build({"site/index.html": "one"})
    workshop.lay(workshop.out, {"CNAME": "shop.example", "site/빵.txt": "mine"})
    for text in ("two", "three"):
        workshop.build({"site/index.html": text})
        assert workshop.seen() == {
            "CNAME": "shop.example",
            "site/index.html": text,
            "site/빵.txt": "mine",
        }


def test_a_file_of_ours_that_was_changed_is_ours(workshop: Workshop) -> None:
    workshop.build({"site/index.html": "one"})
    workshop.lay(workshop.out, {"site/index.html": "changed by hand"})
    workshop.build({"site/index.html": "two"})
    assert workshop.seen() == {"site/index.html": "two"}


def test_a_file_of_others_where_ours_belongs_refuses_the_build(
    workshop: Workshop,
) -> None:
    workshop.lay(workshop.out, {"site/index.html": "somebody's", "site/a.txt": "a"})
    with pytest.raises(ForeignFileError) as raised:
        workshop.build({"site/index.html": "ours"})
    assert raised.value.path == workshop.out / "site/index.html"
    assert workshop.seen() == {"site/index.html": "somebody's", "site/a.txt": "a"}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        pytest.param("site", "site/index.html", id="a file where our folder belongs"),
        pytest.param(
            "site/ask/a.txt", "site/ask", id="a folder where our file belongs"
        ),
    ],
)
def test_a_folder_and_a_file_in_one_place_refuse_the_build(
    workshop: Workshop, theirs: str, ours: str
) -> None:
    workshop.lay(workshop.out, {theirs: "somebody's"})
    with pytest.raises(ForeignFileError):
        workshop.build({ours: "ours"})
    assert workshop.seen() == {theirs: "somebody's"}


def test_an_empty_folder_where_our_file_belongs_is_in_nobodys_way(
    workshop: Workshop,
) -> None:
    (workshop.out / "site").mkdir(parents=True)
    workshop.build({"site": "a file now"})
    assert workshop.seen() == {"site": "a file now"}


def test_a_link_of_others_stays_a_link(workshop: Workshop, tmp_path: Path) -> None:
    workshop.build({"site/index.html": "one"})
    (tmp_path / "photos").mkdir()
    (workshop.out / "photos").symlink_to(tmp_path / "photos")
    (workshop.out / "broken").symlink_to("nowhere")
    workshop.build({"site/index.html": "two"})
    assert (workshop.out / "photos").readlink() == tmp_path / "photos"
    assert (workshop.out / "broken").readlink() == Path("nowhere")


def test_files_are_copied_where_the_disk_knows_no_links(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: object, **_more: object) -> NoReturn:
        raise OSError

    monkeypatch.setattr(os, "link", refused)
    workshop.build({"site/index.html": "one"})
    workshop.lay(workshop.out, {"CNAME": "shop.example"})
    workshop.build({"site/index.html": "two"})
    assert workshop.seen() == {"CNAME": "shop.example", "site/index.html": "two"}


@pytest.mark.parametrize("text", ["", "{", "[1]", '"a"', '{"a": 1}', "\udcff"])
def test_a_damaged_list_of_what_was_written_loses_nothing(
    workshop: Workshop, text: str
) -> None:
    """Then every file is somebody's: the build is refused rather than one deleted."""
    workshop.build({"site/index.html": "one"})
    damaged = text.encode("utf-8", "surrogateescape")
    (workshop.out / swapping.WRITTEN).write_bytes(damaged)
    with pytest.raises(ForeignFileError):
        workshop.build({"site/index.html": "two"})
    assert workshop.seen() == {"site/index.html": "one"}


def test_a_build_killed_between_two_renames_is_undone(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.lay(workshop.old, {"site/index.html": "one"})
    recover(workshop.out, workshop.old)
    assert workshop.seen() == {"site/index.html": "one"}
    assert not workshop.old.exists()


def test_nothing_is_recovered_over_what_is_there(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.lay(workshop.old, {"site/index.html": "one"})
    workshop.lay(workshop.out, {"site/index.html": "two"})
    recover(workshop.out, workshop.old)
    assert workshop.seen() == {"site/index.html": "two"}


def test_what_a_killed_build_left_is_in_nobodys_way(tmp_path: Path) -> None:
    """After the second rename: the old folder is still there, and the new one in."""
    workshop = Workshop(tmp_path)
    workshop.build({"site/index.html": "one"})
    workshop.lay(workshop.old, {"site/index.html": "nought"})
    recover(workshop.out, workshop.old)
    workshop.build({"site/index.html": "two"})
    assert workshop.seen() == {"site/index.html": "two"}
    assert not workshop.old.exists()


def test_a_rename_that_fails_leaves_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping, "_exchange", never)
    workshop = Workshop(tmp_path)
    workshop.build({"site/index.html": "one"})
    rename: Callable[[Path, Path], Path] = Path.rename

    def half(self: Path, target: Path) -> Path:
        if self == workshop.new:
            raise OSError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", half)
    with pytest.raises(OSError):  # noqa: PT011 (any of them)
        workshop.build({"site/index.html": "two"})
    recover(workshop.out, workshop.old)
    assert workshop.seen() == {"site/index.html": "one"}


def test_this_system_can_exchange_two_folders(tmp_path: Path) -> None:
    """Else the tests of the better way tested the other one twice."""
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "name").write_text(folder.name)
    if not swapping._exchange(one, other):  # noqa: SLF001 (what is tested)
        pytest.skip("no renameat2 or renamex_np here")
    assert (one / "name").read_text() == "other"
    assert (other / "name").read_text() == "one"


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_a_system_that_cannot_exchange_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    assert not swapping._exchange(tmp_path, tmp_path)  # noqa: SLF001 (what is tested)


def test_what_a_killed_build_left_behind_is_not_in_the_way(tmp_path: Path) -> None:
    """Killed after the second rename: the new output stays, the old one goes."""
    out, old = tmp_path / "out", tmp_path / "old"
    for folder in (out, old):
        folder.mkdir()
        (folder / "page").write_text(folder.name)
    recover(out, old)
    assert (out / "page").read_text() == "out"
    assert not old.exists()
