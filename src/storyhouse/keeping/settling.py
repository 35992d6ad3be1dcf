"""What the shop says and does about an ask: answer, plan, decline, merge, tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storyhouse.editing.changes import Add, Change, Put
from storyhouse.editing.files import edit
from storyhouse.editing.written import Plain
from storyhouse.keeping.desk import Desk, path_of
from storyhouse.keeping.knowing import Acquaintance
from storyhouse.keeping.refused import RefusedError
from storyhouse.keeping.wording import is_blank, plain
from storyhouse.model.asks import Ask, AskState, PlanState
from storyhouse.model.people import ANONYMOUS
from storyhouse.model.record import AskId, PersonId

_DONE = {AskState.BUILT, AskState.TOLD}


@dataclass(frozen=True, slots=True)
class Merged:
    """Where an ask went, and everybody who asks for it now."""

    path: Path
    into: AskId
    askers: list[PersonId]


@dataclass(frozen=True, slots=True)
class Told:
    """Who was noted as told."""

    path: Path
    people: list[PersonId]


def answer(desk: Desk, ask: Ask, words: str, by: str = "") -> Path:
    """Note what the shop said, in the name of its owner or of somebody else.

    Raises:
        RefusedError: if there are no words, or nobody knows who speaks.
    """
    said = plain(words)
    if not said:
        raise RefusedError("no-answer")
    _written(said)
    who = Acquaintance.of(desk).one_of(by) if by else desk.owner
    if who == ANONYMOUS:
        raise RefusedError("nobody-answers")
    entry: dict[str, Plain] = {"date": desk.today}
    entry |= {"by": who} if who else {}
    return _edit(desk, ask, Add(("answers",), {**entry, "words": said}))


def plan(
    desk: Desk, ask: Ask, *, building: bool = False, until: dt.date | None = None
) -> Path:
    """Note that it will be done, or is being done, and until when.

    Raises:
        RefusedError: if it is settled already, or the day has passed.
    """
    _open(desk, ask, *_DONE, AskState.DECLINED)
    if until and until < desk.today:
        raise RefusedError("day-passed", day=str(until))
    state = PlanState.BUILDING if building else PlanState.PLANNED
    changes: list[Change] = [Put(("plan", "state"), str(state))]
    changes += [Put(("plan", "promised_by"), until)] if until else []
    return _edit(desk, ask, *changes)


def decline(
    desk: Desk,
    ask: Ask,
    because: str,
    instead: str = "",
    look_again: dt.date | None = None,
) -> Path:
    """Note a no, with its reason, and something instead or a day to look again.

    Raises:
        RefusedError: if one of these is missing, or it is settled already.
    """
    _open(desk, ask, *_DONE, AskState.DECLINED)
    reason, other = plain(because), plain(instead)
    _written(reason, other)
    if not reason:
        raise RefusedError("no-reason", id=ask.id)
    if not other and look_again is None:
        raise RefusedError("no-instead", id=ask.id)
    if look_again and look_again <= desk.today:
        raise RefusedError("day-passed", day=str(look_again))
    entry: dict[str, Plain] = {"date": desk.today, "because": reason}
    entry |= {"instead": other} if other else {}
    entry |= {"look_again": look_again} if look_again else {}
    return _edit(desk, ask, Put(("declined",), entry))


def merge(desk: Desk, ask: Ask, into: Ask) -> Merged:
    """Put an ask to another that says the same; whoever asked is kept.

    Raises:
        RefusedError: if it went somewhere already, or would lead to itself.
    """
    _open(desk, ask)
    target = root_of(desk, into)
    if target.merged_into:
        raise _circle(target)
    if target.id == ask.id:
        raise RefusedError("merge-circle", id=ask.id, into=into.id)
    path = _edit(desk, ask, Put(("merged_into",), target.id))
    house = desk.house
    askers = dict.fromkeys((*house.askers(target), *house.askers(ask)))
    return Merged(path, target.id, [*askers])


def root_of(desk: Desk, ask: Ask) -> Ask:
    """The ask that one was merged into, and that one, to the last.

    Of a circle, which has no last, one that was merged itself.
    """
    seen = {ask.id}
    while ask.merged_into and ask.merged_into not in seen:
        seen.add(ask.merged_into)
        ask = desk.ask(ask.merged_into)
    return ask


def tell(
    desk: Desk,
    ask: Ask,
    people: Sequence[str],
    how: str,
    *,
    thanked: bool | None = None,
) -> Told:
    """Note who has heard what became of it: those named, or all who have not.

    Args:
        desk: the shop.
        ask: what they asked for.
        people: ids or names; nobody named is everybody who is due.
        how: how they heard.
        thanked: whether they were thanked, too. Said in so many words, it is also so
            of those who were told without thanks; unsaid, only of those told now.

    Raises:
        RefusedError: if nothing became of it yet, or somebody named did not ask.
    """
    _open(desk, ask)
    _written(how)
    if not plain(how):
        raise RefusedError("no-how")
    house = desk.house
    if house.state(ask) not in {*_DONE, AskState.DECLINED}:
        raise RefusedError("nothing-to-tell", id=ask.id)
    who = _named(desk, ask, people) if people else house.untold(ask)
    if thanked and not people:
        who = list(dict.fromkeys((*who, *_unthanked(desk, ask))))
    thanks = thanked is not False
    changes = [c for w in who for c in _telling(desk, ask, w, how, thanked=thanks)]
    path = _edit(desk, ask, *changes) if changes else path_of(ask.id)
    return Told(path, who)


def _telling(
    desk: Desk, ask: Ask, who: PersonId, how: str, *, thanked: bool
) -> list[Change]:
    """A new entry; or the thanks that were missing, in the one that is there."""
    open_ = [i for i, t in enumerate(ask.told) if t.person == who and not t.thanked]
    if open_ and thanked:
        return [Put(("told", i, "thanked"), value=True) for i in open_]
    entry: dict[str, Plain] = {"person": who, "how": plain(how), "date": desk.today}
    return [Add(("told",), {**entry, "thanked": thanked})]


def _unthanked(desk: Desk, ask: Ask) -> list[PersonId]:
    """Who was told without thanks, and has not withdrawn."""
    people, is_gone = desk.house.people, desk.house.is_gone
    told = (t.person for t in ask.told if not t.thanked)
    return [who for who in told if not (who in people and is_gone(who))]


def _named(desk: Desk, ask: Ask, people: Sequence[str]) -> list[PersonId]:
    known = Acquaintance.of(desk)
    who = list(dict.fromkeys(known.one_of(word) for word in people))
    askers = desk.house.askers(ask)
    for one in who:
        if one not in askers:
            raise RefusedError(
                "not-an-asker", name=one, id=ask.id, askers=", ".join(askers)
            )
        person = desk.house.people.get(one)
        if person and person.withdrawn and person.withdrawn <= desk.today:
            raise RefusedError("wants-out", name=one)
    return who


def _open(desk: Desk, ask: Ask, *settled: AskState) -> None:
    """Refuse what an ask in its state cannot take."""
    state = desk.house.state(ask)
    if state is AskState.MERGED:
        root = root_of(desk, ask)
        if root.merged_into:
            raise _circle(ask)
        raise RefusedError("is-merged", id=ask.id, into=root.id)
    if state in settled:
        code = "is-declined" if state is AskState.DECLINED else "is-built"
        raise RefusedError(code, id=ask.id, path=str(path_of(ask.id)))


def _circle(ask: Ask) -> RefusedError:
    return RefusedError("in-circle", id=ask.id, path=str(path_of(ask.id)))


def _written(*said: str) -> None:
    """Refuse the sign that keeps the place of words."""
    if any(map(is_blank, said)):
        raise RefusedError("blank")


def _edit(desk: Desk, ask: Ask, *changes: Change) -> Path:
    path = ask.source.path
    edit(desk.root, path, *changes)
    return path
