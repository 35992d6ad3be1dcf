"""A file's text, and where in it each value stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from storyhouse.places import KeyPath
from storyhouse.reading.front_matter import front_of
from storyhouse.reading.located_yaml import LocatedYaml, Span, Spans, read_yaml
from storyhouse.reading.text import in_lines, refuse_strange_signs


@dataclass(frozen=True, slots=True)
class Splice:
    """New text for a part of the text as it is read; the part may be empty."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Page:
    """A file as it is, and as it is read: the YAML of it, with places."""

    text: str
    path: Path
    lines: str = field(repr=False)  # the text as it is read
    yaml: str = field(repr=False)  # its beginning: all, or the front matter
    located: LocatedYaml = field(repr=False)
    spans: Spans = field(repr=False)

    @classmethod
    def of(cls, text: str, path: Path) -> Page:
        """Read a text.

        Raises:
            UnreadableError: if it holds no YAML that can be read.
        """
        lines = in_lines(text)
        refuse_strange_signs(lines, path)
        yaml = front_of(lines, path) if path.suffix == ".md" else lines
        spans: Spans = {}
        return cls(text, path, lines, yaml, read_yaml(yaml, path, spans), spans)

    # What is where.

    def has(self, at: KeyPath) -> bool:
        """Whether there is such a key, with or without a value behind it."""
        return at in self.spans

    def value(self, at: KeyPath) -> Any:
        """The value there; None where there is none."""
        value = self.located.data
        for key in at:
            inside = isinstance(value, dict if isinstance(key, str) else list)
            if not inside or at not in self.spans:
                return None
            value = value[key]
        return value

    def span(self, at: KeyPath) -> Span:
        """Where a value stands."""
        return self.spans[at]

    def in_flow(self, at: KeyPath) -> bool:
        """Whether a value stands within brackets, or has them."""
        above = (at[:depth] for depth in range(len(at) + 1))
        return any(self.spans[a].style == "flow" for a in above if a in self.spans)

    def end(self, at: KeyPath) -> int:
        """Behind the last sign of a value; of one in block style, of its last part."""
        while self.spans[at].style == "block":
            at = self.last(at)
        return self.spans[at].end

    def last(self, at: KeyPath) -> KeyPath:
        """The last part of a list or table that has any."""
        value = self.value(at)
        return (*at, [*value][-1] if isinstance(value, dict) else len(value) - 1)

    def line_end(self, offset: int) -> int:
        """Where the line ends in which a value does."""
        if offset and self.yaml[offset - 1 : offset] == "\n":
            return offset - 1  # `|+` ends where the next line begins
        end = self.yaml.find("\n", offset)
        return len(self.yaml) if end < 0 else end

    def own_line(self, at: KeyPath) -> int | None:
        """The column of a part that begins a line; None if others stand before it."""
        where = self.located.source.keys.get(at) or self.located.source.values[at]
        line = self.yaml.split("\n")[where.line - 1]
        column = where.column - 1
        return None if line[:column].strip() else column

    # From what is read to what is there.

    def spliced(self, splice: Splice) -> str:
        """The file's text with a part replaced; every other sign of it as it is."""
        start, end = self._places[splice.start], self._places[splice.end]
        new = splice.text.replace("\n", self._line_break)
        return self.text[:start] + new + self.text[end:]

    @cached_property
    def _places(self) -> list[int]:
        """For each sign as it is read, and the end, where it is in the text.

        Windows' two signs for a line's end are read as one; it is where the first is.
        """
        text = self.text
        begin = len(text) - len(text.lstrip("\ufeff"))
        if "\r\n" not in text:
            return [*range(begin, len(text) + 1)]
        pairs = (i for i in range(begin, len(text)) if text[i - 1 : i + 1] != "\r\n")
        return [*pairs, len(text)]

    @property
    def _line_break(self) -> str:
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"
