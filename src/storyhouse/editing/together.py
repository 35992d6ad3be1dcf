"""Many new files, put in their places by the thousand.

The disk is waited for once for all of them: one after the other, 10,000 files took
190 s of waiting. Each is whole when it gets its name, all the same.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from storyhouse.editing.files import InTheWayError, alone, refuse_outside
from storyhouse.editing.page import Page
from storyhouse.editing.written import Plain, keys

#: Writes a new file: its path from the shop's folder, and its keys.
Make: TypeAlias = Callable[[Path, Mapping[str, Plain]], None]
_AT_ONCE = 1000


@contextmanager
def together(root: Path) -> Iterator[Make]:
    """Hand out what makes files as `create` does, while nobody else writes.

    Raises:
        InUseError: if others keep writing.
        OSError: if they cannot be written; those that have no name yet are not there.
    """
    with alone(root):
        batch = _Batch(root)
        try:
            yield batch.make
            batch.place()
        finally:
            batch.drop()


class _Batch:
    """Files that are written and have no name yet."""

    def __init__(self, root: Path) -> None:
        self.root, self.folders = root, set[Path]()
        self.waiting: dict[Path, Path] = {}

    def make(self, path: Path, record: Mapping[str, Plain]) -> None:
        """Write a file; as `create`, and raises the same."""
        self._know(path.parent)
        text = f"{keys(record)}\n"
        Page.of(text, path)
        target = self.root / path
        if target in self.waiting or os.path.lexists(target):
            raise InTheWayError(path)
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        self.waiting[target] = Path(beside)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        if len(self.waiting) >= _AT_ONCE:
            self.place()

    def _know(self, folder: Path) -> None:
        if folder not in self.folders:
            refuse_outside(self.root, folder)
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            self.folders.add(folder)

    def place(self) -> None:
        """Give all that waits its name, once the disk has it."""
        if self.waiting:
            os.sync()
        for target, beside in self.waiting.items():
            beside.replace(target)
        self.waiting = {}

    def drop(self) -> None:
        """Take away what got no name."""
        for beside in self.waiting.values():
            beside.unlink(missing_ok=True)
