"""What customers asked for, and what became of it: content/asks/*.yml."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from storyhouse.model.people import Guarded
from storyhouse.model.record import AskId, Language, PersonId, Record


class AskState(StrEnum):
    """How far an ask has come. Worked out by `House.state`, never written."""

    HEARD = "heard"
    ANSWERED = "answered"
    PLANNED = "planned"
    BUILDING = "building"
    BUILT = "built"
    TOLD = "told"
    DECLINED = "declined"
    MERGED = "merged"


class PlanState(StrEnum):
    """What an owner can say of an ask that is neither built nor declined."""

    PLANNED = "planned"
    BUILDING = "building"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the shop said to an ask."""

    date: dt.date
    words: str
    by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is meant to be done, and until when."""

    state: PlanState
    promised_by: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A no, with its reason, and something instead or a day to look again."""

    date: dt.date
    because: str
    instead: str = ""
    look_again: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody heard what became of what they asked."""

    person: PersonId
    how: str
    date: dt.date
    thanked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Record):
    """A wish or complaint. The words are those of the first person in `by`."""

    id: AskId
    title: str
    words: Guarded[str]
    by: tuple[PersonId, ...]
    date: dt.date
    via: str = ""
    answers: tuple[Answer, ...] = ()
    plan: Plan | None = None
    declined: Declined | None = None
    merged_into: AskId | None = None
    told: tuple[Told, ...] = ()
    language: Language | None = None
