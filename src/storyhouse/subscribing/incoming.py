"""What a row of somebody else's table says of a subscriber, and what is odd in it."""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from storyhouse.diagnostics import Facts
from storyhouse.model.record import Language
from storyhouse.model.subscribers import Standing
from storyhouse.subscribing.addresses import address_of
from storyhouse.subscribing.answers import Said
from storyhouse.subscribing.formulas import FORMULA, is_formula
from storyhouse.subscribing.services import Service, plain_name
from storyhouse.subscribing.tags import cell_of
from storyhouse.subscribing.times import time_of

#: Longer than any name or tag; what is longer is cut.
MOST_SIGNS = 500
NO = {Standing.UNSUBSCRIBED, Standing.CLEANED, Standing.REFUSED}
_GRAVE = [Standing.ACTIVE, Standing.PENDING, *sorted(NO)]


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a line of a table; its words: `subscribers.import.what`."""

    file: str
    line: int
    what: str
    facts: Facts = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Incoming:
    """One address of a table, as it could come into the list."""

    address: str
    cells: dict[str, str]  # by our columns, or those that are kept as fields
    standing: Standing
    since: dt.date | None = None  # a no: since when
    again: bool = False  # a new yes, later than a no

    def join(self, other: Incoming) -> None:
        """Add what another row says of the same address; a no outlasts every yes."""
        if _GRAVE.index(other.standing) > _GRAVE.index(self.standing):
            if other.standing in NO:
                self.standing, self.since = other.standing, other.since
        elif self.standing is Standing.PENDING and other.standing is Standing.ACTIVE:
            self.standing = other.standing
        for column, cell in other.cells.items():
            if column == "tags":
                both = [*self.cells.get("tags", "").split(";"), *cell.split(";")]
                self.cells["tags"] = cell_of(both)
            elif not self.cells.get(column):
                self.cells[column] = cell


@dataclass(frozen=True, slots=True)
class Reader:
    """How the rows of one table are understood."""

    service: Service
    columns: Sequence[str]  # as the table names them
    kept: dict[str, str]  # the table's columns that become fields: name → field
    how: str  # how consent was given, where the table does not say
    since: dt.date | None  # the day of consent that the owner vouches for
    today: dt.date

    def take(
        self, cells: Sequence[str], notes: list[tuple[str, Facts]]
    ) -> Incoming | None:
        """What a row says; None for one left out, with the reason noted."""
        row = dict(zip(map(plain_name, self.columns), map(clean, cells), strict=False))
        written = _first(row, self.service.email)
        address = address_of(written.strip("<> "))
        if not address:
            notes.append(("no-address" if written else "empty", {}))
            return None
        standing = self._standing(row)
        if standing is None:
            notes.append(self._uncertain(row))
            return None
        if standing in NO:
            return Incoming(
                address=address, cells={}, standing=standing, since=self._left(row)
            )
        row = self._harmless(row, notes)
        found = {**self._cells(row, notes), **self._consent(row, notes)}
        if standing is Standing.ACTIVE and not found["consented_at"]:
            standing = Standing.PENDING
            # What is said of a day that is none says this, too.
            if not self._agreed_at(row):
                notes.append(("no-consent", {}))
        elif standing is Standing.PENDING:
            # Nobody can vouch for those whom the service itself asked to confirm.
            if found["consented_at"] == str(self.since):
                standing = Standing.ACTIVE
            else:
                found |= {"consented_at": "", "consent_how": ""}
        return Incoming(address=address, cells=found, standing=standing)

    def _uncertain(self, row: dict[str, str]) -> tuple[str, Facts]:
        answers, service = self.service.answers, self.service
        if answers.said(row) is Said.NOTHING:
            return "no-answer", {}
        state = answers.unclear(row) or _first(row, (*service.status, *service.flags))
        return "unknown-state", {"written": state[:40]}

    def _agreed_at(self, row: dict[str, str]) -> str:
        return _first(row, self.service.consented_at) or self.service.answers.day(row)

    def _standing(self, row: dict[str, str]) -> Standing | None:
        standing, said = self._state(row), self.service.answers.said(row)
        if standing in NO or said is Said.FINE:
            return standing
        return Standing.UNSUBSCRIBED if said is Said.NO else None

    def _state(self, row: dict[str, str]) -> Standing | None:
        said: list[Standing] = []
        for column, no in self.service.out.items():
            said += [no] if row.get(column) else []
        for column, says in self.service.flags.items():
            written = row.get(column, "").lower()
            written = {"1": "true", "0": "false", "yes": "true", "no": "false"}.get(
                written, written
            )
            if written in says:
                said.append(says[written])
            elif written not in {"true", "false", ""}:
                return None
        if columns := [c for c in self.service.status if c in row]:
            state = self.service.states.get(row[columns[0]].lower())
            if state is None and not said:
                return None
            said += [state] if state else []
        return max(said, key=_GRAVE.index, default=Standing.ACTIVE)

    def _left(self, row: dict[str, str]) -> dt.date:
        service = self.service
        for column in (*service.out, *service.left_at, *service.answers.declined):
            if (time := time_of(row.get(column, ""))) and time[:10] <= str(self.today):
                return dt.date.fromisoformat(time[:10])
        return self.today

    def _harmless(
        self, row: dict[str, str], notes: list[tuple[str, Facts]]
    ) -> dict[str, str]:
        """The row without formulas, which the owner's spreadsheet would run.

        They are not kept behind an apostrophe, as in an export: letters would show it.
        """
        service = self.service
        words = (service.first_name, service.last_name, service.name_, service.person)
        stored = {*chain(*words, service.tags, service.consent_how), *self.kept}
        for column in self.columns:
            if (name := plain_name(column)) in stored and is_formula(row.get(name, "")):
                notes.append(("formula", {"column": column.strip()}))
                row = {**row, name: ""}
        return row

    def _cells(
        self, row: dict[str, str], notes: list[tuple[str, Facts]]
    ) -> dict[str, str]:
        service = self.service
        first, last = _first(row, service.first_name), _first(row, service.last_name)
        language = _first(row, service.language).lower()[:2]
        if language and language not in {*Language}:
            notes.append(("language", {"written": language}))
            language = ""
        return {
            "first_name": first,
            "name": _first(row, service.name_) or (last and _whole(first, last)),
            "person": _first(row, service.person),
            "language": language,
            "tags": cell_of(_tags(_first(row, service.tags))),
            **{name: row.get(column, "") for column, name in self.kept.items()},
        }

    def _consent(
        self, row: dict[str, str], notes: list[tuple[str, Facts]]
    ) -> dict[str, str]:
        written = self._agreed_at(row)
        time = time_of(written)
        if written and not time:
            notes.append(("no-time", {"written": written[:40]}))
        elif time[:10] > str(self.today):
            notes.append(("time-to-come", {"written": written[:40]}))
            time = ""
        if not time and self.since:
            time = str(self.since)
        how = _first(row, self.service.consent_how) or self.how
        return {"consented_at": time, "consent_how": how if time else ""}


def clean(cell: str) -> str:
    """A cell in one line, without signs that no letter can carry."""
    if cell[:1] == "'" and cell[1:2] in FORMULA:
        cell = cell[1:]
    kept = "".join(
        " " if sign in "\t\r\n" else sign
        for sign in cell[: 2 * MOST_SIGNS]
        if sign in "\t\r\n" or unicodedata.category(sign) not in {"Cc", "Cs"}
    )
    return " ".join(kept.split())[:MOST_SIGNS]


def _first(row: dict[str, str], columns: Sequence[str]) -> str:
    return next((cell for column in columns if (cell := row.get(column, ""))), "")


def _whole(first: str, last: str) -> str:
    """A whole name; a Korean one begins with the family's."""
    if any("가" <= sign <= "힣" for sign in last):
        return f"{last}{first}"
    return f"{first} {last}".strip()


def _tags(written: str) -> Iterator[str]:
    """Tags between commas or semicolons, each perhaps between quotation marks."""
    try:
        parts = next(csv.reader([written.strip("[]")], skipinitialspace=True), [])
    except csv.Error:
        parts = written.split(",")
    for part in parts:
        for tag in part.split(";"):
            yield tag.strip(" '\"")
