"""Lines of text no wider than a mail program's window, counted as they look.

A Hangul syllable is as wide as two Latin letters. Words are never broken, so that an
address stays one and no sign that several characters make falls apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

COLUMNS = 72
#: A space between words; a no-break space is none.
_SPACE = re.compile(r"[ \t\n\x85\u2028\u2029]+")
_WIDE = frozenset("WF")
_NOTHING = frozenset({"Mn", "Me", "Cf"})


def width(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(sign) in _NOTHING
        else 2
        if unicodedata.east_asian_width(sign) in _WIDE
        else 1
        for sign in text
    )


def wrapped(text: str, first: str = "", rest: str = "", columns: int = COLUMNS) -> str:
    """One paragraph; `first` and `rest` begin the first line and the others."""
    return "\n".join(_lines(text, first, rest, columns))


def _lines(text: str, first: str, rest: str, columns: int) -> Iterator[str]:
    line, used, begun = first, width(first), False
    for word in filter(None, _SPACE.split(text)):
        more = width(word)
        if begun and used + 1 + more > columns:
            yield line
            line, used, begun = rest, width(rest), False
        line = f"{line} {word}" if begun else line + word
        used, begun = used + begun + more, True
    yield line


_ITEM = re.compile(r"^(?P<space>\s*)(?P<sign>(?:[*+-]|\d+\.) )?(?P<quote>(?:> ?)*)")


def rewrapped(text: str, columns: int = COLUMNS) -> str:
    """A text of paragraphs, lists and quotes, each wrapped with its own beginning."""
    return "\n".join(_rewrapped_line(line, columns) for line in text.split("\n"))


def _rewrapped_line(line: str, columns: int) -> str:
    found = _ITEM.match(line)
    if found is None or width(line) <= columns:
        return line.rstrip(" ")
    first = found[0]
    rest = " " * (len(first) - len(found["quote"])) + found["quote"]
    return wrapped(line[len(first) :], first, rest, columns)
