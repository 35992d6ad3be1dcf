"""Letters as files, for whoever hands them over in another way, or wants to look.

A file is no letter that was sent: the ledger knows nothing of these.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from storyhouse.refusing import RefusedError
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.writing import Write
from storyhouse.subscribing.places import PRIVATE

_ID = 12  # digits of a subscriber's id
#: No address in a name: names end up in lists and logs.
_OURS = re.compile(r"[0-9]{6}-[0-9a-f]{12}\.eml")


def outbox(issue: str) -> Path:
    """Where an issue's letters go, from the shop's folder."""
    return PRIVATE / "outbox" / issue


def refuse_public(root: Path, folder: Path) -> None:
    """Refuse a folder of the shop's that may be published or given away.

    Raises:
        RefusedError: if it is one.
    """
    home, there = root.resolve(), folder.resolve()
    if there.is_relative_to(home) and not there.is_relative_to(home / PRIVATE):
        raise RefusedError(
            "letter_send.refused.public-folder",
            folder=str(folder),
            private=str(PRIVATE),
        )


def write_all(
    folder: Path,
    people: Iterable[Recipient],
    write: Write,
    tell: Callable[[int], None] = lambda _done: None,
) -> int:
    """Take away what an earlier time left, and write a file for each; how many.

    Only their owner may read them.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in folder.iterdir():
        if _OURS.fullmatch(file.name):
            file.unlink()
    number = 0
    for number, recipient in enumerate(people, 1):
        _write(folder / f"{number:06}-{recipient.id[:_ID]}.eml", write(recipient))
        tell(number)
    return number


def _write(file: Path, mail: bytes) -> None:
    """A new file; one that is there, or a link to elsewhere, is not written into."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(mail)
