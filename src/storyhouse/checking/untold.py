"""Built means nothing until the one who asked has heard of it: `loop/built-not-told`.

A sent letter tells those whom it may name, and a finished one will on its day; one
whose day has passed and that nobody marked as sent tells nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.asks import Ask, AskState
from storyhouse.model.audience import Audience
from storyhouse.model.house import House
from storyhouse.model.issues import Issue, IssueStatus
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
    def _ready(self) -> list[tuple[Issue, set[AskId]]]:
        ready = (i for i in self.house.issues.values() if i.status is IssueStatus.READY)
        ordered = sorted(ready, key=lambda i: (i.date, i.id))
        return [(issue, {*self.house.answered_in(issue)}) for issue in ordered]

    def untold(self, ask: Ask, who: PersonId) -> Untold:
        house, built = self.house, self.house.built_by[ask.id]
        telling = [
            issue
            for issue, asks in self._ready
            if (ask.id in asks and who in house.named_in(issue, ask))
            or _goes_to_askers(house, issue, ask, who)
        ]
        return Untold(
            ask,
            who,
            built[0],
            letter=next((i for i in telling if i.day >= house.today), None),
            unmarked=next((i for i in telling if i.day < house.today), None),
            only_draft=all(s.draft or s.date > house.today for s in built),
        )


def _goes_to_askers(house: House, issue: Issue, ask: Ask, who: PersonId) -> bool:
    """Whether a letter is for those who asked for this: `letter sent` notes them."""
    audience = Audience.parse(issue.audience)
    return (
        audience.only_asked
        and ask.id in audience.asked
        and who in house.asking(audience)
    )


#: What to do where a letter may have told them.
_MARK = {"named": "mark-named", "nameless": "mark-nameless"}


def _finding(house: House, owed: Untold) -> Diagnostic:
    asked, index = _where_asked(house, owed.ask, owed.who)
    letter = owed.letter or owed.unmarked
    named = "nameless" if owed.who == ANONYMOUS else "named"
    help_ = _MARK[named] if letter else named
    said = "letter" if owed.letter else "refused" if owed.refused else "waits"
    return Diagnostic(
        where=asked.source.value_at("by", index),
        code="loop/built-not-told",
        variant=f"{said}-{named}",
        help="send" if owed.letter else help_,
        facts={
            "person": owed.who,
            "ask": owed.ask.id,
            "story": str(owed.story.source.path),
            "letter": str(letter.source.path) if letter else "",
        },
        severity=Severity.WARNING if owed.letter or owed.only_draft else Severity.ERROR,
        language=house.language_of(asked),
    )


def _where_asked(house: House, ask: Ask, who: PersonId) -> tuple[Ask, int]:
    """The ask that names somebody, itself or one merged into it, and where in `by`."""
    asked = next(one for one in house.with_merged(ask) if who in one.by)
    return asked, asked.by.index(who)
