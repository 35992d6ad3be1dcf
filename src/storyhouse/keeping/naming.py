"""Does what was just written down name somebody who may not be named?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from storyhouse.checking import names
from storyhouse.checking.judging import Judge
from storyhouse.diagnostics import Diagnostic
from storyhouse.keeping.desk import Desk


def named_in(desk: Desk, *paths: Path) -> list[Diagnostic]:
    """What the next check would say of the names in some asks, and of them alone."""
    house = desk.house
    alone = replace(
        house,
        asks={id_: a for id_, a in house.asks.items() if a.source.path in paths},
        written={},
        pages={},
        issues={},
        events={},
        open_letters={},
        neighbourhood=None,
    )
    judge = Judge(alone)
    found = judge.judged(names.check(alone, judge.settings))
    return [d for d in found if d.where.path in paths]
