"""Which column of a table holds what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from storyhouse.keeping.refused import RefusedError
from storyhouse.reading.located_yaml import read_yaml
from storyhouse.reading.pointing import suggest

#: What an ask takes from a row.
FIELDS = ("words", "title", "name", "date", "via")
#: What is somebody's own, and in no file of the shop.
NEVER_KEPT = ("email", "phone")


@dataclass(frozen=True, slots=True)
class Columns:
    """From a field to its column; and the names of those that are not read."""

    names: list[str]
    of: Mapping[str, int]
    never_kept: list[str] = field(default_factory=list)

    @property
    def left_out(self) -> list[str]:
        """Columns that nothing is taken from, addresses not counted."""
        read = {self.names[i] for i in self.of.values()}
        return [n for n in self.names if n and n not in {*read, *self.never_kept}]

    def cell(self, cells: Sequence[str], name: str) -> str:
        """What a row says for a field; nothing where it is too short."""
        at = self.of.get(name, len(cells))
        return cells[at] if at < len(cells) else ""


def columns_of(names: Sequence[str], mapped: Sequence[str] = ()) -> Columns:
    """What each column is, by its name and by what the owner says of it.

    Args:
        names: of the columns.
        mapped: `FIELD=COLUMN` each; the column by its name or its number.

    Raises:
        RefusedError: if no column holds words, or one named is not there.
    """
    said = dict(_mapped(entry, names) for entry in mapped)
    guessed = _guessed(names, taken={*said.values()})
    found = {f: guessed[f] for f in FIELDS if f in guessed} | said
    private = [names[i] for i, f in _kinds(names).items() if f in NEVER_KEPT]
    rest = [i for i, n in enumerate(names) if n and i not in _kinds(names)]
    if "words" not in found and len(rest) == 1:
        found["words"] = rest[0]
    if "words" not in found:
        listed = ", ".join(f"“{n}”" for n in names if n)
        raise RefusedError("no-words-column", columns=listed)
    of = {f: found[f] for f in FIELDS if f in found}
    return Columns([*names], of, [n for n in private if n])


def _mapped(entry: str, names: Sequence[str]) -> tuple[str, int]:
    name, equals, column = (part.strip() for part in entry.partition("="))
    if not (name and equals and column):
        raise RefusedError("map-form", written=entry)
    if name not in FIELDS:
        help_, facts = suggest(name, FIELDS)
        raise RefusedError("unknown-field", help_, field=name, **facts)
    known = {_plain(n): i for i, n in reversed([*enumerate(names)])}
    if _plain(column) in known:
        return name, known[_plain(column)]
    if column.isdecimal() and 1 <= int(column) <= len(names):
        return name, int(column) - 1
    help_, facts = suggest(column, [n for n in names if n])
    raise RefusedError("unknown-column", help_, column=column, **facts)


def _guessed(names: Sequence[str], taken: set[int]) -> dict[str, int]:
    """From a field to the first column that is called so."""
    guessed: dict[str, int] = {}
    for at, kind in _kinds(names).items():
        if at not in taken:
            guessed.setdefault(kind, at)
    return guessed


def _kinds(names: Sequence[str]) -> dict[int, str]:
    """What each column seems to hold: called just so, or within a question."""
    kinds: dict[int, str] = {}
    for at, name in enumerate(names):
        said = _plain(name)
        exact = next((f for f, known in _known().items() if said in known), None)
        within = (f for f, p in _patterns().items() if p.search(said))
        if kind := exact or next(within, None):
            kinds[at] = kind
    return kinds


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFC", name).casefold()
    return " ".join(text.strip(" *:?!.").split())


@cache
def _known() -> dict[str, list[str]]:
    text = (files(__package__) / "columns.yml").read_text("utf-8")
    known: dict[str, Any] = read_yaml(text, Path("columns.yml")).data
    return known


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Latin words are looked for whole; Korean ones take endings."""
    return {
        name: re.compile(
            "|".join(
                rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in known
            )
        )
        for name, known in _known().items()
    }
