"""The loop in figures: what was asked, what came of it, and how long that took.

Counts of what the records bear out. An ask that was joined with another is the same
wish: it counts once, from the day it was first said, with all who said it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_high

from storyhouse.model.asks import Ask, AskState
from storyhouse.model.house import House
from storyhouse.model.people import ANONYMOUS
from storyhouse.model.record import PersonId

#: Of fewer, a middle says nothing that the list of them does not say better.
ENOUGH = 8
#: As many pairs of bars as a narrow screen shows with their figures readable.
_MOST_PERIODS = 12


@dataclass(frozen=True, slots=True)
class Wait:
    """How many days one ask waited for something."""

    ask: Ask
    days: int


@dataclass(frozen=True, slots=True)
class Waits:
    """How long asks waited, the shortest first."""

    each: Sequence[Wait]

    @property
    def half_within(self) -> int | None:
        """Half of them took so many days or fewer; None of too few to say."""
        if len(self.each) < ENOUGH:
            return None
        return median_high(wait.days for wait in self.each)


class Step(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """A month, a quarter or a year: how much was asked and how much was built in it."""

    start: dt.date
    asked: int
    built: int


@dataclass(frozen=True, slots=True)
class Loop:
    """Every ask, counted by how far it has come."""

    asked: Sequence[Ask]
    answered: Sequence[Ask]
    built: Sequence[Ask]
    told: Sequence[Ask]
    declined: Sequence[Ask]
    people: int  # who asked, each once
    notes: int  # what was asked without a name; whether by one or by many, nobody knows
    to_answer: Waits
    to_build: Waits
    credited: Sequence[PersonId]  # each once, in the order of the newest story
    credited_unnamed: int  # credits to somebody who gave no name
    step: Step
    over_time: Sequence[Period]


def loop_of(house: House) -> Loop:
    """The figures of a shop on its day."""
    asked = [ask for ask in house.asks.values() if not ask.merged_into]
    asked.sort(key=lambda ask: (-ask.date.toordinal(), ask.id))
    states = {ask.id: house.state(ask) for ask in asked}
    built = [a for a in asked if states[a.id] in {AskState.BUILT, AskState.TOLD}]
    heard_back = [(ask, _heard_back(house, ask)) for ask in asked]
    made = [(ask, house.built_by[ask.id][0].date) for ask in built]
    everyone = [person for ask in house.asks.values() for person in ask.by]
    credits_ = [c.person for s in house.stories.values() for c in s.credited]
    step, over_time = _over_time(
        [_first_said(house, ask) for ask in asked], [day for _, day in made]
    )
    return Loop(
        asked=asked,
        answered=[ask for ask, day in heard_back if day],
        built=built,
        told=[a for a in asked if states[a.id] is AskState.TOLD],
        declined=[a for a in asked if states[a.id] is AskState.DECLINED],
        people=len({p for p in everyone if p != ANONYMOUS}),
        notes=everyone.count(ANONYMOUS),
        to_answer=_waits(house, heard_back),
        to_build=_waits(house, made),
        credited=[p for p in dict.fromkeys(credits_) if p != ANONYMOUS],
        credited_unnamed=credits_.count(ANONYMOUS),
        step=step,
        over_time=over_time,
    )


def family(house: House, ask: Ask) -> list[Ask]:
    """An ask and all that were joined with it."""
    joined = house.merged_from.get(ask.id, [])
    return [ask, *(one for merged in joined for one in family(house, merged))]


def _first_said(house: House, ask: Ask) -> dt.date:
    return min(one.date for one in family(house, ask))


def _heard_back(house: House, ask: Ask) -> dt.date | None:
    """The day the shop first came back on it: with words, a no, or the thing itself."""
    days = [s.date for s in house.built_by.get(ask.id, [])[:1]]
    for one in family(house, ask):
        days += [answer.date for answer in one.answers if answer.date <= house.today]
        if one.declined and one.declined.date <= house.today:
            days.append(one.declined.date)
    return min(days, default=None)


def _waits(house: House, ended: Iterable[tuple[Ask, dt.date | None]]) -> Waits:
    waits = [
        Wait(ask, max((day - _first_said(house, ask)).days, 0))
        for ask, day in ended
        if day is not None
    ]
    return Waits(sorted(waits, key=lambda wait: (wait.days, wait.ask.id)))


def _over_time(
    asked: Sequence[dt.date], built: Sequence[dt.date]
) -> tuple[Step, list[Period]]:
    """The finest step that fits; of years, the last."""
    days = [*asked, *built]
    if not days:
        return Step.MONTH, []
    for step in Step:
        starts = _starts(min(days), max(days), step)
        if len(starts) <= _MOST_PERIODS:
            break
    starts = starts[-_MOST_PERIODS:]
    return step, [
        Period(
            start,
            sum(_start_of(day, step) == start for day in asked),
            sum(_start_of(day, step) == start for day in built),
        )
        for start in starts
    ]


def _starts(first: dt.date, last: dt.date, step: Step) -> list[dt.date]:
    starts = [_start_of(first, step)]
    while (after := _after(starts[-1], step)) <= last:
        starts.append(after)
    return starts


def _start_of(day: dt.date, step: Step) -> dt.date:
    match step:
        case Step.MONTH:
            return day.replace(day=1)
        case Step.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case _:
            return day.replace(month=1, day=1)


_MONTHS = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


def _after(start: dt.date, step: Step) -> dt.date:
    years, month = divmod(start.month - 1 + _MONTHS[step], 12)
    return start.replace(year=start.year + years, month=month + 1)
