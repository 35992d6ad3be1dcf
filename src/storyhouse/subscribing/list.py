"""Read private/subscribers.csv, row by row: a million of them need little memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.diagnostics import Diagnostic, Severity, errors_in
from storyhouse.model.record import Language, PersonId
from storyhouse.model.subscribers import Standing, Subscriber
from storyhouse.places import Location
from storyhouse.subscribing.addresses import is_address
from storyhouse.subscribing.columns import COLUMNS, names_of, suggest, wrong_names
from storyhouse.subscribing.places import SUBSCRIBERS
from storyhouse.subscribing.rows import Row, place_of, read_rows
from storyhouse.subscribing.secret import canonical
from storyhouse.subscribing.tags import tags_of
from storyhouse.subscribing.times import newest_day, time_of

#: Rows that are wrong are told one by one up to here, and counted behind.
MOST_TOLD = 1000
_HELP = {
    "not-utf8": "save-as",
    "strange-sign": "delete-sign",
    "subscribers/broken": "close-quote",
}
_STANDINGS = {s.value: s for s in Standing} | {"": Standing.ACTIVE}
_LANGUAGES: dict[str, Language | None] = {x.value: x for x in Language} | {"": None}
#: The one mistake of a row that keeps nobody from their letters.
_DAY = "subscribers/consent-day"
_LONGEST = 40  # signs of a day that is told
_NO = {Standing.UNSUBSCRIBED, Standing.CLEANED, Standing.REFUSED}


@dataclass(slots=True)
class SubscriberList:
    """The list; what is wrong in it is known once it has been read through."""

    root: Path
    found: list[Diagnostic] = field(default_factory=list)
    #: Whether a row counts whose `person` is nobody of content/people; for what is
    #: never to be lost: who said no, and whose mailbox is gone.
    anybody: bool = False
    #: Whether its first line is so wrong that nothing behind it can be read.
    headless: bool = False
    wrong: int = 0  # all that is wrong; `found` ends at `MOST_TOLD`

    def __iter__(self) -> Iterator[Subscriber]:
        """Every subscriber whose row is right, each once; none without a file.

        An address that says no anywhere in the list is nowhere `active`.
        """
        self.found.clear()
        self.wrong, self.headless = 0, False
        rows = read_rows(self.root)
        first = next(rows, None)
        if first is None:
            return
        if first.wrong:
            self._tell(self._unreadable(first))
        else:
            self._tell(*wrong_names(first))
        self.headless = bool(errors_in(self.found))
        if self.headless:
            return
        known = None if self.anybody else _people(self.root)
        reading = _Reading(self, names_of(first), _who_said_no(self.root), known)
        for row in rows:
            if row.wrong:
                self._tell(self._unreadable(row))
            elif subscriber := reading.subscriber(row):
                yield subscriber

    def _tell(self, *wrong: Diagnostic) -> None:
        self.wrong += len(wrong)
        self.found += wrong[: max(0, MOST_TOLD - len(self.found))]

    def _unreadable(self, row: Row) -> Diagnostic:
        line, column = row.line, row.column
        if line_ends := row.text.count("\n", 0, column - 1):
            column -= row.text.rfind("\n", 0, column - 1) + 1
            line += line_ends
        facts = {"sign": "U+0000"} if row.wrong == "strange-sign" else {}
        where = Location(SUBSCRIBERS, line, column)
        return Diagnostic(
            where=where, code=row.wrong, help=_HELP[row.wrong], facts=facts
        )


class _Reading:
    """One reading of a list, from top to bottom."""

    def __init__(
        self,
        of: SubscriberList,
        names: list[str],
        noes: set[int],
        known: Collection[str] | None,
    ) -> None:
        self.of, self.noes, self.known = of, noes, known
        self.newest = newest_day()
        self.width = len(names)
        at = {name: index for index, name in enumerate(names)}
        # A column that is not there is read from behind the last cell: nothing.
        self.at = [at.get(name, self.width) for name in COLUMNS]
        self.more = [(n, i) for i, n in enumerate(names) if n and n not in COLUMNS]
        # Of each address its hash of 64 bits: a million of them are 70 MB, the
        # addresses themselves would be 150. That two share one happens once in
        # 30 million such lists.
        self.seen = set[int]()

    def subscriber(self, row: Row) -> Subscriber | None:
        """Whose row it is; None for one that is blank, or wrong and told."""
        cells = [cell.strip() for cell in row.cells]
        if len(cells) != self.width:
            if any(cells):
                width, last = self.width, len(cells) - 1
                self._wrong(
                    row, last, "subscribers/cells", cells=last + 1, columns=width
                )
            return None
        cells.append("")
        email, first_name, name, person, language, tags, status, at, how = (
            cells[index] for index in self.at
        )
        if not (email or any(cells)):
            return None
        standing = _STANDINGS.get(status.lower())
        spoken = _LANGUAGES.get(language.lower(), ...)
        right = self._is_right(row, email, person, standing, spoken)
        if standing is Standing.ACTIVE and at:
            right = self._has_come(row, at) and right
        if not right or standing is None or spoken is ...:
            return None
        if standing is Standing.ACTIVE and _mark(email) in self.noes:
            return None  # another row says no, and is told as the second one
        return Subscriber(
            email=email,
            first_name=first_name,
            name=name,
            person=PersonId(person) if person else None,
            language=spoken,
            tags=tags_of(tags) if tags else (),
            status=standing,
            consented_at=at,
            consent_how=how,
            more={name: cells[index] for name, index in self.more},
            line=row.line,
        )

    def _is_right(
        self,
        row: Row,
        email: str,
        person: str,
        standing: Standing | None,
        language: object,
    ) -> bool:
        """Tell all that is wrong with a row."""
        before = self.of.wrong
        known = self.known
        if not is_address(email):
            self._wrong(row, self.at[0], "subscribers/address")
        else:
            mark = _mark(email)
            if mark in self.seen:
                self._wrong(row, self.at[0], "subscribers/twice")
            self.seen.add(mark)
        if person and known is not None and person not in known:
            self._choice(row, "person", "subscribers/person", known)
        if language is ...:
            self._choice(row, "language", "subscribers/language", [*Language])
        if standing is None:
            self._choice(row, "status", "subscribers/status", [*Standing])
        return self.of.wrong == before

    def _has_come(self, row: Row, at: str) -> bool:
        """Tell of a day of consent that says nothing, or that nobody can have meant.

        The first proves little, and the row stays; the second proves that it is wrong.
        """
        time = time_of(at)
        if time and time[:10] <= self.newest:
            return True
        index = self.at[COLUMNS.index("consented_at")]
        if time:
            self._wrong(row, index, "subscribers/consent-to-come", written=at)
        else:
            self._wrong(row, index, _DAY, "write-so", written=at[:_LONGEST])
        return not time

    def _choice(self, row: Row, column: str, code: str, known: Collection[str]) -> None:
        index = self.at[COLUMNS.index(column)]
        written = row.cells[index].strip()
        help_, facts = suggest(written, sorted(known) if column == "person" else known)
        self._wrong(row, index, code, help_, written=written, **facts)

    def _wrong(
        self, row: Row, index: int, code: str, help_: str = "", **facts: str | int
    ) -> None:
        self.of._tell(  # noqa: SLF001 (one class in two)
            Diagnostic(
                where=Location(SUBSCRIBERS, *place_of(row, index)),
                code=code,
                help=help_,
                facts=facts,
                severity=Severity.WARNING if code == _DAY else Severity.ERROR,
            )
        )


def _people(root: Path) -> set[str]:
    """The ids of content/people."""
    return {file.stem for file in (root / "content/people").glob("*.yml")}


def _mark(address: str) -> int:
    # Of ASCII, lower case says the same, ten times faster.
    if address.isascii():
        return hash(address.lower())
    return hash(canonical(address))


def _who_said_no(root: Path) -> set[int]:
    """The marks of all whose row says no, wherever it stands; a reading of its own."""
    rows = (row for row in read_rows(root) if not row.wrong)
    names = names_of(next(rows))
    width = len(names)
    if "status" not in names:
        return set()
    email, status = names.index("email"), names.index("status")
    last = max(email, status)
    noes = set[int]()
    for row in rows:
        if len(row.cells) != width:
            # A comma too many: whose the no is cannot be known, so it is everybody's.
            if any(_is_no(cell) for cell in row.cells):
                noes |= {_mark(c.strip()) for c in row.cells if is_address(c.strip())}
        elif len(row.cells) > last and _is_no(row.cells[status]):
            noes.add(_mark(row.cells[email].strip()))
    return noes


def _is_no(cell: str) -> bool:
    written = cell.strip().lower()
    return bool(written) and _STANDINGS.get(written) in _NO
