"""The shop as a command of the ledger finds it, whatever is wrong elsewhere in it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from storyhouse.diagnostics import Diagnostic, errors_in
from storyhouse.keeping.refused import RefusedError
from storyhouse.model.asks import Ask
from storyhouse.model.house import House
from storyhouse.model.record import AskId, Language, PersonId
from storyhouse.reading.folder import ASKS, PEOPLE, SHOP_FILE
from storyhouse.reading.house import clock_day, read_house
from storyhouse.reading.pointing import suggest
from storyhouse.reading.unreadable import UnreadableError

#: Stands for a content/shop.yml that cannot be read: an ask is written down all the
#: same. Nobody owns this shop.
_NO_SHOP = """\
name: "-"
url: https://shop.example
owner: anonymous
language: {language}
contact: {{email: shop@shop.example}}
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """The shop, read, and what was wrong in its files."""

    root: Path
    house: House
    diagnostics: list[Diagnostic]

    @property
    def today(self) -> dt.date:
        """The day on which something is written down."""
        return self.house.today

    @property
    def language(self) -> Language:
        """What the shop speaks."""
        return self.house.shop.language

    @property
    def owner(self) -> PersonId | None:
        """Who answers where nobody else does."""
        owner = self.house.shop.owner
        return owner if owner in self.house.people else None

    def ask(self, word: str) -> Ask:
        """The ask with an id; its file's name will do, too.

        Raises:
            RefusedError: if there is none.
            UnreadableError: if its file cannot be read.
        """
        id_ = unicodedata.normalize("NFC", Path(word.strip()).name.removesuffix(".yml"))
        if found := self.house.asks.get(AskId(id_)):
            return found
        if wrong := self.wrong_in(path_of(id_)):
            raise UnreadableError(*wrong)
        help_, facts = suggest(id_, self.house.asks)
        raise RefusedError("unknown-ask", help_, id=id_, **facts)

    def wrong_in(self, *paths: Path) -> list[Diagnostic]:
        """What keeps some files from being read."""
        found = (d for d in self.diagnostics if d.where.path in paths)
        return [d for d in found if errors_in([d])]

    @property
    def unread(self) -> list[Diagnostic]:
        """Why there are asks or people whose files say nothing to us."""
        read = {path_of(a) for a in self.house.asks}
        read |= {path_of_person(p) for p in self.house.people}
        return [
            d
            for d in self.diagnostics
            if d.where.path.parent in {ASKS, PEOPLE} and d.where.path not in read
        ]


def open_desk(root: Path, today: dt.date | None = None) -> Desk:
    """Read the shop; should content/shop.yml be broken, all the rest of it."""
    reading = read_house(root, today)
    if reading.house is not None:
        return Desk(root, reading.house, reading.diagnostics)
    given = {SHOP_FILE: _NO_SHOP.format(language=reading.language).encode()}
    rest = read_house(root, today or clock_day(), given=given)
    if rest.house is None:
        raise UnreadableError(*rest.diagnostics)
    return Desk(root, rest.house, reading.diagnostics)


def path_of(ask: str) -> Path:
    """An ask's file, from the shop's folder."""
    return ASKS / f"{ask}.yml"


def path_of_person(person: str) -> Path:
    """A person's file, from the shop's folder."""
    return PEOPLE / f"{person}.yml"
