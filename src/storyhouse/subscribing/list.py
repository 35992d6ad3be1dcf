"""Read private/subscribers.csv, row by row: a million of them need no memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.diagnostics import Diagnostic
from storyhouse.model.record import Language, PersonId
from storyhouse.model.subscribers import Standing, Subscriber
from storyhouse.subscribing.places import SUBSCRIBERS

#: The columns that mean something to us; every other is a merge field.
COLUMNS = (
    "email first_name name person language tags status consented_at consent_how".split()
)
#: Between the tags of one cell.
TAGS = ";"


@dataclass(slots=True)
class SubscriberList:
    """The list; what is wrong in it is known once it has been read through."""

    root: Path
    found: list[Diagnostic] = field(default_factory=list)

    def __iter__(self) -> Iterator[Subscriber]:
        """Every subscriber whose row can be read; none without a file."""
        self.found.clear()
        path = self.root / SUBSCRIBERS
        if not path.is_file():
            return
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            for row in rows:
                yield _subscriber(row, rows.line_num)


def _subscriber(row: dict[str, str], line: int) -> Subscriber:
    cells = {k: (v or "").strip() for k, v in row.items() if k}
    language = cells.get("language", "")
    person = cells.get("person", "")
    return Subscriber(
        email=cells.get("email", ""),
        first_name=cells.get("first_name", ""),
        name=cells.get("name", ""),
        person=PersonId(person) if person else None,
        language=Language(language) if language in {*Language} else None,
        tags=tuple(
            t for tag in cells.get("tags", "").split(TAGS) if (t := tag.strip())
        ),
        status=Standing(cells.get("status") or Standing.ACTIVE),
        consented_at=cells.get("consented_at", ""),
        consent_how=cells.get("consent_how", ""),
        more={k: v for k, v in cells.items() if k not in COLUMNS},
        line=line,
    )
