"""Who is never to be written to again: private/suppressed.csv.

Ids and no addresses, so that the list can be kept when the address is forgotten.
Lines are only ever added, each in one write. What cannot be read stops everything that
asks: a no that is passed over is a letter to somebody who does not want it.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storyhouse.model.subscribers import Standing, SubscriberId
from storyhouse.places import leads_out
from storyhouse.refusing import RefusedError
from storyhouse.subscribing.places import SECRET, SUPPRESSED
from storyhouse.subscribing.rows import keep_name

HEADER = "subscriber,why,since"
_LINE = re.compile(
    r"([0-9a-f]{32}),(unsubscribed|cleaned|refused|active),(\d{4}-\d\d-\d\d)"
)
_TOLD = 10  # lines that are named


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why somebody gets no letters, and since when."""

    subscriber: SubscriberId
    why: Standing  # a no; or `active` for a yes that came after one
    since: dt.date


@dataclass(frozen=True, slots=True)
class Noes:
    """The list as it was read."""

    gone: dict[SubscriberId, Suppression]  # whose last word is a no; the first no
    last: dict[SubscriberId, dt.date]  # when they last said no
    again: dict[SubscriberId, dt.date]  # who said yes after a no, and when last
    wrong: list[int]  # lines that say nothing to us
    begins: bool = True  # whether its first line names the columns; else it was cut


def noes_in(path: Path) -> Noes:
    """Read such a list, ours or a copy; a file that is not there says no of nobody.

    Raises:
        OSError: if it cannot be read.
    """
    try:
        file = path.open(encoding="utf-8", errors="replace", newline="")
    except FileNotFoundError:
        return Noes({}, {}, {}, [])
    with file:
        begins = file.readline().removeprefix("\ufeff").strip() == HEADER
        found = Noes({}, {}, {}, [], begins)
        if not begins:
            file.seek(0)
        for number, line in enumerate(file, 1 + begins):
            one = _suppression(line.strip())
            if one is None and line.strip():
                found.wrong.append(number)
            elif one is not None and one.why is Standing.ACTIVE:
                found.gone.pop(one.subscriber, None)
                found.again[one.subscriber] = one.since
            elif one is not None:
                found.gone.setdefault(one.subscriber, one)
                found.last[one.subscriber] = one.since
    return found


def suppressed(root: Path) -> dict[SubscriberId, Suppression]:
    """Everybody on the list; the first reason stands, until a later yes.

    Raises:
        RefusedError: if a line of it cannot be read, naming all such lines; or if it is
            gone, or emptied, in a shop that has a secret, and so had such a list.
        OSError: if the file cannot be read.
    """
    had = (root / SECRET).is_file()
    if had and not (root / SUPPRESSED).is_file():
        raise RefusedError("subscribers.refused.no-noes", path=str(SUPPRESSED))
    found = noes_in(root / SUPPRESSED)
    if had and not found.begins:
        raise RefusedError("subscribers.refused.emptied-noes", path=str(SUPPRESSED))
    if wrong := found.wrong:
        lines = ", ".join(map(str, wrong[:_TOLD])) + (" …" if wrong[_TOLD:] else "")
        raise RefusedError(
            "subscribers.refused.bad-suppressed", path=str(SUPPRESSED), lines=lines
        )
    return found.gone


def _suppression(line: str) -> Suppression | None:
    if not (read := _LINE.fullmatch(line)):
        return None
    try:
        since = dt.date.fromisoformat(read[3])
    except ValueError:
        return None
    return Suppression(SubscriberId(read[1]), Standing(read[2]), since)


def begin(root: Path) -> None:
    """Have a list, if only an empty one.

    Raises:
        OSError: if it cannot be written.
    """
    path = root / SUPPRESSED
    if not path.is_file():
        with path.open("a", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(f"{HEADER}\n")


def suppress(root: Path, people: Iterable[Suppression]) -> None:
    """Add to the list, and have it on the disk when this returns.

    Raises:
        RefusedError: if the file's path leads out of the shop.
        OSError: if it cannot be written.
    """
    path = root / SUPPRESSED
    if leads_out(root, path):
        raise RefusedError("subscribers.refused.outside", path=str(SUPPRESSED))
    lines = "".join(f"{p.subscriber},{p.why},{p.since}\n" for p in people)
    if not lines:
        return
    path.parent.mkdir(exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(handle).st_size
        if not size and not (root / SECRET).is_file():
            lines = f"{HEADER}\n{lines}"  # of one that was emptied, that stays known
        elif size and _last_byte(handle, size) != b"\n":
            lines = "\n" + lines  # a write that was cut off spoils no other line
        data = lines.encode()
        while data:
            data = data[os.write(handle, data) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if not size:
        keep_name(path.parent)


def _last_byte(handle: int, size: int) -> bytes:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1)
