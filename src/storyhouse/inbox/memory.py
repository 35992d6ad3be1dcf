"""Which mails have been read: private/inbox.sqlite, in which no word of them stands."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.refusing import RefusedError
from storyhouse.subscribing.places import PRIVATE

MEMORY = PRIVATE / "inbox.sqlite"
_TABLE = "CREATE TABLE IF NOT EXISTS read_mail (key TEXT PRIMARY KEY) WITHOUT ROWID"


@dataclass(frozen=True, slots=True)
class Memory:
    """What was read before, and is read now."""

    store: sqlite3.Connection
    now: set[str] = field(default_factory=set)

    def knows(self, *keys: str) -> bool:
        """Whether a mail with one of the keys was read."""
        ask = "SELECT 1 FROM read_mail WHERE key = ?"
        return not self.now.isdisjoint(keys) or any(
            self.store.execute(ask, (key,)).fetchone() for key in keys
        )

    def keep(self, keys: Sequence[str]) -> None:
        """Note that a mail was read."""
        self.now.update(keys)

    def write(self) -> None:
        """Have it on the disk, at once: a long look into a mailbox locks nobody out."""
        rows = [(key,) for key in sorted(self.now)]
        with self.store:
            self.store.executemany("INSERT OR IGNORE INTO read_mail VALUES (?)", rows)


@contextmanager
def memory(root: Path, *, dry: bool = False) -> Iterator[Memory]:
    """What was read; noted down when all went well, and not at all if `dry`.

    What was read until something went wrong is read again the next time, and told
    then; nothing is done twice by that.

    Raises:
        RefusedError: if the file is damaged.
        OSError: if its folder cannot be made.
    """
    path = root / MEMORY
    if not dry:
        path.parent.mkdir(exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    try:
        with closing(_opened(path, dry=dry)) as store:
            store.execute(_TABLE)
            known = Memory(store)
            yield known
            if not dry:
                known.write()
    except sqlite3.DatabaseError as error:
        raise RefusedError("inbox.refused.memory", path=str(MEMORY)) from error


def _opened(path: Path, *, dry: bool) -> sqlite3.Connection:
    if not dry:
        return sqlite3.connect(path, timeout=20)
    store = sqlite3.connect(":memory:")
    if path.is_file():
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as old:
            old.backup(store)
    return store
