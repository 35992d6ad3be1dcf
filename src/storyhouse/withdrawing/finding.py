"""Who is meant: by the id, or by the name when it is the name of one only."""

from __future__ import annotations

import unicodedata

from storyhouse.model.house import House
from storyhouse.model.people import Person
from storyhouse.model.record import PersonId


def person_called(house: House, who: str) -> Person | None:
    """The person of an id, or of a name or shown name; None if nobody, or several."""
    who = unicodedata.normalize("NFC", " ".join(who.split()))
    if found := house.people.get(PersonId(who)):
        return found
    called = [p for p in house.people.values() if who.casefold() in _names(p)]
    return called[0] if len(called) == 1 else None


def _names(person: Person) -> set[str]:
    kept = (person.name.opened(), person.shown_as.opened())
    return {
        " ".join(unicodedata.normalize("NFC", n).split()).casefold() for n in kept if n
    }
