"""HTML in lines that a mail may hold as they are: 998 octets (RFC 5322, 2.1.1).

The compiler writes a letter as one line of 20,000. It is broken at blanks where HTML
takes a line's end for a blank: behind a tag's name, and between words outside of `pre`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from storyhouse.prose.fields import MergeField, Repeated, Segments

#: The longest line without what is filled in; half is left for that.
_LINE = 500
_KEPT = r"<!--.*?-->|<(?P<whole>style|pre|script|textarea|title)\b.*?</(?P=whole)\s*>"
_PIECE = re.compile(
    rf"(?P<kept>{_KEPT})|(?P<tag><[a-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)|[^<]+|<",
    re.DOTALL | re.IGNORECASE,
)
#: Two signs that are no characters: what is filled in here comes between.
_MARK = re.compile("\ufffe([0-9]+)\uffff")


@lru_cache(maxsize=8)
def folded(segments: Segments) -> Segments:
    """A letter's HTML in short lines; the same bytes but for blanks that end a line."""
    places = [segment for segment in segments if not isinstance(segment, str)]
    numbers = iter(range(len(places)))
    marked = "".join(
        segment if isinstance(segment, str) else f"\ufffe{next(numbers)}\uffff"
        for segment in segments
    )
    cut = _MARK.split("".join(_lines(marked)))
    made = (
        piece if index % 2 == 0 else _inside(places[int(piece)])
        for index, piece in enumerate(cut)
    )
    return tuple(segment for segment in made if segment != "")


def _inside(place: MergeField | Repeated) -> MergeField | Repeated:
    if isinstance(place, MergeField):
        return place
    parts = (folded(part) for part in (place.before, place.each, place.after))
    return Repeated(place.name, *parts)


def _lines(markup: str) -> Iterator[str]:
    length = 0
    for index, run in enumerate(_runs(markup)):
        head, newline, _ = run.partition("\n")
        if index:
            ends = length and length + 1 + _octets(head) > _LINE
            length = 0 if ends else length + 1
            yield "\n" if ends else " "
        yield run
        last = _octets(run.rpartition("\n")[2])
        length = last if newline else length + last


def _octets(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _runs(markup: str) -> Iterator[str]:
    """What stands between two blanks at which a line may end."""
    run: list[str] = []
    for found in _PIECE.finditer(markup):
        first, *others = _chunks(found)
        run.append(first)
        for chunk in others:
            yield "".join(run)
            run = [chunk]
    yield "".join(run)


def _chunks(found: re.Match[str]) -> list[str]:
    if found["kept"]:
        return [found[0]]
    if found["tag"]:
        return found[0].split(" ", 1)
    return found[0].split(" ")
