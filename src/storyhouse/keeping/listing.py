"""The asks of a shop, by how far they have come and how long they have waited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from storyhouse.keeping.desk import Desk, path_of
from storyhouse.keeping.wording import one_line
from storyhouse.model.asks import Ask, AskState

#: What is owed first.
ORDER = (
    AskState.HEARD,
    AskState.ANSWERED,
    AskState.PLANNED,
    AskState.BUILDING,
    AskState.BUILT,
    AskState.DECLINED,
    AskState.TOLD,
    AskState.MERGED,
)


@dataclass(frozen=True, slots=True)
class Row:
    """An ask in a list. For the owner alone: names and words, consent or not."""

    id: str
    title: str
    words: str
    state: AskState
    date: dt.date
    days: int
    askers: tuple[str, ...]
    untold: tuple[str, ...]
    promised_by: dt.date | None
    merged_into: str | None
    path: str

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        return {
            "id": self.id,
            "title": self.title,
            "words": self.words,
            "state": str(self.state),
            "date": str(self.date),
            "days": self.days,
            "askers": [*self.askers],
            "untold": [*self.untold],
            "promised_by": str(self.promised_by) if self.promised_by else None,
            "merged_into": self.merged_into,
            "path": self.path,
        }


def rows(desk: Desk, state: AskState | None = None) -> list[Row]:
    """All asks or those in one state: by state, then the oldest first."""
    found = (_row(desk, ask) for ask in desk.house.asks.values())
    wanted = [row for row in found if state is None or row.state is state]
    return sorted(wanted, key=lambda r: (ORDER.index(r.state), r.date, r.id))


def _row(desk: Desk, ask: Ask) -> Row:
    house = desk.house
    state = house.state(ask)
    due = state in {AskState.BUILT, AskState.DECLINED}
    promised = state in {AskState.PLANNED, AskState.BUILDING}
    return Row(
        id=ask.id,
        title=ask.title,
        words=one_line(ask.words.opened()),
        state=state,
        date=ask.date,
        days=(house.today - ask.date).days,
        askers=tuple(house.askers(ask)),
        untold=tuple(house.untold(ask)) if due else (),
        promised_by=ask.plan.promised_by if ask.plan and promised else None,
        merged_into=ask.merged_into,
        path=str(path_of(ask.id)),
    )
