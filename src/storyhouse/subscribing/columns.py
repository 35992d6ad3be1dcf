"""The columns of the list, and what is wrong with their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.places import Location
from storyhouse.subscribing.places import SUBSCRIBERS
from storyhouse.subscribing.rows import Row, place_of

#: The columns that mean something to us; every other is a merge field.
COLUMNS = (
    "email first_name name person language tags status consented_at consent_how".split()
)
#: What others call the one column that a list cannot do without.
_EMAIL = "e-mail mail email_address address 이메일 메일 전자우편".split()
#: What can stand in `{field|…}`.
FIELD = re.compile(r"[^\W\d_]\w*")


def names_of(row: Row) -> list[str]:
    """The columns' names, as the first row has them."""
    return [cell.strip() for cell in row.cells]


def wrong_names(row: Row) -> Iterator[Diagnostic]:
    """Everything that is wrong with the first row; a list without `email` is none."""
    names = names_of(row)
    if "email" not in names:
        near = next((n for n in names if _meant(n) == "email"), "")
        help_, facts = ("did-you-mean", {"meant": "email"}) if near else ("", {})
        index = names.index(near) if near else 0
        found = _at(row, index, "subscribers/no-email", help_, **facts, written=near)
        yield replace(found, variant="other" if near else "missing")
    for index, name in enumerate(names):
        if name in COLUMNS or not any(cell.strip() for cell in row.cells):
            continue
        meant = _meant(name)
        if meant == "email" and "email" not in names:
            continue  # said above
        if meant and meant not in names:
            code = "subscribers/near-column"
            yield _at(row, index, code, "did-you-mean", written=name, meant=meant)
        elif not FIELD.fullmatch(name):
            yield _at(row, index, "subscribers/field-name", written=name)
    yield from _twice(row, names)


def _twice(row: Row, names: list[str]) -> Iterator[Diagnostic]:
    for name, times in Counter(names).items():
        if times > 1 and name:
            index = len(names) - 1 - names[::-1].index(name)
            yield _at(row, index, "subscribers/column-twice", written=name)


def _meant(name: str) -> str:
    """Which of our columns a name was probably meant for."""
    plain = name.casefold().replace(" ", "_").replace("-", "_")
    if plain in COLUMNS:
        return plain
    if plain in {e.replace("-", "_") for e in _EMAIL}:
        return "email"
    return next(iter(get_close_matches(plain, COLUMNS, n=1, cutoff=0.8)), "")


def suggest(
    word: str, known: Iterable[str], *, quoted: bool = False
) -> tuple[str, dict[str, str]]:
    """A line of help and its facts: what was probably meant, or all there is.

    What may hold a comma is `quoted` in a list.
    """
    known = [*known]
    if near := get_close_matches(word, known, n=1):
        return "did-you-mean", {"meant": near[0]}
    each = [f"“{one}”" if quoted else one for one in known[:12]]
    few = ", ".join(each) + (" …" if known[12:] else "")
    return ("known", {"known": few}) if known else ("", {})


def _at(row: Row, index: int, code: str, help_: str = "", **facts: str) -> Diagnostic:
    grave = code in {"subscribers/no-email", "subscribers/column-twice"}
    return Diagnostic(
        where=Location(SUBSCRIBERS, *place_of(row, index)),
        code=code,
        help=help_,
        facts=facts,
        severity=Severity.ERROR if grave else Severity.WARNING,
    )
