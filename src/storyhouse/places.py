"""Where things are written, so that a message can point at them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from storyhouse.spelling import spans

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
    #: Values as they are written, quotation marks, breaks and all, where that differs.
    written: dict[KeyPath, str] = field(default_factory=dict)

    def key_at(self, *key_path: str | int) -> Location:
        """Where a key stands or, when it is missing, what it is missing from."""
        return self.keys.get(key_path) or self.value_at(*key_path[:-1])

    def value_at(self, *key_path: str | int) -> Location:
        """Where a value stands or, when it has no place, the nearest around it."""
        while key_path and key_path not in self.values:
            key_path = key_path[:-1]
        return self.values.get(key_path, Location(self.path))

    def place(self, key_path: KeyPath, value: str, offset: int) -> Location:
        """The place in the file of a character of a text value."""
        return self._at(key_path, self._span(key_path, value, offset)[0])

    def behind(self, key_path: KeyPath, value: str, offset: int) -> Location:
        """The place behind a character of a text value, on the same line."""
        last = self._at(key_path, self._span(key_path, value, offset)[1] - 1)
        return replace(last, column=last.column + 1)

    def _span(self, key_path: KeyPath, value: str, offset: int) -> tuple[int, int]:
        """Where in the value as it is written a character stands."""
        written = self.written.get(key_path)
        if written is None or not value:
            return offset, offset + 1
        spelt = spans(written, value)
        if offset < len(spelt):
            return spelt[offset]
        return spelt[-1][1], spelt[-1][1] + 1

    def _at(self, key_path: KeyPath, offset: int) -> Location:
        starts = self.value_at(*key_path)
        if key_path not in self.values:
            return starts
        before = self.written.get(key_path, "")[:offset]
        if line := before.count("\n"):
            column = offset - before.rfind("\n")
            return Location(starts.path, starts.line + line, column)
        return replace(starts, column=starts.column + offset)


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
