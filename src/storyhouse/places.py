"""Where things are written, so that a message can point at them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a text file. Lines and columns count from 1, as editors do."""

    path: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and where in it each key and value of a record stands."""

    path: Path
    keys: dict[KeyPath, Location] = field(default_factory=dict)
    values: dict[KeyPath, Location] = field(default_factory=dict)

    def key_at(self, *key_path: str | int) -> Location:
        """Where a key stands or, when it is missing, what it is missing from."""
        return self.keys.get(key_path) or self.value_at(*key_path[:-1])

    def value_at(self, *key_path: str | int) -> Location:
        """Where a value stands or, when it has no place, the nearest around it."""
        while key_path and key_path not in self.values:
            key_path = key_path[:-1]
        return self.values.get(key_path, Location(self.path))


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown, and the line it starts on, so that any word of it can be pointed at."""

    text: str
    starts: Location

    def locate(self, offset: int) -> Location:
        """The place in the file of a character of the text."""
        line = self.text.count("\n", 0, offset)
        column = offset - self.text.rfind("\n", 0, offset)
        return Location(self.starts.path, self.starts.line + line, column)


def leads_out(root: Path, path: Path) -> bool:
    """Whether a path, links followed, leaves the shop's folder."""
    real = os.path.realpath(path)
    home = os.path.realpath(root)
    return not (real == home or real.startswith(home + os.sep))
