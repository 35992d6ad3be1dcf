"""What is owed to those who answered a letter: that somebody reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from storyhouse.model.house import House
from storyhouse.owing.owed import Kind, Owed
from storyhouse.places import Location, leads_out
from storyhouse.subscribing.places import ANSWERS

_DAY = len("2026-11-20")


def of_answers(house: House) -> Iterator[Owed]:
    """All that lie there at once; a file goes when its answer is kept."""
    folder = house.folder / ANSWERS
    if leads_out(house.folder, folder) or not folder.is_dir():
        return
    names = sorted(p.name for p in folder.glob("*.yml") if p.is_file())
    if names:
        path = ANSWERS / names[0]
        yield Owed(
            kind=Kind.UNREAD,
            since=_day(names[0], house.today),
            where=Location(path),
            facts={"count": len(names), "file": path.as_posix()},
            command=("inbox", "keep", path.stem),
        )


def _day(name: str, today: dt.date) -> dt.date:
    """The day in a file's name; today, if an owner has called it something else."""
    try:
        return min(dt.date.fromisoformat(name[:_DAY]), today)
    except ValueError:
        return today
