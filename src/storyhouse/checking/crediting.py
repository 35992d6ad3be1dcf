"""Whoever asked, tested, named or fixed is credited where the thing is shown.

Rules `credit/missing`, `loop/reopened` and `loop/merged-askers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.people import ANONYMOUS, Role
from storyhouse.model.record import PersonId
from storyhouse.model.stories import Change, Product, Story
from storyhouse.places import Location


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Products and changes that are out."""
    for story in house.stories.values():
        if isinstance(story, Change | Product):
            yield from _of_askers(house, story)
        if isinstance(story, Product):
            yield from _of_testers(house, story)


def _of_askers(house: House, story: Change | Product) -> Iterator[Diagnostic]:
    key = "answers" if isinstance(story, Change) else "asks"
    for index, ask_id in enumerate(story.built_for):
        ask = house.asks.get(ask_id)
        if ask is None:
            continue  # a file that could not be read, which is said in its own place
        owed = _Owed(house, story, story.source.value_at(key, index))
        reopened = ask.declined is not None and ask.declined.date <= story.date
        code = "loop/reopened" if reopened else "credit/missing"
        yield from owed.to(ask.by, code, ask=ask.id)
        for merged in house.merged_from.get(ask.id, []):
            askers = house.askers(merged)
            yield from owed.to(askers, "loop/merged-askers", ask=merged.id)


def _of_testers(house: House, story: Product) -> Iterator[Diagnostic]:
    asks = (house.asks[a] for a in story.built_for if a in house.asks)
    said = {who for ask in asks for who in ask.by}
    for index, round_ in enumerate(story.rounds):
        for number, who in enumerate(round_.people):
            if who not in said:
                said.add(who)
                where = story.source.value_at("rounds", index, "people", number)
                owed = _Owed(house, story, where)
                yield from owed.to([who], "credit/missing", did="tested")


@dataclass(frozen=True, slots=True)
class _Owed:
    """Credit that a story owes, and where that can be seen."""

    house: House
    story: Story
    where: Location

    def to(
        self, people: Iterable[PersonId], code: str, did: str = "idea", ask: str = ""
    ) -> Iterator[Diagnostic]:
        credited = {credit.person for credit in self.story.credited}
        for who in people:
            if who not in credited | {*self.story.people} and self._is_owed(who):
                plain = code == "credit/missing"
                yield Diagnostic(
                    where=self.where,
                    code=code,
                    variant=("asked" if ask else did) if plain else "",
                    help="credit",
                    facts={"person": who, "did": did, "ask": ask},
                    language=self.house.language_of(self.story),
                )

    def _is_owed(self, who: PersonId) -> bool:
        """Nobody owes the nameless, those who left, or the shop's own makers."""
        person = self.house.people.get(who)
        if who == ANONYMOUS or person is None or person.role is Role.MAKER:
            return False
        return person.withdrawn is None or person.withdrawn > self.house.today
