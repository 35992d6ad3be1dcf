"""Add to the list of those who get no letters: one at a time, and each once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock

from storyhouse.model.subscribers import Standing, SubscriberId
from storyhouse.refusing import RefusedError
from storyhouse.subscribing.places import SUPPRESSED
from storyhouse.subscribing.suppressed import Suppression, suppress

#: Nobody holds the lock for longer than a write.
PATIENCE = 20.0
#: More than a million people; no list of one shop's.
_LARGEST = 100_000_000
_KNOWN = re.compile(rb"(?m)^([0-9a-f]{32}),([a-z]+),([0-9-]{10})?")
_ID = re.compile(r"[0-9a-f]{32}")
_YES = Standing.ACTIVE  # a yes that came after a no
_WHY = frozenset({Standing.UNSUBSCRIBED, Standing.CLEANED, Standing.REFUSED, _YES})
_HEADER = "subscriber,why,since"


def add(root: Path, people: Iterable[Suppression]) -> list[Suppression]:
    """Have them on the list, on the disk, when this returns; who was new to it.

    A damaged list keeps nobody from being added to it: only its ids are looked at.

    Raises:
        OSError: if it cannot be written, or others keep writing.
    """
    path = root / SUPPRESSED
    path.parent.mkdir(exist_ok=True)
    with _alone(path):
        before = path.read_bytes() if path.is_file() else b""
        known = _gone(before)
        new = {p.subscriber: p for p in people if p.subscriber not in known}
        if not new:
            return []
        suppress(root, new.values())
        return [*new.values()]


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
    lines = file.read_bytes().decode("utf-8-sig", "replace").splitlines()
    if not lines or lines[0].strip() != _HEADER:
        raise RefusedError("inbox.refused.no-list", path=file.name)
    rows = [(n, line.strip()) for n, line in enumerate(lines, 1)]
    rows = [(n, line) for n, line in rows if line and line != _HEADER]
    found = {n: _suppression(line) for n, line in rows}
    last = {p.subscriber: p for p in found.values() if p}
    path = root / SUPPRESSED
    before = path.read_bytes() if path.is_file() else b""
    again = _yeses(before)
    people = [
        p
        for p in last.values()
        if p.why is not _YES and again.get(p.subscriber, dt.date.min) <= p.since
    ]
    gone = _gone(before)
    unknown = sum(p.subscriber not in gone for p in people)
    new = unknown if dry else len(add(root, people))
    wrong = [n for n, person in found.items() if person is None]
    return Merged(new, len(people) - new, wrong)


def _gone(before: bytes) -> set[SubscriberId]:
    """Whose last word on the list is a no."""
    gone = set[SubscriberId]()
    for line in _KNOWN.finditer(before):
        who = SubscriberId(line[1].decode())
        if line[2].decode() == _YES:
            gone.discard(who)
        else:
            gone.add(who)
    return gone


def _yeses(before: bytes) -> dict[SubscriberId, dt.date]:
    """Who said yes again, and when last."""
    found = {}
    for line in _KNOWN.finditer(before):
        if line[2].decode() == _YES and (one := _suppression(line[0].decode())):
            found[one.subscriber] = one.since
    return found


def _suppression(line: str) -> Suppression | None:
    who, _, rest = line.partition(",")
    why, _, since = rest.partition(",")
    if not _ID.fullmatch(who) or why not in _WHY:
        return None
    try:
        day = dt.date.fromisoformat(since)
    except ValueError:
        return None
    return Suppression(SubscriberId(who), Standing(why), day)
