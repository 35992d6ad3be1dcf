"""Change a file of the shop, whole or not at all, one command after the other."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from storyhouse.editing.changes import Change, changed
from storyhouse.editing.page import Page
from storyhouse.editing.written import Plain, keys
from storyhouse.mending import write
from storyhouse.places import Location, leads_out
from storyhouse.reading.text import read_text
from storyhouse.reading.unreadable import UnreadableError

#: Longer than any command writes; whoever waits this long should be told.
PATIENCE = 20.0
#: What a command that was killed while it wrote leaves beside the file.
_LEFT_OVER = re.compile(r"\..+\.(?:yml|md)\.[a-z0-9_]{8}")
_OLD = 600.0  # seconds; nobody is writing it any more


@dataclass(eq=False)  # neither frozen nor slotted: `with` notes its traceback in it
class InTheWayError(Exception):
    """A file is already where a new one would go."""

    path: Path


class InUseError(Exception):
    """Another command has been writing for longer than anybody waits."""


def edit(root: Path, path: Path, *changes: Change) -> None:
    """Make changes to a file that is there; what else stands in it stays to the byte.

    Args:
        root: the shop's folder.
        path: the file, from there.
        changes: what to put where.

    Raises:
        UnreadableError: if the file cannot be read, leads out of the shop, or cannot
            be changed without changing more than was asked for.
        InUseError: if others keep writing.
        OSError: if it cannot be written; it is as it was, then.
    """
    refuse_outside(root, path)
    with alone(root):
        read_text(root / path, path)  # says what is wrong with its bytes
        text = (root / path).read_bytes().decode()
        home, target = (Path(os.path.realpath(p)) for p in (root, root / path))
        _sweep(target.parent)
        write(home, target.relative_to(home), changed(text, path, changes).encode())


def create(root: Path, path: Path, record: Mapping[str, Plain]) -> None:
    """Write a new YAML file.

    Args:
        root: the shop's folder.
        path: the file, from there; its folder is made if it is not there.
        record: its keys, in the order in which they are to stand.

    Raises:
        InTheWayError: if there is such a file.
        UnreadableError: if the path leads out of the shop, or the record holds signs
            that no file can carry.
        InUseError: if others keep writing.
        OSError: if it cannot be written; nothing is there, then.
    """
    refuse_outside(root, path)
    text = f"{keys(record)}\n"
    Page.of(text, path)  # what no file can carry is said before there is one
    with alone(root):
        if os.path.lexists(root / path):
            raise InTheWayError(path)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        write(root, path, text.encode())


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """While no other command changes the shop's files.

    Raises:
        InUseError: if that does not come within `PATIENCE` seconds.
    """
    work = root / ".storyhouse"
    refuse_outside(root, Path(work.name))
    work.mkdir(exist_ok=True)
    try:
        # One for the process: who has it already does not wait for it again.
        lock = FileLock(work / "editing.lock", is_singleton=True)
        lock.acquire(timeout=PATIENCE)
    except Timeout as timeout:
        raise InUseError from timeout
    try:
        yield
    finally:
        lock.release()


def refuse_outside(root: Path, path: Path) -> None:
    """Refuse a path that leads out of the shop, links followed.

    Raises:
        UnreadableError: if it does.
    """
    if leads_out(root, root / path):
        raise UnreadableError.at(Location(path), "outside-shop")


def _sweep(folder: Path) -> None:
    """Take away what commands that were killed left there."""
    long_ago = time.time() - _OLD
    for file in folder.iterdir():
        if _LEFT_OVER.fullmatch(file.name):
            with suppress(OSError):
                if file.stat().st_mtime < long_ago:
                    file.unlink()
