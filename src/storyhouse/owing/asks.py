"""What is owed to those who asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from storyhouse.checking.untold import Untold, untold
from storyhouse.model.asks import Ask, AskState, PlanState
from storyhouse.model.house import House
from storyhouse.model.people import ANONYMOUS
from storyhouse.model.record import PersonId
from storyhouse.model.subscribers import Standing
from storyhouse.owing.owed import Kind, Owed
from storyhouse.places import KeyPath
from storyhouse.subscribing.list import SubscriberList
from storyhouse.words import Words

#: What an owner puts their own words in the place of.
BLANK = "…"
#: Long enough to keep it, and short enough to be one.
_A_NEW_PROMISE = dt.timedelta(days=14)
_WAITING = {AskState.HEARD, AskState.ANSWERED, AskState.PLANNED, AskState.BUILDING}


def of_asks(house: House, words: Words) -> Iterator[Owed]:
    """Answers, news, promises, thanks and second thoughts."""
    for ask in house.asks.values():
        yield from _unanswered(house, ask)
        yield from _promised(house, ask)
        yield from _unthanked(house, ask)
        yield from _look_again(house, ask)
    owed = [u for u in untold(house) if not u.only_draft]
    listed = _listed(house) if any(u.letter and u.if_listed for u in owed) else set()
    waiting = (u for u in owed if not _will_hear(u, listed))
    for _id, each in groupby(waiting, key=lambda u: u.ask.id):
        yield _untold(house, [*each], words)


def _listed(house: House) -> set[PersonId]:
    """The people of the shop who get its letters."""
    active = (s for s in SubscriberList(house.folder) if s.status is Standing.ACTIVE)
    return {s.person for s in active if s.person}


def _will_hear(untold: Untold, listed: set[PersonId]) -> bool:
    """Whether a letter that is finished will tell them on its day."""
    if untold.letter is None:
        return False
    return untold.who in listed or not untold.if_listed


def _unanswered(house: House, ask: Ask) -> Iterator[Owed]:
    if house.state(ask) is AskState.HEARD and ask.date <= house.today:
        yield _of(
            ask,
            Kind.UNANSWERED,
            ("date",),
            since=ask.date,
            who=ask.by,
            command=("ask", "answer", ask.id, BLANK),
        )


def _untold(house: House, owed: list[Untold], words: Words) -> Owed:
    ask, first = owed[0].ask, owed[0]
    some = len(owed) < len(house.untold(ask))
    persons = [word for u in owed for word in ("--person", u.who)] if some else []
    only_nameless = all(u.who == ANONYMOUS for u in owed)
    how = words.say(f"today.how.{'nameless' if only_nameless else 'named'}")
    late = [u for u in owed if u.unmarked and not u.letter]
    unmarked = next((u.unmarked for u in late), None)
    note = "unmarked-part" if any(u.if_listed for u in late) else "unmarked"
    return _of(
        ask,
        Kind.UNTOLD,
        ("by",),
        since=first.story.date,
        who=tuple(u.who for u in owed),
        command=("ask", "told", ask.id, *persons, "--how", how),
        variant="refused" if first.refused else "plain",
        facts={
            "letter": str(unmarked.source.path) if unmarked else "",
            "issue": unmarked.id if unmarked else "",
        },
        note=note if unmarked else "",
    )


def _promised(house: House, ask: Ask) -> Iterator[Owed]:
    promised = ask.plan.promised_by if ask.plan else None
    if promised and promised < house.today and house.state(ask) in _WAITING:
        building = ask.plan is not None and ask.plan.state is PlanState.BUILDING
        yield _of(
            ask,
            Kind.PROMISE,
            ("plan", "promised_by"),
            since=promised,
            who=tuple(house.askers(ask)),
            command=(
                *("ask", "plan", ask.id),
                *(["--building"] if building else []),
                *("--until", str(house.today + _A_NEW_PROMISE)),
            ),
        )


def _unthanked(house: House, ask: Ask) -> Iterator[Owed]:
    """Who was told without thanks, and is thanked in no story and no letter."""
    thanked = {told.person for told in ask.told if told.thanked}
    thanked |= {*house.told_by_letter(ask)}
    for story in house.built_by.get(ask.id, []):
        thanked |= {credit.person for credit in story.credited}
    for index, told in enumerate(ask.told):
        person = house.people.get(told.person)
        gone = person and person.withdrawn and person.withdrawn <= house.today
        if told.person not in thanked and not gone and told.date <= house.today:
            yield _of(
                ask,
                Kind.UNTHANKED,
                ("told", index),
                since=told.date,
                who=(told.person,),
                command=("ask", "told", ask.id, "--person", told.person, "--thanked"),
            )


def _look_again(house: House, ask: Ask) -> Iterator[Owed]:
    """A no to think of again; whoever asked hears how it stands, and then it rests."""
    day = ask.declined.look_again if ask.declined else None
    if day is None or day > house.today or any(a.date >= day for a in ask.answers):
        return
    if house.state(ask) is AskState.DECLINED:
        yield _of(
            ask,
            Kind.LOOK_AGAIN,
            ("declined", "look_again"),
            since=day,
            who=tuple(house.askers(ask)),
            command=("ask", "answer", ask.id, BLANK),
        )


def _of(ask: Ask, kind: Kind, at: KeyPath, **more: object) -> Owed:
    facts = {"title": ask.title, "ask": ask.id, **more.pop("facts", {})}  # type: ignore[dict-item]
    where = ask.source.value_at(*at)
    return Owed(kind=kind, where=where, facts=facts, **more)  # type: ignore[arg-type]
