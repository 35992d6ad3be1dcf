"""Who is meant by a name that was said at the till."""

from __future__ import annotations

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
_NEAR = 0.65


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
        if said in self.taken:  # a file is enough, whatever is wrong in it
            return PersonId(said)
        found = self.named.get(_key(said), [])
        if len(found) > 1:
            raise RefusedError("two-people", name=said, ids=", ".join(sorted(found)))
        return found[0] if found else None

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
        among = known if names is None else names
        found = get_close_matches(_key(word), among, n=1, cutoff=_NEAR)
        return known[found[0]] if found else ""

    def meet(self, name: str) -> PersonId:
        """Write somebody down: the name and nothing else, no consent with it."""
        name = one_line(name)
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
    return one_line(name).casefold()
