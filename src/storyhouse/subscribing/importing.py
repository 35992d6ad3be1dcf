"""Take other services' exports into the list; whoever said no stays out of it."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.diagnostics import Facts
from storyhouse.model.subscribers import SubscriberId
from storyhouse.refusing import RefusedError
from storyhouse.subscribing.addresses import address_of
from storyhouse.subscribing.columns import COLUMNS, FIELD, suggest
from storyhouse.subscribing.incoming import NO, Incoming, Note, Reader
from storyhouse.subscribing.merging import Merging
from storyhouse.subscribing.places import SUBSCRIBERS
from storyhouse.subscribing.rows import write_rows
from storyhouse.subscribing.secret import canonical, secret_of
from storyhouse.subscribing.services import Service, plain_name, service_of
from storyhouse.subscribing.suppressed import Suppression, suppress, suppressed
from storyhouse.subscribing.tags import cell_of
from storyhouse.tables import MOST_MB, NoTableError, Table, read_table


@dataclass(frozen=True, slots=True)
class Wish:
    """How an import is meant."""

    today: dt.date
    how: Callable[[str], str]  # the words of consent, for the id of a service
    tags: tuple[str, ...] = ()
    since: dt.date | None = None  # the owner vouches that all agreed by that day
    keep: tuple[str, ...] = ()  # columns that become merge fields


@dataclass(frozen=True, slots=True)
class Taken:
    """One file, as it was understood."""

    file: str
    service: Service
    encoding: str
    rows: int
    columns: Sequence[str]
    left_out: Sequence[str]  # of the columns
    inside: Path | None  # from the shop's folder, if it lies there


@dataclass(slots=True)
class Report:
    """What was taken from the files, and what was not."""

    files: list[Taken] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    pending: int = 0  # of the new ones
    said_no: int = 0  # who says so in the files
    newly_no: int = 0  # of those, who was not known to
    again: int = 0  # rows whose address stands in another row, too
    stayed_out: int = 0  # who said no before, whatever the files say
    left_out: list[Note] = field(default_factory=list)  # rows
    odd: list[Note] = field(default_factory=list)
    #: Addresses in rows that nobody can read: one of them may be a no.
    held: set[str] = field(default_factory=set)


def import_lists(
    root: Path, files: Sequence[Path], wish: Wish, *, dry: bool = False
) -> Report:
    """Bring all files in together, so that a no in one outlasts a yes in another.

    Whoever writes must be alone in the shop.

    Raises:
        RefusedError: if a file is no list, or ours cannot be read.
        OSError: if something cannot be read or written.
    """
    report = Report()
    incoming: dict[str, Incoming] = {}
    for file in files:
        _read(root, file, wish, incoming, report)
    _refuse_unknown(wish.keep, report.files)
    for address in report.held & incoming.keys():
        if incoming[address].standing not in NO:
            del incoming[address]
    known = suppressed(root)
    secret = secret_of(root) if known or not dry else None
    noes = {c for c, one in incoming.items() if one.standing in NO}
    report.said_no = len(noes)
    ids = {c: secret.id_of(c) for c in incoming} if secret else {}
    fresh = [*_fresh(noes, ids, incoming, known)]
    report.newly_no = len(fresh) if secret else len(noes)
    gone = {c for c, id_ in ids.items() if id_ in known} - noes
    merging = Merging(root, incoming, gone)
    deque(merging.rows(), maxlen=0)
    report.new, report.changed = merging.new, merging.changed
    report.unchanged, report.pending = merging.unchanged, merging.pending
    report.stayed_out = len(gone)
    if not dry:
        # First the noes: killed in between, nobody is written to who said one.
        suppress(root, fresh)
        if merging.new or merging.changed:
            write_rows(root / SUBSCRIBERS, Merging(root, incoming, gone).rows())
    return report


def _fresh(
    noes: Iterable[str],
    ids: dict[str, SubscriberId],
    incoming: dict[str, Incoming],
    known: dict[SubscriberId, Suppression],
) -> Iterable[Suppression]:
    for address in sorted(noes & ids.keys()):
        if ids[address] not in known:
            one = incoming[address]
            assert one.since is not None  # noqa: S101 (every no has its day)
            yield Suppression(ids[address], one.standing, one.since)


def _inside(root: Path, file: Path) -> Path | None:
    real, home = file.resolve(), root.resolve()
    return real.relative_to(home) if real.is_relative_to(home) else None


def _read(
    root: Path, file: Path, wish: Wish, incoming: dict[str, Incoming], report: Report
) -> None:
    table = _table(file)
    service = service_of(table.columns)
    if service is None:
        raise RefusedError("subscribers.refused.no-addresses", file=file.name)
    kept = _kept(table, service, wish)
    reader = Reader(
        service, table.columns, kept, wish.how(service.id), wish.since, wish.today
    )
    left = [
        name
        for name in table.columns
        if name and plain_name(name) not in service.read | kept.keys()
    ]
    report.files.append(
        Taken(
            file.name,
            service,
            table.encoding,
            len(table.rows),
            table.columns,
            left,
            _inside(root, file),
        )
    )
    for row in table.rows:
        notes: list[tuple[str, Facts]] = []
        if len(row.cells) > len(table.columns) and any(
            cell.strip() for cell in row.cells[len(table.columns) :]
        ):
            cells, columns = len(row.cells), len(table.columns)
            one = None  # a comma too many: what stands where cannot be known
            report.held.update(
                canonical(found) for c in row.cells if (found := address_of(c.strip()))
            )
            notes.append(("ragged", {"cells": cells, "columns": columns}))
        else:
            one = reader.take(row.cells, notes)
        said = [Note(file.name, row.line, what, facts) for what, facts in notes]
        if one is None:
            report.left_out += said
            continue
        report.odd += said
        report.again += _add(one, wish, incoming)


def _add(one: Incoming, wish: Wish, incoming: dict[str, Incoming]) -> bool:
    """Take somebody in; whether a row before had named them."""
    if wish.tags and one.standing not in NO:
        one.cells["tags"] = cell_of([*one.cells["tags"].split(";"), *wish.tags])
    known = incoming.setdefault(canonical(one.address), one)
    if known is one:
        return False
    known.join(one)
    return True


def _table(file: Path) -> Table:
    try:
        return read_table(file)
    except NoTableError as none:
        raise RefusedError(
            "subscribers.refused.broken-table"
            if none.why == "broken"
            else f"subscribers.refused.{none.why}",
            file=file.name,
            most=MOST_MB,
        ) from none


def _refuse_unknown(keep: Sequence[str], files: Sequence[Taken]) -> None:
    """Refuse to keep a column that none of the files has."""
    names = dict.fromkeys(n for taken in files for n in taken.columns if n)
    there = set(map(plain_name, names))
    for name in keep:
        if plain_name(name) not in there:
            help_, facts = suggest(name, names, quoted=True)
            key = "subscribers.refused.no-column"
            raise RefusedError(key, help_, column=name, **facts)


def _kept(table: Table, service: Service, wish: Wish) -> dict[str, str]:
    """The columns that become fields: those asked for; all of a list of our own."""
    plain = {plain_name(name): name for name in table.columns}
    wanted = {plain_name(name): name for name in wish.keep}
    if service.id == "storyhouse":
        wanted |= {p: n for p, n in plain.items() if p not in service.read}
    kept = {}
    for name, written in wanted.items():
        field_ = "_".join(written.split()) if service.id == "storyhouse" else name
        field_ = "_".join(field_.replace("-", " ").split())
        if not FIELD.fullmatch(field_) or field_ in COLUMNS:
            if name in map(plain_name, wish.keep):
                raise RefusedError("subscribers.refused.no-field", column=written)
            continue
        kept[name] = field_
    return kept
