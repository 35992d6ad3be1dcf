"""Who is meant by a name that was said at the till."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from storyhouse.editing.files import InTheWayError, create
from storyhouse.editing.together import Make
from storyhouse.keeping.desk import Desk, path_of_person
from storyhouse.keeping.refused import RefusedError
from storyhouse.keeping.wording import one_line, short_id
from storyhouse.model.people import ANONYMOUS, Person
from storyhouse.model.record import PersonId
from storyhouse.reading.folder import PEOPLE, as_id

#: How people say that they give no name.
_NOBODY = {"", "-", "anonymous", "anon", "익명", "무명", "없음", "n/a", "no name"}
_NOBODY |= {"손님", "고객", "고객님", "none"}
#: What is said behind a name: 미선님, 오미선 씨. One syllable is no name: 김씨, 별님.
_HONORIFIC = re.compile(r"(?<=\w\w)\s*(?:선생님|고객님|손님|님|씨)$")
#: How a spreadsheet says that a cell is text; in 't Hooft it belongs to the name.
_MARK = re.compile(r"^['‘’](?!\w\s)")
#: By letters: 해성 and 해송 are nearly the same, 한지우 and 박지우 are two people.
_NEAR = 0.78


@dataclass(slots=True)
class Acquaintance:
    """Everybody the shop knows, by id and by name; somebody new is written down."""

    make: Make
    people: Mapping[PersonId, Person]
    taken: set[str] = field(default_factory=set)
    named: dict[str, list[PersonId]] = field(default_factory=dict)
    new: list[PersonId] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk, make: Make | None = None) -> Acquaintance:
        """Those of a shop; `make` writes down who is new, `create` by default."""
        known = cls(make or partial(create, desk.root), desk.house.people)
        known.taken = {*ids_in(desk.root / PEOPLE), ANONYMOUS}
        for person in desk.house.people.values():
            for name in {_key(n) for n in _names_of(person)}:
                known.named.setdefault(name, []).append(person.id)
        return known

    def find(self, word: str) -> PersonId | None:
        """Whom an id or a name stands for; None for somebody we do not know.

        Raises:
            RefusedError: if several people have the name.
        """
        said = one_line(word)
        if said.casefold() in _NOBODY:
            return ANONYMOUS
        for id_ in (said, called(word)):
            if id_ in self.taken:  # a file is enough, whatever is wrong in it
                return PersonId(id_)
        found = self.named.get(_key(said), [])
        if len(found) > 1:
            raise RefusedError("two-people", name=said, ids=", ".join(sorted(found)))
        return found[0] if found else None

    def is_name(self, word: str) -> bool:
        """Whether somebody is called just so; an id that is spelt otherwise is none."""
        said = one_line(word)
        if said not in self.taken:
            return _key(word) in self.named
        return any(said in _names_of(person) for person in self.people.values())

    def name_of(self, who: PersonId) -> str:
        """What somebody known is called, for the owner alone; nothing if unreadable."""
        person = self.people.get(who)
        return next(iter(_names_of(person)), "") if person else ""

    def one_of(self, word: str) -> PersonId:
        """Somebody who must be known already.

        Raises:
            RefusedError: if nobody is, with whom was probably meant.
        """
        if found := self.find(word):
            return found
        near = self.near(word)
        help_ = "did-you-mean" if near else ""
        raise RefusedError("unknown-person", help_, name=word, meant=near)

    def near(self, word: str, names: Iterable[str] | None = None) -> str:
        """The id of somebody whose id or name is nearly the same; else nothing.

        Args:
            word: what was said.
            names: those to hold it against; by default all names and ids.
        """
        known = {_key(p): p for p in self.people} | {
            name: ids[0] for name, ids in self.named.items()
        }
        among = {_letters(n): known[n] for n in (known if names is None else names)}
        found = get_close_matches(_letters(_key(word)), among, n=1, cutoff=_NEAR)
        return among[found[0]] if found else ""

    def meet(self, name: str) -> PersonId:
        """Write somebody down: the name and nothing else, no consent with it."""
        name = called(name)
        for id_ in self._ids(short_id(as_id(name)) or "customer"):
            try:
                self.make(path_of_person(id_), {"name": name})
            except InTheWayError:
                continue  # by another command, since we looked
            self.new.append(PersonId(id_))
            self.named.setdefault(_key(name), []).append(PersonId(id_))
            return PersonId(id_)
        raise AssertionError

    def _ids(self, base: str) -> Iterator[str]:
        return fresh(base, self.taken, self.numbers)


def called(name: str) -> str:
    """A name in one line, without what is said behind it or typed before it."""
    said = _MARK.sub("", one_line(name))
    return _HONORIFIC.sub("", said) or said


def ids_in(folder: Path) -> set[str]:
    """The ids that a folder's files stand for, readable or not."""
    return {unicodedata.normalize("NFC", p.stem) for p in folder.glob("*.yml")}


def fresh(base: str, taken: set[str], numbers: dict[str, int]) -> Iterator[str]:
    """Ids that nobody has: `salt`, `salt-2`, `salt-3`; each is taken when it is given.

    `numbers` remembers how far a base has come, so that a thousand alike stay quick.
    """
    while True:
        number = numbers.get(base, 0) + 1
        numbers[base] = number
        id_ = base if number == 1 else f"{base}-{number}"
        if id_ not in taken:
            taken.add(id_)
            yield id_


def _names_of(person: Person) -> list[str]:
    # Nothing is shown: the owner said the name.
    return [n for n in (person.name.opened(), person.shown_as.opened()) if n]


def _key(name: str) -> str:
    return called(name).casefold()


def _letters(name: str) -> str:
    """A name by its letters, syllables of Hangul taken apart."""
    return unicodedata.normalize("NFD", name)
