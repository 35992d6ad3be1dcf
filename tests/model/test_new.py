"""Each thing that became of an ask is told in one letter, whatever its hour was."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from storyhouse.model.asks import Answer, Ask, Declined, Told
from storyhouse.model.became import Became, News, news_for
from storyhouse.model.house import House
from storyhouse.model.issues import Issue, IssueStatus
from storyhouse.model.record import AskId, IssueId, PersonId, StoryId
from storyhouse.model.stories import Change, Story
from tests.shop import SHOPS, Shop

WHO = PersonId("haeseong")
BEGIN = dt.date(2026, 3, 1)
LAST = 9
END = BEGIN + dt.timedelta(days=LAST + 1)


@cache
def small() -> House:
    """The small shop, of which nothing but one person's records is kept."""
    return Shop(SHOPS / "small").house()


@dataclass
class Life:
    """A shop in which one thing after another is written down, or goes out."""

    named: bool  # whether they agreed to be named in letters
    asks: dict[AskId, Ask] = field(default_factory=dict)
    written: dict[StoryId, Story] = field(default_factory=dict)
    issues: dict[IssueId, Issue] = field(default_factory=dict)
    #: In how many letters, of parts and of what letters tell everybody.
    told: Counter[AskId] = field(default_factory=Counter)
    answered: Counter[AskId] = field(default_factory=Counter)
    was: dict[IssueId, list[AskId]] = field(default_factory=dict)

    def house(self, day: dt.date) -> House:
        house = small()
        person = house.people[WHO]
        people = house.people
        if not self.named:
            people = {**people, WHO: replace(person, consent=())}
        return replace(
            house,
            today=day,
            people=people,
            asks=dict(self.asks),
            written=dict(self.written),
            issues=dict(self.issues),
        )

    def happens(self, what: str, day: dt.date) -> AskId:
        """Something becomes of an ask of its own."""
        ask = AskId(f"ask-{len(self.asks)}")
        (pattern,) = small().asks.values()
        asked = replace(
            pattern,
            id=ask,
            by=(WHO,),
            date=BEGIN - dt.timedelta(days=9),
            answers=(Answer(date=day, words="Yes."),) if what == "answer" else (),
            declined=Declined(date=day, because="No.") if what == "no" else None,
            told=(),
        )
        self.asks[ask] = asked
        if what == "built":
            story = next(s for s in small().written.values() if isinstance(s, Change))
            id_ = StoryId(f"story-{ask}")
            self.written[id_] = replace(story, id=id_, date=day, answers=(ask,))
        return ask

    def letter(self, day: dt.date, *, carries: bool) -> None:
        """A letter goes out, and what it told is written down."""
        (pattern,) = small().issues.values()
        id_ = IssueId(f"letter-{len(self.issues):02}")
        hour = dt.time(len(self.issues), tzinfo=pattern.date.tzinfo)
        carried = [s.id for s in self.written.values() if s.date == day]
        issue = replace(
            pattern,
            id=id_,
            date=dt.datetime.combine(day, hour),
            stories=tuple(carried if carries else ()),
            since=None,
            status=IssueStatus.READY,
        )
        self.issues[id_] = issue
        house = self.house(day)
        news = news_for(house, issue, WHO)
        self.was[id_] = house.answered_in(issue)
        self.told.update(one.ask.id for one in news)
        self.answered.update(self.was[id_])
        for one in news:
            self._note(one, day)
        self.issues[id_] = replace(issue, status=IssueStatus.SENT)

    def _note(self, news: News, day: dt.date) -> None:
        """As `letter sent` does."""
        if news.became is Became.BUILT:
            note = Told(person=WHO, how="in a letter", date=day, thanked=True)
            self.asks[news.ask.id] = replace(self.asks[news.ask.id], told=(note,))


STEPS = st.tuples(
    st.sampled_from(["answer", "no", "built", "letter", "carrying letter"]),
    st.integers(0, LAST),
)


def lived(
    steps: list[tuple[str, int]], *, named: bool
) -> tuple[Life, dict[AskId, dt.date]]:
    """A life with a letter at its end, and when what became of which ask."""
    life, days = Life(named), {}
    for what, later in sorted(steps, key=lambda step: step[1]):
        day = BEGIN + dt.timedelta(days=later)
        if what.endswith("letter"):
            life.letter(day, carries=what != "letter")
        else:
            days[life.happens(what, day)] = day
    life.letter(END, carries=False)
    return life, days


@given(st.lists(STEPS, max_size=14))
def test_whatever_the_order_their_own_part_tells_it_once(
    steps: list[tuple[str, int]],
) -> None:
    life, days = lived(steps, named=False)
    first = min(issue.day for issue in life.issues.values())
    assert {ask: life.told[ask] for ask in days} == {
        ask: int(first <= day) for ask, day in days.items()
    }


@given(st.lists(STEPS, max_size=14))
def test_so_does_what_everybody_reads(steps: list[tuple[str, int]]) -> None:
    """And of who may be named there, their own part tells nothing that it does not."""
    life, days = lived(steps, named=True)
    first = min(issue.day for issue in life.issues.values())
    house = life.house(END)
    for ask, day in days.items():
        once = int(first <= day)
        if ask in house.built_by:
            assert life.answered[ask] == once
            assert life.told[ask] <= once
        else:
            assert life.told[ask] == once


@given(st.lists(STEPS, max_size=14))
def test_what_is_written_later_was_told_by_no_letter_before(
    steps: list[tuple[str, int]],
) -> None:
    life, _ = lived(steps, named=True)
    house = life.house(END)
    sent = {id_: house.answered_in(issue) for id_, issue in house.issues.items()}
    assert sent == life.was
