"""How a letter speaks of people: by name where they agreed, else as customers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storyhouse.model.people import Role
from storyhouse.model.record import PersonId
from storyhouse.model.showing import Showing
from storyhouse.model.stories import Credit, Did
from storyhouse.words import Words

#: Who is already addressed politely: 순자 할머니, 원식 아저씨.
POLITE = (
    "님",
    "씨",
    "할머니",
    "할아버지",
    "아저씨",
    "아주머니",
    "선생",
    "이모",
    "삼촌",
)
#: Korean counts people in words up to here; "2분" would be two minutes.
_COUNTED = 10


@dataclass(frozen=True, slots=True)
class Naming:
    """Says people's names in one language, as far as consent allows."""

    showing: Showing
    words: Words

    def name(self, who: PersonId) -> str | None:
        """The name with its honorific, or None without consent."""
        name = self.showing.name(who)
        if name is None:
            return None
        maker = self.showing.people[who].role is Role.MAKER
        if maker or name.endswith(POLITE):
            return name
        return self.words.say("letter.people.named", name=name)

    def one(self, who: PersonId) -> str:
        """The name, or "a customer"."""
        return self.name(who) or self.unnamed(1)

    def unnamed(self, count: int) -> str:
        """So many customers."""
        if count > _COUNTED:
            return self.words.say("letter.people.unnamed.many", count=count)
        return self.words.say(f"letter.people.unnamed.{count}")

    def all(self, people: Iterable[PersonId]) -> str:
        """Everybody, those without a name counted at the end."""
        whoever = list(people)
        names = list(dict.fromkeys(n for n in map(self.name, whoever) if n))
        hidden = sum(1 for who in whoever if self.name(who) is None)
        return self.joined([*names, *([self.unnamed(hidden)] if hidden else [])])

    def joined(self, things: Sequence[str]) -> str:
        """One, two and three."""
        if len(things) < 2:
            return "".join(things)
        first = self.words.entries["letter.people.comma"].join(things[:-1])
        return self.words.say("letter.people.and", first=first, last=things[-1])

    def credits(self, credited: Iterable[Credit]) -> tuple[tuple[str, str], ...]:
        """Who did what; several without a name who did the same become one line."""
        rows: list[tuple[str, str]] = []
        hidden: dict[tuple[Did, ...], int] = {}
        for credit in credited:
            if name := self.name(credit.person):
                rows.append((name, self._did(credit.did)))
            else:
                hidden[credit.did] = hidden.get(credit.did, 0) + 1
        rows += [
            (capital(self.unnamed(n)), self._did(did)) for did, n in hidden.items()
        ]
        return tuple(rows)

    def _did(self, did: Iterable[Did]) -> str:
        return ", ".join(self.words.say(f"letter.did.{deed}") for deed in did)


def capital(sentence: str) -> str:
    """As it stands at the beginning."""
    return sentence[:1].upper() + sentence[1:]
