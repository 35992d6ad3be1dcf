"""Tags in one cell of the list."""

from __future__ import annotations

from collections.abc import Iterable

#: Between the tags of one cell.
BETWEEN = ";"


def tags_of(cell: str) -> tuple[str, ...]:
    """The tags of one cell."""
    return tuple(tag for part in cell.split(BETWEEN) if (tag := part.strip()))


def cell_of(tags: Iterable[str]) -> str:
    """One cell of tags, each once."""
    trimmed = (" ".join(tag.replace(BETWEEN, " ").split()) for tag in tags)
    return BETWEEN.join(dict.fromkeys(tag for tag in trimmed if tag))
