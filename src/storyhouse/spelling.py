"""How YAML spells a text value: where in its file each sign of the value stands.

YAML folds lines, takes indents away, doubles quotation marks and knows escapes. What
libyaml makes of a scalar is made here once more, with the place of every sign kept, so
that a message can point at one word of a folded paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

#: From where in the scalar as it is written to where, the end exclusive.
Span = tuple[int, int]

_BLANKS = r"(?P<blanks>[ \t]++(?:\n[ \t]*+)*+|\n[ \t]*+(?:\n[ \t]*+)*+)"
_PLAIN = re.compile(rf"{_BLANKS}|(?P<signs>[^ \t\n]++)")
_SINGLE = re.compile(rf"{_BLANKS}|(?P<doubled>'')|(?P<signs>[^' \t\n]++)")
_DOUBLE = re.compile(
    rf"{_BLANKS}|\\\n[ \t]*+(?P<goes_on>(?:\n[ \t]*+)*+)"
    r"|\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})"
    r'|(?P<escape>[^\n]))|(?P<signs>[^"\\ \t\n]++)'
)
_ESCAPES = dict(
    zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True)
)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@lru_cache(maxsize=64)
def spans(written: str, value: str) -> tuple[Span, ...]:
    """For each sign of a value, where it stands in the scalar as it is written.

    Should the two not fit together, each sign is taken to be spelt by one.
    """
    signs = list(
        _block(written, value) if written[:1] in {"|", ">"} else _flow(written)
    )
    read = "".join(sign for sign, _ in signs)
    # A record's value may lack the blanks around it, or the break at its end.
    at = read.find(value)
    if at < 0:
        return tuple((place, place + 1) for place in range(len(value)))
    return tuple(span for _, span in signs[at : at + len(value)])


def _flow(written: str) -> Iterator[tuple[str, Span]]:
    """A scalar that is plain or stands in quotation marks."""
    pattern = {"'": _SINGLE, '"': _DOUBLE}.get(written[:1], _PLAIN)
    end = 0 if pattern is _PLAIN else 1
    while found := pattern.match(written, end):
        yield from _signs(found)
        end = found.end()


def _signs(found: re.Match[str]) -> Iterator[tuple[str, Span]]:
    start, end = found.span()
    match found.lastgroup:
        case "blanks" if "\n" in found[0]:
            yield from _folded(found[0], start)
        case "goes_on":
            yield from _breaks(found[0], start, skip=1)
        case "blanks" | "signs":
            yield from ((s, (p, p + 1)) for p, s in enumerate(found[0], start))
        case "doubled":
            yield "'", (start, end)
        case "escape":
            yield _ESCAPES.get(found["escape"], found["escape"]), (start, end)
        case group:
            yield chr(int(found[str(group)], 16)), (start, end)


def _folded(blanks: str, start: int) -> Iterator[tuple[str, Span]]:
    """A line's end: one is a space, and more are one less."""
    if blanks.count("\n") == 1:
        at = start + blanks.index("\n")
        yield " ", (at, at + 1)
    else:
        yield from _breaks(blanks, start, skip=1)


def _breaks(blanks: str, start: int, *, skip: int) -> Iterator[tuple[str, Span]]:
    for found in [*re.finditer("\n", blanks)][skip:]:
        yield "\n", (start + found.start(), start + found.end())


@dataclass(slots=True)
class _Block:
    """A block scalar, as libyaml gathers it line by line."""

    folds: bool
    signs: list[tuple[str, Span]] = field(default_factory=list)
    #: The end of the last line of words, and the ends of empty lines since.
    ends: list[tuple[str, Span]] = field(default_factory=list)
    empty: list[tuple[str, Span]] = field(default_factory=list)
    indented: bool = False  # whether the last line of words began with a blank

    def words(self, line: str, at: int) -> None:
        """A line with something in it, its indent taken away."""
        indented = line[0] in " \t"
        if self.folds and not self.indented and not indented:
            self.signs += [] if self.empty else [(" ", span) for _, span in self.ends]
        else:
            self.signs += self.ends
        self.signs += self.empty
        self.signs += ((s, (p, p + 1)) for p, s in enumerate(line, at))
        self.ends, self.empty, self.indented = [], [], indented


def _block(written: str, value: str) -> list[tuple[str, Span]]:
    header, _, body = written.partition("\n")
    indent = _indent(body) - _indent(value)
    block = _Block(folds=header[0] == ">")
    at = len(header) + 1
    for line in _LINE.findall(body):
        words = line.rstrip("\n")[indent:]
        if words:
            block.words(words, at + indent)
        if line.endswith("\n"):
            end = at + len(line)
            (block.ends if words else block.empty).append(("\n", (end - 1, end)))
        at += len(line)
    keeps = header.partition("#")[0]
    if "-" not in keeps:
        block.signs += block.ends
    if "+" in keeps:
        block.signs += block.empty
    return block.signs


def _indent(text: str) -> int:
    """The blanks before the first line with anything else in it."""
    first = next((line for line in text.split("\n") if line.strip(" ")), "")
    return len(first) - len(first.lstrip(" "))
