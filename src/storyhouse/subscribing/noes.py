"""Add to the list of those who get no letters: one at a time, and each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock

from storyhouse.refusing import RefusedError
from storyhouse.subscribing.places import SUPPRESSED
from storyhouse.subscribing.suppressed import HEADER, Suppression, noes_in, suppress

#: Nobody holds the lock for longer than a write.
PATIENCE = 20.0
#: More than a million people; no list of one shop's.
_LARGEST = 100_000_000


def add(root: Path, people: Iterable[Suppression]) -> list[Suppression]:
    """Have them on the list, on the disk, when this returns; who was new to it.

    A no on a later day is written down again: there may be a yes in between that only
    another copy of the list knows. Lines that cannot be read keep nobody from it.

    Raises:
        OSError: if it cannot be written, or others keep writing.
    """
    path = root / SUPPRESSED
    path.parent.mkdir(exist_ok=True)
    with _alone(path):
        known = noes_in(path)
        said = {
            p.subscriber: p
            for p in people
            if p.subscriber not in known.gone or known.last[p.subscriber] < p.since
        }
        suppress(root, said.values())
        return [p for who, p in said.items() if who not in known.gone]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Not the lock of `editing/`: the page of ways out may write in private/ alone."""
    with FileLock(path.with_name(f".{path.name}.lock"), timeout=PATIENCE):
        yield


@dataclass(slots=True)
class Merged:
    """What came of another copy of the list."""

    new: int = 0
    known: int = 0
    wrong: list[int] = field(default_factory=list)  # lines that say nothing to us


def merge_suppressed(root: Path, file: Path, *, dry: bool = False) -> Merged:
    """Add whom another copy of the list names; who is on ours stays there.

    The other copy is the one to which the page of ways out writes, where that stands
    on another machine. Nobody is ever taken off either of them.

    Who said yes again here after the day of a no there has said yes.

    Raises:
        RefusedError: if the file is no such list.
        OSError: if it cannot be read, or ours not be written.
    """
    if file.stat().st_size > _LARGEST:
        raise RefusedError("inbox.refused.no-list", path=file.name)
    with file.open(encoding="utf-8-sig", errors="replace") as theirs:
        if theirs.readline().strip() != HEADER:
            raise RefusedError("inbox.refused.no-list", path=file.name)
    ours, found = noes_in(root / SUPPRESSED), noes_in(file)
    people = [
        replace(one, since=found.last[who])
        for who, one in found.gone.items()
        if ours.again.get(who, dt.date.min) <= found.last[who]
    ]
    unknown = sum(one.subscriber not in ours.gone for one in people)
    new = unknown if dry else len(add(root, people))
    return Merged(new, len(people) - new, found.wrong)
