"""What must be gone when somebody is: every form of the name, the page, the photo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from storyhouse.model import addresses
from storyhouse.model.house import House
from storyhouse.model.people import Part, Person
from storyhouse.prose.hidden import all_forms_of, shown_forms_of
from storyhouse.prose.names import NameFinder, left_out_of
from storyhouse.words import LANGUAGES, words_for


# Not slotted: `cached_property` keeps what it worked out in the instance.
@dataclass(frozen=True)
class Sought:
    """Names and addresses to look for."""

    names: frozenset[str]
    #: Names of this person's that somebody else of the same name goes on using.
    shared: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()
    #: What is no form of the name by itself, for it is a word or too short.
    left_out: frozenset[str] = frozenset()

    @classmethod
    def of(cls, person: Person) -> Sought:
        """Every form of a person's name, whoever else has it."""
        return cls(frozenset(all_forms_of(person)))

    @cached_property
    def finder(self) -> NameFinder[None]:
        """Finds the names in prose."""
        finder: NameFinder[None] = NameFinder()
        finder.add(sorted(self.names), None)
        return finder

    @cached_property
    def in_paths(self) -> NameFinder[None]:
        """Finds the names in the names of files, where a hyphen may be left out."""
        return self.finder.written_together()

    @cached_property
    def _leads(self) -> re.Pattern[str] | None:
        if not self.addresses:
            return None
        ways = "|".join(map(re.escape, self.addresses))
        return re.compile(rf"(?<![\w-])(?:{ways})(?![\w-])")

    def met_in(self, text: str) -> Iterator[tuple[int, str]]:
        """Where a name or an address stands in a text, and as it is written."""
        for met in self.finder.find(text):
            yield met.start, met.written
        if self._leads:
            for found in self._leads.finditer(text):
                yield found.start(), found[0]

    def met_in_path(self, path: str) -> Iterator[tuple[int, str]]:
        """Where the name of a file or a folder holds the person's."""
        for met in self.in_paths.find(path, small=True):
            yield met.start, met.written
        if self._leads:
            for found in self._leads.finditer(path):
                yield found.start(), found[0]

    def is_also_a_word(self, written: str) -> bool:
        """Whether the site says this word anyway, as it says May and Grace."""
        return written.casefold() in self._said_anyway

    @cached_property
    def _said_anyway(self) -> set[str]:
        said = {
            met.written.casefold()
            for language in LANGUAGES
            for part in _SHOWN
            for text in words_for(language).of(part).values()
            for met in self.finder.find(text)
        }
        return said.union(_MONTHS.split())


#: The parts of the catalogue that readers meet.
_SHOWN = ("site", "letter", "report")
_MONTHS = (
    "january february march april may june july august september october november "
    "december"
)


def sought_of(house: House, person: Person) -> Sought:
    """What to look for of a person who may be shown no more."""
    showing = house.showing()
    others = (p for p in house.people.values() if p.id != person.id)
    still: set[str] = set()
    for other in others:
        if showing.allows(other.id, Part.NAME):
            still |= shown_forms_of(other)
    names = all_forms_of(person)
    ways = [addresses.of_person(person.id).rstrip("/")]
    if person.photo:
        ways.append(person.photo.opened().image)
    return Sought(
        frozenset(names - still), frozenset(names & still), tuple(ways), _left(person)
    )


def _left(person: Person) -> frozenset[str]:
    """Of the name, what neither it nor what was shown of it is known by."""
    known = {name.casefold() for name in all_forms_of(person)}
    left = left_out_of(person.name.opened())
    return frozenset(word for word in left if word.casefold() not in known)
