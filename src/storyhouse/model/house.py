"""Everything a shop has told us, and how it hangs together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NewType, TypeVar

from storyhouse.model.asks import Ask, AskState, PlanState
from storyhouse.model.audience import Audience
from storyhouse.model.baseline import Baseline
from storyhouse.model.events import Event
from storyhouse.model.issues import EVERYONE, Issue, IssueStatus
from storyhouse.model.neighbours import Neighbour, Neighbours, Post
from storyhouse.model.new import New
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.packs import Pack
from storyhouse.model.people import ANONYMOUS, Channel, Part, Person
from storyhouse.model.record import (
    AskId,
    EventId,
    IssueId,
    Language,
    OpenLetterId,
    PersonId,
    ProductId,
    StoryId,
)
from storyhouse.model.shop import Shop
from storyhouse.model.showing import LETTER, SITE, Showing
from storyhouse.model.stories import Kind, Page, Product, Status, Story
from storyhouse.model.theme import Theme

K = TypeVar("K")
V = TypeVar("V")


# Not slotted: `cached_property` keeps what it worked out in the instance.
@dataclass(frozen=True, kw_only=True)
class House:
    """The shop's whole content on one day.

    Records name one another by id; look them up here. `written` holds every story,
    `stories` those that are out: no draft, and dated today or before.
    """

    folder: Path
    today: dt.date
    drafts: bool = False  # whether drafts and what is dated later are out, too
    shop: Shop
    people: Mapping[PersonId, Person]
    asks: Mapping[AskId, Ask]
    written: Mapping[StoryId, Story]
    pages: Mapping[str, Page]
    issues: Mapping[IssueId, Issue]
    theme: Theme
    packs: Sequence[Pack] = ()  # storyhouse's and the shop's own
    baseline: Baseline | None = None
    events: Mapping[EventId, Event] = field(default_factory=dict)
    open_letters: Mapping[OpenLetterId, OpenLetter] = field(default_factory=dict)
    neighbourhood: Neighbours | None = None
    posts: Sequence[Post] = ()  # what neighbours wrote last, newest first

    def showing(
        self, channels: frozenset[Channel] = SITE, day: dt.date | None = None
    ) -> Showing:
        """The door to people's names, photos and words, for some channels and a day."""
        return Showing(people=self.people, channels=channels, day=day or self.today)

    def out_by(self, day: dt.date) -> dict[StoryId, Story]:
        """The stories a reader can meet on a day, newest first."""
        out = [
            s
            for s in self.written.values()
            if self.drafts or (not s.draft and s.date <= day)
        ]
        return {s.id: s for s in sorted(out, key=lambda s: (-s.date.toordinal(), s.id))}

    @cached_property
    def stories(self) -> Mapping[StoryId, Story]:
        """The stories a reader can meet today, newest first."""
        return self.out_by(self.today)

    def of_kind(self, kind: Kind) -> list[Story]:
        """The stories of a kind that are out, newest first."""
        return [s for s in self.stories.values() if s.KIND is kind]

    @cached_property
    def letters(self) -> list[Issue]:
        """The issues that have a page on the site, newest first."""
        sent = [i for i in self.issues.values() if self.drafts or self._is_out(i)]
        return sorted(sent, key=lambda i: (i.date, i.id), reverse=True)

    def _is_out(self, issue: Issue) -> bool:
        return not issue.is_draft and issue.day <= self.today

    @cached_property
    def sent(self) -> list[Issue]:
        """The issues that are in people's mailboxes, oldest first."""
        gone = (i for i in self.issues.values() if i.status is IssueStatus.SENT)
        return sorted(
            (i for i in gone if i.day <= self.today), key=lambda i: (i.date, i.id)
        )

    @property
    def neighbours(self) -> Sequence[Neighbour]:
        """The neighbours, in the order they are shown."""
        return self.neighbourhood.neighbours if self.neighbourhood else ()

    @cached_property
    def gatherings(self) -> list[Event]:
        """The events that are out, by when they begin."""
        out = (e for e in self.events.values() if self.drafts or not e.draft)
        return sorted(out, key=lambda e: (e.start, e.id))

    @cached_property
    def told_openly(self) -> list[OpenLetter]:
        """The open letters that are out, newest first."""
        out = (
            letter
            for letter in self.open_letters.values()
            if self.drafts or (not letter.draft and letter.date <= self.today)
        )
        return sorted(out, key=lambda o: (-o.date.toordinal(), o.id))

    def on(self, day: dt.date) -> House:
        """The house as it will be on a day to come; today's for one that has passed."""
        return self if day <= self.today else replace(self, today=day)

    # Languages and signatures: what a record does not say, the shop says.

    def language_of(
        self, record: Story | Page | Issue | Ask | Event | OpenLetter
    ) -> Language:
        """The record's language, or the shop's."""
        return record.language or self.shop.language

    def author_of(self, record: Story | Issue | OpenLetter) -> PersonId:
        """Who signs: what nobody else signs, the owner does."""
        return record.by or self.shop.owner

    # From one record to those that name it.

    @cached_property
    def built_by(self) -> Mapping[AskId, list[Story]]:
        """From an ask to the stories that are its answer, oldest first."""
        return _grouped(
            (ask, story)
            for story in oldest_first(self.stories)
            for ask in story.built_for
        )

    @cached_property
    def in_the_making(self) -> Mapping[AskId, list[Product]]:
        """From an ask to the products that are being tested for it."""
        return _grouped(
            (ask, story)
            for story in self.stories.values()
            if isinstance(story, Product) and story.status is Status.TESTING
            for ask in story.asks
        )

    @cached_property
    def told_in(self) -> Mapping[AskId, list[Story]]:
        """From an ask to every story that touches it, newest first."""
        return _grouped(
            (ask, story)
            for story in self.stories.values()
            for ask in dict.fromkeys((*story.asks, *story.built_for))
        )

    @cached_property
    def about_product(self) -> Mapping[ProductId, list[Story]]:
        """From a product to the stories that touch it, newest first."""
        return _grouped(
            (product, story)
            for story in self.stories.values()
            for product in story.products
        )

    @cached_property
    def asked_by(self) -> Mapping[PersonId, list[Ask]]:
        """From a person to what they asked, newest first; the anonymous left out."""
        newest_first = sorted(
            self.asks.values(), key=lambda a: (-a.date.toordinal(), a.id)
        )
        return _grouped(
            (person, ask)
            for ask in newest_first
            for person in ask.by
            if person != ANONYMOUS
        )

    @cached_property
    def appears_in(self) -> Mapping[PersonId, list[Story]]:
        """From a person to the stories they are in, whatever they did there."""
        return _grouped(
            (person, story)
            for story in self.stories.values()
            for person in people_in(story)
        )

    @cached_property
    def merged_from(self) -> Mapping[AskId, list[Ask]]:
        """From an ask to those that were merged into it."""
        return _grouped(
            (ask.merged_into, ask) for ask in self.asks.values() if ask.merged_into
        )

    def askers(self, ask: Ask) -> list[PersonId]:
        """Who asked for it, those of merged asks included, in order of asking."""
        return list(dict.fromkeys(w for one in self.with_merged(ask) for w in one.by))

    def with_merged(self, ask: Ask) -> list[Ask]:
        """An ask, then those merged into it, each with its own; a circle only once."""
        found: dict[AskId, Ask] = {}
        waiting = [ask]
        while waiting:
            one = waiting.pop()
            if one.id not in found:
                found[one.id] = one
                waiting += reversed(self.merged_from.get(one.id, []))
        return [*found.values()]

    def state(self, ask: Ask) -> AskState:  # noqa: PLR0911 (a ladder: a rung for each state)
        """How far an ask has come: the furthest that the records bear out."""
        built = self.built_by.get(ask.id)
        if ask.merged_into:
            return AskState.MERGED
        if built and (not ask.declined or built[-1].date >= ask.declined.date):
            told = self.told(ask) and not self.untold(ask)
            return AskState.TOLD if told else AskState.BUILT
        if ask.declined:
            return AskState.DECLINED
        if ask.plan and ask.plan.state is PlanState.BUILDING:
            return AskState.BUILDING
        if self.in_the_making.get(ask.id):
            return AskState.BUILDING
        if ask.plan:
            return AskState.PLANNED
        return AskState.ANSWERED if ask.answers else AskState.HEARD

    def told(self, ask: Ask) -> dict[PersonId, dt.date]:
        """Who has heard what became of an ask, and since when.

        From `told`, that of merged asks included, and from letters that were sent: one
        tells those whom it names, and everybody who asked without a name.
        """
        found: dict[PersonId, dt.date] = {}
        for told in (told for one in self.with_merged(ask) for told in one.told):
            if told.date <= self.today:
                found[told.person] = min(told.date, found.get(told.person, told.date))
        for who, day in self.told_by_letter(ask).items():
            found[who] = min(day, found.get(who, day))
        return found

    def told_by_letter(self, ask: Ask) -> dict[PersonId, dt.date]:
        """Whom a sent letter told, by name and with thanks, and since when."""
        return {
            who: issue.day
            for issue in reversed(self._sent_about.get(ask.id, []))
            for who in self.named_in(issue, ask)
        }

    def untold(self, ask: Ask) -> list[PersonId]:
        """Who asked and has not heard; who wants out wants no word either."""
        told, people = self.told(ask), self.people
        gone = {w for w in self.askers(ask) if w in people and self.is_gone(w)}
        return [w for w in self.askers(ask) if w not in told and w not in gone]

    def is_gone(self, who: PersonId) -> bool:
        """Whether somebody has withdrawn."""
        withdrawn = self.people[who].withdrawn
        return withdrawn is not None and withdrawn <= self.today

    @cached_property
    def _sent_about(self) -> Mapping[AskId, list[Issue]]:
        """From an ask to the sent letters that tell what was built for it."""
        return _grouped(
            (ask, issue) for issue in self.sent for ask in self.answered_in(issue)
        )

    def answered_in(self, issue: Issue) -> list[AskId]:
        """The asks for which a letter tells what was built.

        None for one to a part of the list: who got it, only sending knows, and writes
        it down as `told` with each ask.
        """
        if issue.audience != EVERYONE:
            return []
        stories = (*self.carried(issue), *self.changed_since_last(issue))
        return [*dict.fromkeys(ask for story in stories for ask in story.built_for)]

    def named_in(self, issue: Issue, ask: Ask) -> list[PersonId]:
        """Who of those who asked can read in a letter that it was built for them."""
        showing = self.showing(LETTER, issue.day)
        return [
            who
            for who in self.askers(ask)
            if who == ANONYMOUS or showing.allows(who, Part.NAME)
        ]

    def days_to_build(self, ask: Ask) -> int | None:
        """From the ask to the first story that answers it, in days."""
        built = self.built_by.get(ask.id)
        return max((built[0].date - ask.date).days, 0) if built else None

    # Letters.

    def carried(self, issue: Issue) -> list[Story]:
        """The stories of an issue: those it names, in its order, or all since a day.

        A letter may be prepared before its day: what will be out by then counts.
        """
        out = self._out_for(issue)
        if issue.stories:
            return [out[s] for s in issue.stories if s in out]
        since = issue.since
        if since is None:
            return []
        return [s for s in oldest_first(out) if since <= s.date <= issue.day]

    def letter_before(self, issue: Issue, who: PersonId | None = None) -> Issue | None:
        """The finished letter that went out last before an issue, to the same readers.

        Of letters to a part of the list, only one to the same part counts: what others
        were told, these have yet to hear. For `who`, so does one to those who asked for
        something, if they did.
        """
        before = (
            other
            for other in self.issues.values()
            if self._is_before(other, issue, who)
        )
        return max(before, key=lambda i: (i.date, i.id), default=None)

    def _is_before(self, other: Issue, issue: Issue, who: PersonId | None) -> bool:
        earlier = (other.date, other.id) < (issue.date, issue.id)
        return earlier and not other.is_draft and self._reached(other, issue, who)

    def _reached(self, other: Issue, issue: Issue, who: PersonId | None) -> bool:
        if other.audience in {EVERYONE, issue.audience}:
            return True
        audience = Audience.parse(other.audience)
        if who is None or not audience.asked:
            return audience in {Audience(), Audience.parse(issue.audience)}
        return audience.only_asked and who in self.asking(audience)

    def asking(self, audience: Audience) -> frozenset[PersonId]:
        """Who asked for all that an audience has asked for; an unknown ask, nobody did.

        The anonymous are in none: nobody knows who they are.
        """
        if (known := self._asking.get(audience.asked)) is not None:
            return known
        asks = [self.asks.get(ask) for ask in audience.asked]
        askers = [frozenset(self.askers(ask) if ask else ()) for ask in asks]
        found = frozenset.intersection(*askers) if askers else frozenset[PersonId]()
        return self._asking.setdefault(audience.asked, found - {ANONYMOUS})

    @cached_property
    def _asking(self) -> dict[tuple[AskId, ...], frozenset[PersonId]]:
        """What `asking` has worked out: sending asks it for every subscriber."""
        return {}

    def changed_since_last(self, issue: Issue) -> list[Story]:
        """What was built for those who asked since the letter before, oldest first.

        Nothing for the first letter: everything would be new in it.
        """
        new = self.new_in(issue)
        if new is None:
            return []
        out = oldest_first(self._out_for(issue))
        return [s for s in out if s.built_for and new.holds(s.date, s.id)]

    def new_in(self, issue: Issue, who: PersonId | None = None) -> New | None:
        """What a letter is the first to tell, or tells `who`; None for a first letter.

        What an earlier letter carried, it told to all whom it named; what became of
        their ask, it told somebody only if it was not their first.
        """
        last = self.letter_before(issue, who)
        if last is None:
            return None
        before = (
            other
            for other in self.issues.values()
            if other.day == last.day and self._is_before(other, issue, who)
        )
        told = [o for o in before if who is None or self.letter_before(o, who)]
        return New(
            since=last.day,
            day=issue.day,
            carried=self._ids_in(issue),
            told=frozenset(id_ for other in told for id_ in self._ids_in(other)),
        )

    def _ids_in(self, issue: Issue) -> frozenset[StoryId]:
        key = (issue.id, issue.date, issue.stories, issue.since)
        if (known := self._carried.get(key)) is None:
            ids = frozenset(story.id for story in self.carried(issue))
            known = self._carried.setdefault(key, ids)
        return known

    @cached_property
    def _carried(self) -> dict[tuple[object, ...], frozenset[StoryId]]:
        """What `_ids_in` has worked out: sending asks it for every subscriber."""
        return {}

    def _out_for(self, issue: Issue) -> Mapping[StoryId, Story]:
        """The stories that are out when a letter is read."""
        return self.out_by(issue.day) if issue.day > self.today else self.stories

    def showing_in(self, issue: Issue) -> Showing:
        """The door for what an issue shows on its day, or today if that is later."""
        return self.showing(LETTER, max(issue.day, self.today))


def oldest_first(stories: Mapping[StoryId, Story]) -> list[Story]:
    """The stories of a table that holds the newest first."""
    return [*reversed([*stories.values()])]


def people_in(story: Story) -> list[PersonId]:
    """Everybody a story names in its fields, the customer of a spotlight first."""
    named: list[PersonId] = []
    if (customer := getattr(story, "customer", None)) is not None:
        named.append(customer)
    named += story.people
    named += [credit.person for credit in story.credited]
    if isinstance(story, Product):
        named += [person for round_ in story.rounds for person in round_.people]
    return [p for p in dict.fromkeys(named) if p != ANONYMOUS]


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


#: A house that passed every check: made by `storyhouse.checking`, and only by it.
CheckedHouse = NewType("CheckedHouse", House)
