"""Asks from a table: each row once, however often the table is read.

What was imported is known by what stands in the asks themselves, words, day and who
asked, so that nothing has to be kept besides them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.diagnostics import Facts
from storyhouse.editing.together import Make, together
from storyhouse.editing.written import Plain
from storyhouse.keeping import untrusted
from storyhouse.keeping.asking import Heard, base_of, write
from storyhouse.keeping.columns import Columns, columns_of
from storyhouse.keeping.days import day_of, is_unclear, month_comes_first
from storyhouse.keeping.desk import Desk
from storyhouse.keeping.knowing import Acquaintance, fresh, ids_in
from storyhouse.keeping.refused import RefusedError
from storyhouse.keeping.tables import Row, Table, read_table
from storyhouse.keeping.wording import language_of, one_line
from storyhouse.model.people import ANONYMOUS, Part
from storyhouse.model.record import PersonId
from storyhouse.reading.folder import ASKS
from storyhouse.words import words_for
from storyhouse.words.local import day as day_in_words

#: New names that are held against those of known people; it takes time.
_COMPARED = 200
#: Told how many rows are done, of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a line of the table; its words: `command.ask.import.what`."""

    line: int
    what: str
    facts: Facts = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """What was taken from a table, and what was not."""

    encoding: str
    columns: Columns
    kept: int = 0
    new_people: int = 0
    skipped: list[Note] = field(default_factory=list)
    odd: list[Note] = field(default_factory=list)


def import_asks(  # noqa: PLR0913 (what can be said of it)
    desk: Desk,
    file: Path,
    mapped: Sequence[str] = (),
    *,
    via: str = "",
    dry: bool = False,
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """Write down every row that is not there yet.

    Args:
        desk: the shop.
        file: a table, its first line naming the columns.
        mapped: `FIELD=COLUMN`, for columns whose names do not tell.
        via: how the asks came, where the table does not say.
        dry: whether to write nothing.
        progress: told how far it is.

    Raises:
        RefusedError: if the file is no such table, or asks cannot be read.
        OSError: if the file cannot be read, or the shop not written.
    """
    table = read_table(file)
    columns = columns_of(table.columns, mapped)
    if desk.unread:
        raise RefusedError("unread")
    report = Report(table.encoding, columns)
    with nullcontext(_nothing) if dry else together(desk.root) as make:
        importing = _Importing(desk, report, via, make)
        importing.learn(table)
        for number, row in enumerate(table.rows, 1):
            importing.take(row)
            progress(number, len(table.rows))
    report.new_people = len(importing.known.new)
    return report


def _nothing(path: Path, record: Mapping[str, Plain]) -> None:
    """Write nothing."""


class _Importing:
    """A table on its way into the shop."""

    def __init__(self, desk: Desk, report: Report, via: str, make: Make) -> None:
        self.desk, self.report, self.via, self.make = desk, report, via, make
        self.columns = report.columns
        self.showing = desk.house.showing()
        self.known = Acquaintance.of(desk, make)
        self.before = frozenset(self.known.named)
        self.taken, self.numbers = ids_in(desk.root / ASKS), dict[str, int]()
        self.there: dict[tuple[str, PersonId, dt.date | None], str] = {}
        self.lines: dict[tuple[str, PersonId, dt.date | None], int] = {}
        self.month_first = True
        for ask in desk.house.asks.values():
            words = _key(ask.words.opened())  # nothing is shown: only compared
            for who in ask.by:
                self.there[words, who, ask.date] = ask.id
                self.there[words, who, None] = ask.id

    def learn(self, table: Table) -> None:
        """How the table writes its days."""
        written = [self.columns.cell(row.cells, "date") for row in table.rows]
        told = month_comes_first(written)
        self.month_first = told is not False
        if told is None and (unclear := [*filter(is_unclear, written)]):
            line = table.rows[written.index(unclear[0])].line
            self.odd(line, "month-first", written=one_line(unclear[0]))

    def odd(self, line: int, what: str, **facts: str | int) -> None:
        """Note something that the owner should look at."""
        self.report.odd.append(Note(line, what, facts))

    def skip(self, line: int, what: str, **facts: str | int) -> None:
        """Note a row that is not written."""
        self.report.skipped.append(Note(line, what, facts))

    def take(self, row: Row) -> None:
        """Write a row down, unless it is empty or there already."""
        words, cleaned = untrusted.words(self.columns.cell(row.cells, "words"))
        if not words:
            self.skip(row.line, "empty")
            return
        day = self.day(row)
        who, of_name = self.who(row)
        key = (_key(words), who, day) if who else None
        if key and key in self.lines:
            self.skip(row.line, "twice", other=self.lines[key])
            return
        if key and key in self.there:
            self.skip(row.line, "there", id=self.there[key])
            return
        self.remark(row, [*cleaned, *of_name])
        person = who or self.meet(row)
        self.lines[_key(words), person, day] = row.line
        self.write(row, words, person, day)

    def write(
        self, row: Row, words: str, person: PersonId, day: dt.date | None
    ) -> None:
        """Write the ask."""
        self.report.kept += 1
        title, via = (
            one_line(untrusted.words(self.columns.cell(row.cells, name))[0])
            for name in ("title", "via")
        )
        date = day or self.desk.today
        title = title or self.title(words, person, date)
        heard = Heard(words, (person,), date, title, via or self.via)
        free = fresh(base_of(heard), self.taken, self.numbers)
        write(self.desk, heard, free, self.make)

    def title(self, words: str, person: PersonId, date: dt.date) -> str:
        """None of their words, whose words may not be shown: a title is.

        Who writes an ask down by hand is told so; here nobody reads them one by one.
        """
        if person == ANONYMOUS or self.showing.allows(person, Part.WORDS):
            return ""
        language = language_of(words, self.desk.language)
        said = words_for(language).say
        return said("command.ask.import.title", day=day_in_words(date, language))

    def day(self, row: Row) -> dt.date | None:
        """The row's day; None where there is none that can be."""
        written = self.columns.cell(row.cells, "date")
        if not written.strip():
            return None
        zone = self.desk.house.shop.timezone
        day = day_of(written, zone, month_first=self.month_first)
        return day if day and day <= self.desk.today else None

    def who(self, row: Row) -> tuple[PersonId | None, list[str]]:
        """Who asked; None for somebody we have not met."""
        name, found = untrusted.name(self.columns.cell(row.cells, "name"))
        try:
            return self.known.find(name), found
        except RefusedError:
            return ANONYMOUS, [*found, "two-people"]

    def meet(self, row: Row) -> PersonId:
        """Write somebody down whom we have not met."""
        name, _ = untrusted.name(self.columns.cell(row.cells, "name"))
        near = len(self.known.new) < _COMPARED and self.known.near(name, self.before)
        if near:
            self.odd(row.line, "near-person", name=name, meant=near)
        return self.known.meet(name)

    def remark(self, row: Row, cleaned: Sequence[str]) -> None:
        """Say what is odd about a row that is kept."""
        columns = len(self.columns.names)
        if len(row.cells) < columns or any(c.strip() for c in row.cells[columns:]):
            self.odd(row.line, "ragged", cells=len(row.cells), columns=columns)
        name = one_line(self.columns.cell(row.cells, "name"))
        for what in dict.fromkeys(cleaned):
            self.odd(row.line, what, most=untrusted.MOST_SIGNS, name=name)
        written = one_line(self.columns.cell(row.cells, "date"))
        if written and self.day(row) is None:
            zone = self.desk.house.shop.timezone
            known = day_of(written, zone, month_first=self.month_first)
            what = "day-to-come" if known else "no-day"
            self.odd(row.line, what, written=written[:40])


def _key(words: str) -> str:
    return one_line(words).casefold()
