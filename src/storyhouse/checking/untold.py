"""Built means nothing until the one who asked has heard of it: `loop/built-not-told`.

A sent letter tells those whom it may name, and a finished one will on its day; one
whose day has passed and that nobody marked as sent tells nobody. Who may not be named
reads it in a part of their own, if the list of subscribers knows who they are: only
sending can tell, and `letter sent` notes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.asks import Ask, AskState
from storyhouse.model.audience import Audience
from storyhouse.model.became import Became, news_for
from storyhouse.model.house import House
from storyhouse.model.issues import EVERYONE, Issue, IssueStatus
from storyhouse.model.people import ANONYMOUS
from storyhouse.model.record import AskId, PersonId
from storyhouse.model.stories import Story


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Everybody who waits to hear, at the place where they asked."""
    for owed in untold(house):
        yield _finding(house, owed)


@dataclass(frozen=True, slots=True)
class Untold:
    """Somebody who asked for what is built and has not heard."""

    ask: Ask  # the one that was built, whichever they wrote
    who: PersonId
    story: Story  # the first that answers it
    letter: Issue | None = None  # one that will tell them on its day
    unmarked: Issue | None = None  # one that would have, had it been marked as sent
    if_listed: bool = False  # by that letter, only if the list knows who they are
    could: Issue | None = None  # one of its own day that would, if it carried the story
    only_draft: bool = False  # nothing that answers it is out yet

    @property
    def refused(self) -> bool:
        """Whether they were told no before it was built."""
        return self.ask.declined is not None


def untold(house: House) -> Iterator[Untold]:
    """Who waits to hear that their ask is built, ask by ask."""
    letters = _Letters(house)
    for ask in house.asks.values():
        if house.state(ask) is AskState.BUILT:
            for who in house.untold(ask):
                if who == ANONYMOUS or who in house.people:
                    yield letters.untold(ask, who)


@dataclass(frozen=True)
class _Letters:
    """The finished letters that are not marked as sent."""

    house: House

    @cached_property
    def _ready(self) -> list[_Ready]:
        ready = (i for i in self.house.issues.values() if i.status is IssueStatus.READY)
        ordered = sorted(ready, key=lambda i: (i.date, i.id))
        return [_Ready(self.house, issue) for issue in ordered]

    def untold(self, ask: Ask, who: PersonId) -> Untold:
        house, built = self.house, self.house.built_by[ask.id]
        naming = [ready.issue for ready in self._ready if ready.names(ask, who)]
        reaching = [ready.issue for ready in self._ready if ready.reaches(ask, who)]
        coming, passed = (
            [i for i in (*naming, *reaching) if (i.day >= house.today) is later]
            for later in (True, False)
        )
        telling = [*coming, *passed]
        return Untold(
            ask,
            who,
            built[0],
            letter=coming[0] if coming else None,
            unmarked=passed[0] if passed else None,
            if_listed=bool(telling) and telling[0] not in naming,
            could=None if telling else self._could(built[0]),
            only_draft=all(s.draft or s.date > house.today for s in built),
        )

    def _could(self, story: Story) -> Issue | None:
        """A letter of its own day leaves a story to the next, unless it carries it."""
        issues = (ready.issue for ready in self._ready)
        same_day = (i for i in issues if i.day == story.date >= self.house.today)
        return next((i for i in same_day if i.audience == EVERYONE), None)


# Not slotted: `cached_property` keeps what it worked out in the instance.
@dataclass(frozen=True)
class _Ready:
    """A finished letter, and whom it will tell what."""

    house: House
    issue: Issue

    @cached_property
    def _asks(self) -> set[AskId]:
        return {*self.house.answered_in(self.issue)}

    @cached_property
    def _then(self) -> House:
        return self.house.on(self.issue.day)

    def names(self, ask: Ask, who: PersonId) -> bool:
        """Whether everybody reads there that it was built for them."""
        return ask.id in self._asks and who in self.house.named_in(self.issue, ask)

    def reaches(self, ask: Ask, who: PersonId) -> bool:
        """Whether it tells them, should they be on the list: `letter sent` notes it."""
        audience = Audience.parse(self.issue.audience)
        if audience.only_asked and who in self.house.asking(audience):
            return ask.id in audience.asked or self._tells(ask, who)
        return audience == Audience() and self._tells(ask, who)

    def _tells(self, ask: Ask, who: PersonId) -> bool:
        news = news_for(self._then, self.issue, who)
        return any(n.ask.id == ask.id and n.became is Became.BUILT for n in news)


def _finding(house: House, owed: Untold) -> Diagnostic:
    asked, index = _where_asked(house, owed.ask, owed.who)
    letter = owed.letter or owed.unmarked
    return Diagnostic(
        where=asked.source.value_at("by", index),
        code="loop/built-not-told",
        variant=_said(owed),
        help=_help(owed),
        facts={
            "person": owed.who,
            "ask": owed.ask.id,
            "story": str(owed.story.source.path),
            "letter": str(letter.source.path) if letter else "",
            "issue": letter.id if letter else "",
            "could": str(owed.could.source.path) if owed.could else "",
            "id": owed.story.id,
        },
        severity=Severity.WARNING if owed.letter or owed.only_draft else Severity.ERROR,
        language=house.language_of(asked),
    )


#: What to do, by what there is: also where a letter may have told them, or could.
_TELL = {"named": "named", "nameless": "nameless"}
_MARK = {"named": "mark-named", "nameless": "mark-nameless"}
_CARRY = {"named": "carry-named", "nameless": "carry-nameless"}


def _said(owed: Untold) -> str:
    if owed.letter and owed.if_listed:
        return "part-named"
    said = "letter" if owed.letter else "refused" if owed.refused else "waits"
    return f"{said}-{_named(owed)}"


def _help(owed: Untold) -> str:
    if owed.letter:
        return "part" if owed.if_listed else "send"
    if owed.unmarked and owed.if_listed:
        return "mark-part"
    by = _MARK if owed.unmarked else _CARRY if owed.could else _TELL
    return by[_named(owed)]


def _named(owed: Untold) -> str:
    return "nameless" if owed.who == ANONYMOUS else "named"


def _where_asked(house: House, ask: Ask, who: PersonId) -> tuple[Ask, int]:
    """The ask that names somebody, itself or one merged into it, and where in `by`."""
    asked = next(one for one in house.with_merged(ask) if who in one.by)
    return asked, asked.by.index(who)
