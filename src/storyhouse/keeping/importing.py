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

from storyhouse.checking.settings import settings_of
from storyhouse.diagnostics import Facts
from storyhouse.editing.together import Make, together
from storyhouse.editing.written import Plain
from storyhouse.keeping import untrusted
from storyhouse.keeping.asking import Heard, base_of, title_by_day, write
from storyhouse.keeping.columns import Columns, columns_of
from storyhouse.keeping.days import day_of, is_unclear, month_comes_first
from storyhouse.keeping.desk import Desk
from storyhouse.keeping.knowing import Acquaintance, fresh, ids_in
from storyhouse.keeping.refused import RefusedError
from storyhouse.keeping.tables import Row, Table, read_table
from storyhouse.keeping.wording import is_nothing, one_line
from storyhouse.model.packs import Level
from storyhouse.model.record import PersonId
from storyhouse.reading.folder import ASKS

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
    late: int = 0  # of those kept, how many have waited long enough for a warning
    too_late: int = 0  # … or for an error
    limits: tuple[int, int] = (0, 0)  # after how many days each is said
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
    report = Report(table.encoding, columns, limits=_limits(desk))
    with nullcontext(_nothing) if dry else together(desk.root) as make:
        importing = _Importing(desk, report, via, make)
        importing.learn(table)
        for number, row in enumerate(table.rows, 1):
            importing.take(row)
            progress(number, len(table.rows))
    report.new_people = len(importing.known.new)
    return report


def _limits(desk: Desk) -> tuple[int, int]:
    """After how many days without an answer the shop is warned, and not built."""
    settings, rule = settings_of(desk.house)[0], "loop/unanswered"
    level, never = settings.level(rule), dt.date.max.toordinal()
    days = [int(settings.number(rule, name)) for name in ("warning", "error")]
    late, too_late = min(days), days[1]
    match level:
        case None:
            return late, too_late
        case Level.ERROR:
            return late, late
        case Level.WARNING:
            return late, never
        case _:
            return never, never


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
        if is_nothing(words):
            self.skip(row.line, "nothing", written=one_line(words))
            return
        day = self.day(row)
        name, of_name = untrusted.name(self.columns.cell(row.cells, "name"))
        if unsure := self.unsure(row, name):
            self.skip(row.line, unsure, name=name)
            return
        who = self.known.find(name)
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
        self.waits(day or self.desk.today)
        title, via = (
            one_line(untrusted.words(self.columns.cell(row.cells, name))[0])
            for name in ("title", "via")
        )
        date = day or self.desk.today
        # What they put above their words is theirs, too.
        by_day = title_by_day(self.desk, words, person, date, self.showing)
        title = by_day or title
        heard = Heard(words, (person,), date, title, via or self.via)
        free = fresh(base_of(heard), self.taken, self.numbers)
        write(self.desk, heard, free, self.make)

    def waits(self, date: dt.date) -> None:
        """Count what will be said to have waited too long, as soon as it is there."""
        days = (self.desk.today - date).days
        late, too_late = self.report.limits
        if days > too_late:
            self.report.too_late += 1
        elif days > late:
            self.report.late += 1

    def day(self, row: Row) -> dt.date | None:
        """The row's day; None where there is none that can be."""
        written = self.columns.cell(row.cells, "date")
        if not written.strip():
            return None
        zone = self.desk.house.shop.timezone
        day = day_of(written, zone, month_first=self.month_first)
        return day if day and day <= self.desk.today else None

    def unsure(self, row: Row, name: str) -> str:
        """Why nobody can say who asked, if so: the words are no unnamed person's."""
        if not name and self.columns.cell(row.cells, "name").strip():
            return "no-name"
        try:
            self.known.find(name)
        except RefusedError:
            return "two-people"
        return ""

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
