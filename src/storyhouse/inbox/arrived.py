"""A mail as it lies in a mailbox, and the files in which mails lie."""

from __future__ import annotations

import codecs
import hashlib
import mailbox
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from storyhouse.inbox.mail import is_mail
from storyhouse.inbox.mbox import begins, mails_of
from storyhouse.refusing import RefusedError

#: No bounce and no answer is larger; what is, is told and not read.
MOST = 10_000_000
_MOST_BEFORE = 1000  # bytes that may stand before a file's first line, and the line
_MAIL = ".eml"  # how mail programs call the file of a single mail


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail: its bytes, or None if it is too large."""

    keys: tuple[str, ...]  # by any of which it is known again
    raw: bytes | None
    name: str = ""  # of its file, where it lies alone in one of many

    @classmethod
    def of(cls, raw: bytes, *keys: str) -> Arrived:
        """A mail that is known again by its bytes, too, whatever its line ends."""
        own = hashlib.sha256(raw.replace(b"\r", b"")).hexdigest()
        return cls((own, *keys), raw if len(raw) <= MOST else None)


def in_file(path: Path) -> Iterator[Arrived]:
    """The mails of an mbox file, of a folder, or of one file with one mail.

    A folder is a Maildir, or holds single mails that a mail program has saved.

    Raises:
        RefusedError: if there is nothing of the kind.
        OSError: if it cannot be read.
    """
    if not path.exists():
        raise RefusedError("inbox.refused.no-file", path=str(path))
    if (path / "cur").is_dir():
        yield from _of_maildir(path)
    elif path.is_dir():
        yield from _of_folder(path)
    elif path.is_file():
        yield from _of_file(path)
    else:
        raise _no_mailbox(path)


def _of_file(path: Path) -> Iterator[Arrived]:
    with _opened(path) as file:
        begin = file.tell()
        is_mbox = begins(file.readline(_MOST_BEFORE))
        file.seek(begin)
        if is_mbox:
            yield from map(Arrived.of, mails_of(file, MOST + 1))
            return
    if not is_mail(mail := _single(path)):
        raise _no_mailbox(path)
    yield Arrived.of(mail)


def _of_folder(path: Path) -> Iterator[Arrived]:
    """Each mail that a program saved as a file; what is none is a broken one."""
    files = [f for f in sorted(path.iterdir()) if f.suffix.lower() == _MAIL]
    files = [f for f in files if f.is_file()]
    if not any(is_mail(_single(file)) for file in files):
        raise _no_mailbox(path)
    for file in files:
        yield replace(Arrived.of(_single(file)), name=file.name)


def _of_maildir(path: Path) -> Iterator[Arrived]:
    """Each mail, or the beginning of one that is too large; nothing is moved."""
    box = mailbox.Maildir(path, create=False)
    try:
        for key in sorted(box.keys()):
            with box.get_file(key) as file:
                yield Arrived.of(file.read(MOST + 1))
    finally:
        box.close()


def _single(path: Path) -> bytes:
    with _opened(path) as file:
        return file.read(MOST + 1)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file at its first line: an editor may put a mark or blank lines before it."""
    with path.open("rb") as file:
        head = file.read(_MOST_BEFORE)
        first = head.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
        file.seek(len(head) - len(first))
        yield file


def _no_mailbox(path: Path) -> RefusedError:
    return RefusedError("inbox.refused.no-mailbox", path=str(path))
