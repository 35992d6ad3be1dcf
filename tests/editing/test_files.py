"""A file is whole, old or new, whatever happens while it is written."""

from __future__ import annotations

import datetime as dt
import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from storyhouse.editing import files
from storyhouse.editing.changes import Add, Plain, Put
from storyhouse.editing.files import InTheWayError, InUseError, alone, create, edit
from storyhouse.editing.page import Page
from storyhouse.reading.unreadable import UnreadableError
from tests.shop import Shop

ASK = Path("content/asks/less-salt.yml")
SRC = Path(__file__).parents[2] / "src"
_ADDING = """
import sys
from pathlib import Path
from storyhouse.editing.changes import Add
from storyhouse.editing.files import edit
root, name, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(times):
    words = f"{name} {number} " + "long " * 400
    edit(root, Path("content/asks/less-salt.yml"),
         Add(("answers",), {"date": "2026-11-26", "words": words}))
"""


def _adding(shop: Shop, name: str, times: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _ADDING, str(shop.root), name, str(times)],
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )


def _data(shop: Shop) -> Any:
    return Page.of((shop.root / ASK).read_text("utf-8"), ASK).located.data


def _said(shop: Shop) -> list[str]:
    return [" ".join(a["words"].split()[:2]) for a in _data(shop)["answers"]]


def test_commands_at_once_all_land(shop: Shop) -> None:
    before = _said(shop)
    running = [_adding(shop, name, 10) for name in "abcd"]
    assert [process.wait(120) for process in running] == [0] * 4
    after = _said(shop)
    assert after[: len(before)] == before
    wanted = [f"{name} {number}" for name in "abcd" for number in range(10)]
    assert sorted(after[len(before) :]) == sorted(wanted)


def test_a_command_killed_at_any_moment_leaves_the_file_whole(shop: Shop) -> None:
    count = len(_said(shop))
    for wait in range(12):
        process = _adding(shop, "x", 200)
        while process.poll() is None and len(_said(shop)) == count:
            time.sleep(0.001)
        time.sleep(wait / 400)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = _said(shop)
        assert len(now) > count
        count = len(now)
    edit(shop.root, ASK, Put(("via",), "the till"))  # nobody holds the lock any more
    assert shop.house().asks
    assert all(f.name.startswith(".") for f in _beside(shop))


def _beside(shop: Shop) -> list[Path]:
    folder = (shop.root / ASK).parent
    return [f for f in folder.iterdir() if f.suffix != ".yml"]


def test_what_a_killed_command_left_is_taken_away(shop: Shop) -> None:
    left = shop.write("content/asks/.less-salt.yml.a1b2c3d4", "half a")
    young = shop.write("content/asks/.less-salt.yml.a1b2c3d5", "half a")
    kept = shop.write("content/asks/.less-salt.yml.swp", "an editor's")
    for file in (left, kept):
        os.utime(file, (0, 0))
    edit(shop.root, ASK, Put(("via",), "the till"))
    assert not left.exists()
    assert young.exists()
    assert kept.exists()


@pytest.mark.parametrize("call", ["fsync", "write"])
def test_a_full_disk_leaves_the_old_file(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    before = (shop.root / ASK).read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space"):
        edit(shop.root, ASK, Put(("via",), "the till"))
    with pytest.raises(OSError, match="No space"):
        create(shop.root, Path("content/asks/new.yml"), {"title": "x"})
    assert (shop.root / ASK).read_bytes() == before
    assert not (shop.root / "content/asks/new.yml").exists()
    assert _beside(shop) == []


_NO_SPACE = """
import resource, signal, sys
from pathlib import Path
from storyhouse.editing.changes import Put
from storyhouse.editing.files import edit
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
try:
    edit(Path(sys.argv[1]), Path("content/asks/less-salt.yml"),
         Put(("via",), "long " * 4000))
except OSError as error:
    sys.exit(7)
"""


def test_a_file_that_may_not_grow_stays_as_it_is(shop: Shop) -> None:
    before = (shop.root / ASK).read_bytes()
    ran = subprocess.run(
        [sys.executable, "-c", _NO_SPACE, str(shop.root)],
        env={**os.environ, "PYTHONPATH": str(SRC)},
        check=False,
    )
    assert ran.returncode == 7
    assert (shop.root / ASK).read_bytes() == before
    assert _beside(shop) == []


def test_who_waits_too_long_is_told(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    (shop.root / ".storyhouse").mkdir()
    other = FileLock(shop.root / ".storyhouse/editing.lock")
    with other, pytest.raises(InUseError):
        edit(shop.root, ASK, Put(("via",), "the till"))


def test_who_writes_already_does_not_wait_for_itself(shop: Shop) -> None:
    with alone(shop.root):
        edit(shop.root, ASK, Put(("via",), "the till"))
    edit(shop.root, ASK, Put(("via",), "the door"))
    assert _data(shop)["via"] == "the door"


def test_create_writes_a_file_as_a_person_would(shop: Shop) -> None:
    path = Path("content/asks/new/one.yml")
    record: dict[str, Plain] = {
        "title": "A: b",
        "by": ["haeseong"],
        "date": dt.date(2026, 11, 26),
    }
    create(shop.root, path, record)
    assert (shop.root / path).read_text("utf-8") == (
        'title: "A: b"\nby: [haeseong]\ndate: 2026-11-26\n'
    )
    with pytest.raises(InTheWayError):
        create(shop.root, path, {"title": "other"})
    assert "A: b" in (shop.root / path).read_text("utf-8")


def test_create_refuses_what_no_file_can_carry(shop: Shop) -> None:
    with pytest.raises(UnreadableError):
        create(shop.root, Path("content/asks/new.yml"), {"title": "bell\x07"})
    assert not (shop.root / "content/asks/new.yml").exists()


def test_nothing_outside_the_shop_is_touched(shop: Shop, tmp_path: Path) -> None:
    outside = tmp_path / "other.yml"
    outside.write_text("title: x\n")
    (shop.root / "content/asks/link.yml").symlink_to(outside)
    (shop.root / "content/away").symlink_to(tmp_path)
    for path in ("content/asks/link.yml", "../other.yml", "content/away/other.yml"):
        with pytest.raises(UnreadableError):
            edit(shop.root, Path(path), Put(("title",), "y"))
    for path in ("../new.yml", "content/away/new.yml"):
        with pytest.raises(UnreadableError):
            create(shop.root, Path(path), {"title": "y"})
    assert outside.read_text() == "title: x\n"
    assert not (tmp_path / "new.yml").exists()


def test_a_link_within_the_shop_stays_a_link(shop: Shop) -> None:
    target = shop.write("content/shared.yml", "title: x\n")
    link = shop.root / "content/asks/link.yml"
    link.symlink_to(target)
    edit(shop.root, Path("content/asks/link.yml"), Add(("by",), "haeseong"))
    assert link.is_symlink()
    assert target.read_text() == "title: x\nby: [haeseong]\n"


def test_the_rights_of_a_file_stay(shop: Shop) -> None:
    (shop.root / ASK).chmod(0o640)
    edit(shop.root, ASK, Put(("via",), "the till"))
    assert (shop.root / ASK).stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_read_is_not_written(shop: Shop) -> None:
    for data in (b"title: \xff\n", b"title: [\n", b"   "):
        shop.write(str(ASK), data)
        with pytest.raises(UnreadableError):
            edit(shop.root, ASK, Put(("via",), "the till"))
        assert (shop.root / ASK).read_bytes() == data
    with pytest.raises(UnreadableError):
        edit(shop.root, Path("content/asks/nowhere.yml"), Put(("via",), "x"))
