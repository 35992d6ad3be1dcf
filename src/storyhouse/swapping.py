"""Put a finished folder in the place of the last one, in one step.

A build that is killed at any moment leaves either the old `out/` or the new one, whole.
Two renames would leave a moment with neither; so the two are exchanged by the system
(Linux and macOS can), and only where that is not to be had by two renames, of which
`recover` undoes the first half.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

#: Lists what storyhouse wrote, in the folder itself, so that both change in one step.
WRITTEN = ".written-by-storyhouse.json"
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_AT_FDCWD = -100
_HAVE_EXCHANGE = {"linux", "darwin"}


class ForeignFileError(Exception):
    """A file that somebody else put where one of ours belongs."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def files_in(folder: Path) -> set[Path]:
    """Every file below a folder, from there; a link is a file, wherever it leads."""
    return {
        p.relative_to(folder)
        for p in folder.rglob("*")
        if p.is_symlink() or not p.is_dir()
    }


def swap_in(new: Path, out: Path, old: Path) -> None:
    """Make `new` the folder `out`, with the files that others put into `out`.

    Args:
        new: the finished folder; gone afterwards.
        out: where it belongs.
        old: a place on the same disk for what was in `out`; removed afterwards.

    Raises:
        ForeignFileError: if somebody else's file stands where ours belongs; nothing is
            changed then.
    """
    ours = files_in(new)
    _keep_others(new, out, ours)
    names = sorted(p.as_posix() for p in ours)
    (new / WRITTEN).write_text(json.dumps(names, ensure_ascii=False, indent=0), "utf-8")
    if not out.exists():
        new.rename(out)
    elif _exchange(new, out):
        shutil.rmtree(new)
    else:
        out.rename(old)
        new.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def recover(out: Path, old: Path) -> None:
    """After a build that was killed between two renames, or before it had cleared up.

    Without the new folder the old one is put back; beside it, it is in the way.
    """
    if old.exists() and not out.exists():
        old.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _keep_others(new: Path, out: Path, ours: set[Path]) -> None:
    """Link the files that are not ours into the new folder: they are never deleted."""
    if not out.is_dir():
        return
    taken = ours | {folder for path in ours for folder in path.parents}
    for path in sorted(files_in(out) - _written(out) - {Path(WRITTEN)}):
        if path in taken or not ours.isdisjoint(path.parents):
            raise ForeignFileError(out / path)
        target = new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(out / path, target, follow_symlinks=False)
        except OSError:
            shutil.copy2(out / path, target, follow_symlinks=False)


def _written(out: Path) -> set[Path]:
    try:
        return {Path(name) for name in json.loads((out / WRITTEN).read_text("utf-8"))}
    except (OSError, ValueError, TypeError):
        return set()


def _exchange(one: Path, other: Path) -> bool:
    """Whether the system could exchange two folders in one step."""
    call = _exchange_call()
    return call is not None and call(os.fsencode(one), os.fsencode(other)) == 0


def _exchange_call() -> Callable[[bytes, bytes], int] | None:
    if sys.platform not in _HAVE_EXCHANGE:
        return None
    libc = ctypes.CDLL(None)
    if sys.platform.startswith("linux") and hasattr(libc, "renameat2"):
        rename = libc.renameat2
        return lambda a, b: int(rename(_AT_FDCWD, a, _AT_FDCWD, b, _EXCHANGE))
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        rename = libc.renamex_np
        return lambda a, b: int(rename(a, b, _EXCHANGE))
    return None
