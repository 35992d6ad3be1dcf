"""A rendered template that still knows where in the theme's files each tag was written.

Jinja forgets the places of what it copies; so each tag gets a mark before it is
rendered, and the marks are taken out of the result again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storyhouse.places import Location

_MARK = re.compile("\ufffe([0-9]+):([0-9]+):([0-9]+)\uffff")
_TAG = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|(?P<tag><)(?=/?[a-zA-Z])", re.DOTALL
)


def mark(source: str, number: int) -> str:
    """A template's source with the place of each tag before the tag."""

    def place(tag: re.Match[str]) -> str:
        if tag["tag"] is None:
            return tag[0]  # Jinja's own
        line = source.count("\n", 0, tag.start()) + 1
        column = tag.start() - source.rfind("\n", 0, tag.start())
        return f"\ufffe{number}:{line}:{column}\uffff{tag[0]}"

    return _TAG.sub(place, source)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, and the places that stretches of it come from."""

    text: str
    starts: tuple[int, ...]  # offsets in the text
    places: tuple[Location, ...]

    @classmethod
    def parse(cls, rendered: str, file: Callable[[int], Path]) -> Marked:
        """Take the marks out; `file` knows the template of a number."""
        parts, starts, places, end, length = [], [], [], 0, 0
        files: dict[int, Path] = {}
        for found in _MARK.finditer(rendered):
            piece = rendered[end : found.start()]
            parts.append(piece)
            length += len(piece)
            starts.append(length)
            number, line, column = map(int, found.groups())
            if number not in files:
                files[number] = file(number)
            places.append(Location(files[number], line, column))
            end = found.end()
        parts.append(rendered[end:])
        return cls("".join(parts), tuple(starts), tuple(places))

    def locate(self, offset: int) -> Location:
        """The place of the tag that an offset stands in or behind."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            return self.places[0] if self.places else Location(Path())
        place, start = self.places[index], self.starts[index]
        between = self.text[start:offset]
        if lines := between.count("\n"):
            column = len(between) - between.rfind("\n")
            return Location(place.path, place.line + lines, column)
        return Location(place.path, place.line, place.column + len(between))
