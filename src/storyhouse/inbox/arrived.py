"""A mail as it lies in a mailbox, and the files in which mails lie."""

from __future__ import annotations

import hashlib
import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storyhouse.refusing import RefusedError

#: No bounce and no answer is larger; what is, is told and not read.
MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail: its bytes, or None if it is too large."""

    keys: tuple[str, ...]  # by any of which it is known again
    raw: bytes | None

    @classmethod
    def of(cls, raw: bytes, *keys: str) -> Arrived:
        """A mail that is known again by its bytes, too, whatever its line ends."""
        own = hashlib.sha256(raw.replace(b"\r", b"")).hexdigest()
        return cls((own, *keys), raw if len(raw) <= MOST else None)


def in_file(path: Path) -> Iterator[Arrived]:
    """The mails of an mbox file, of a Maildir folder, or of one file with one mail.

    Raises:
        RefusedError: if there is nothing of the kind.
        OSError: if it cannot be read.
    """
    if not path.exists():
        raise RefusedError("inbox.refused.no-file", path=str(path))
    if path.is_dir():
        if not (path / "cur").is_dir():
            raise RefusedError("inbox.refused.no-mailbox", path=str(path))
        yield from _each(mailbox.Maildir(path, create=False))
        return
    if not path.is_file():
        raise RefusedError("inbox.refused.no-mailbox", path=str(path))
    with path.open("rb") as file:
        single = file.read(5) != b"From "
        file.seek(0)
        if single:
            yield Arrived.of(file.read(MOST + 1))
    if not single:
        yield from _each(mailbox.mbox(path, create=False))


def _each(box: mailbox.Mailbox[Any]) -> Iterator[Arrived]:
    """Each mail, read no further than to what is too large; the box stays as it is."""
    try:
        for key in sorted(box.keys()):
            with box.get_file(key) as file:
                yield Arrived.of(file.read(MOST + 1))
    finally:
        box.close()
