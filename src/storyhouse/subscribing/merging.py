"""The list with what came in: rows and columns stay where they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from storyhouse.model.subscribers import Standing
from storyhouse.refusing import RefusedError
from storyhouse.subscribing.addresses import is_address
from storyhouse.subscribing.columns import COLUMNS, names_of
from storyhouse.subscribing.incoming import NO, Incoming
from storyhouse.subscribing.places import SUBSCRIBERS
from storyhouse.subscribing.rows import Row, whole_rows
from storyhouse.subscribing.secret import canonical
from storyhouse.subscribing.tags import cell_of

#: What was noted when they agreed is never written over.
_ONCE = {"consented_at", "consent_how"}


class Merging:
    """One pass over the list; its counts are right once `rows` has come to its end."""

    def __init__(
        self, root: Path, incoming: Mapping[str, Incoming], gone: Collection[str]
    ) -> None:
        """Args: what came in by canonical address, and who of them had said no."""
        self.root, self.incoming, self.gone = root, incoming, gone
        self.new = self.changed = self.unchanged = self.pending = 0

    def rows(self) -> Iterator[list[str]]:
        """All rows of the list as they are to be, the columns' names first."""
        self.new = self.changed = self.unchanged = self.pending = 0
        rows = whole_rows(self.root)
        first = next(rows, None)
        names = names_of(first) if first else [*COLUMNS]
        if "email" not in names:
            raise RefusedError(
                "subscribers.refused.broken", path=str(SUBSCRIBERS), line=1
            )
        width = len(names)
        names += self._missing(names)
        yield names
        met = set[str]()
        for row in rows:
            yield self._row(row, names, width, met)
        for address, one in self.incoming.items():
            if address not in met and address not in self.gone:
                if one.standing in NO:
                    continue  # the list of noes remembers them: no need of their name
                self.new += 1
                self.pending += one.standing is Standing.PENDING
                cells = {**one.cells, "email": one.address, "status": one.standing}
                yield [cells.get(name, "") for name in names]

    def _missing(self, names: list[str]) -> list[str]:
        """The columns that the list lacks, ours first."""
        ones = self.incoming.values()
        came = {name for one in ones for name, cell in one.cells.items() if cell}
        came |= {"status"} if self.incoming else set()
        others = sorted(came - {*COLUMNS})
        return [n for n in (*COLUMNS, *others) if n in came and n not in names]

    def _row(self, row: Row, names: list[str], width: int, met: set[str]) -> list[str]:
        if len(row.cells) != width:
            # Said when the list is read; nothing is put into it, nor beside it.
            met |= {canonical(c) for c in row.cells if is_address(c.strip())}
            return row.cells
        old = row.cells + [""] * (len(names) - width)
        address = canonical(old[names.index("email")])
        one = self.incoming.get(address)
        if one is None:
            return old
        met.add(address)
        if address in self.gone:
            return old
        merged = _merged(dict(zip(names, old, strict=True)), one)
        new = [merged[name] for name in names]
        changed = new != old
        self.changed += changed
        self.unchanged += not changed
        return new


def _merged(old: dict[str, str], one: Incoming) -> dict[str, str]:
    """A row with what came in: a no holds, what is filled is not emptied."""
    status = old["status"].strip().lower()
    if one.again:
        kept = {**old, "status": Standing.ACTIVE}
        return kept | {column: cell for column, cell in one.cells.items() if cell}
    if status in NO:
        return old
    if one.standing in NO:
        return {**old, "status": one.standing}
    new = _filled(old, one.cells)
    if status == Standing.PENDING and one.standing is Standing.ACTIVE:
        new["status"] = one.standing
    return new


def _filled(old: dict[str, str], came: Mapping[str, str]) -> dict[str, str]:
    """The row with those cells that say something."""
    new = dict(old)
    for column, cell in came.items():
        if column == "tags":
            if cell:
                both = [*old["tags"].split(";"), *cell.split(";")]
                new["tags"] = cell_of(both)
        elif cell and not (column in _ONCE and old[column].strip()):
            new[column] = cell
    return new
