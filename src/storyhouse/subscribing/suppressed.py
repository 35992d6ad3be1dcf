"""Who is never to be written to again: private/suppressed.csv.

Ids and no addresses, so that the list can be kept when the address is forgotten.
Lines are only ever added, each in one write.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storyhouse.model.subscribers import Standing, SubscriberId
from storyhouse.subscribing.places import SUPPRESSED

_HEADER = "subscriber,why,since\n"


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why somebody gets no letters, and since when."""

    subscriber: SubscriberId
    why: Standing  # unsubscribed, cleaned or refused
    since: dt.date


def suppressed(root: Path) -> dict[SubscriberId, Suppression]:
    """Everybody on the list; the first reason stands."""
    path = root / SUPPRESSED
    if not path.is_file():
        return {}
    found: dict[SubscriberId, Suppression] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            since = dt.date.fromisoformat(row["since"])
            who = SubscriberId(row["subscriber"])
            found.setdefault(who, Suppression(who, Standing(row["why"]), since))
    return found


def suppress(root: Path, people: Iterable[Suppression]) -> None:
    """Add to the list, and have it on the disk when this returns."""
    path = root / SUPPRESSED
    path.parent.mkdir(exist_ok=True)
    lines = "".join(f"{p.subscriber},{p.why},{p.since}\n" for p in people)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with open(handle, "ab") as file:  # noqa: PTH123 (by its handle)
        if file.tell() == 0:
            lines = _HEADER + lines
        file.write(lines.encode())
        file.flush()
        os.fsync(file.fileno())
