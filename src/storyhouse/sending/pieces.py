"""A text in pieces that are encoded once, and the places between them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email import quoprimime
from functools import lru_cache

from storyhouse.letters.message import LONGEST
from storyhouse.prose.fields import (
    MergeField,
    Parts,
    Repeated,
    Segments,
    filled,
    plainly,
)

Encode = Callable[[str], bytes]

#: How many values of a field are remembered: a country's first names, not its people.
REMEMBERED = 4096
#: Everybody has their own way out; no use in remembering it.
_ALONE = "unsubscribe_url"
#: RFC 2045: the longest line, less the sign of the soft break that may follow it.
_QUOTED_LINE = 75
#: What needs no encoding but for its `=`, and into what lengths it is cut: most
#: addresses have few of them.
_PLAIN, _CUT = re.compile(r"[!-~]+"), 60
_BREAK = re.compile(r"\r\n|\r|\n")


class UnfitError(Exception):
    """Something filled in is too long for a line that is not encoded."""


def as_it_is(text: str) -> bytes:
    """UTF-8, its lines ended as in a mail."""
    return _BREAK.sub("\r\n", text).encode("utf-8", "replace")


def utf8(value: str) -> bytes:
    """What is filled in: it is one line."""
    return value.encode("utf-8", "replace")


def quoted(text: str) -> bytes:
    """Quoted-printable."""
    signs = text.encode("utf-8", "replace").decode("latin-1")
    return quoprimime.body_encode(signs, _QUOTED_LINE, "\r\n").encode("ascii")


@lru_cache(maxsize=4)  # somebody's way out stands in the text and in the HTML
def softly(text: str) -> bytes:
    """Quoted-printable in lines of its own, that are no lines of the text.

    Nothing ends a line, too: what stands before and behind may fill one each.
    """
    if not text:
        return b"=\r\n"
    if _PLAIN.fullmatch(text):  # everybody's own way out: five times as fast
        cuts = range(0, len(text), _CUT)
        lines = [text[at : at + _CUT].replace("=", "=3D") for at in cuts]
        if max(map(len, lines)) <= _QUOTED_LINE:
            return "=\r\n".join(["", *lines, ""]).encode("ascii")
    return b"=\r\n" + quoted(text) + b"=\r\n"


@dataclass(frozen=True, slots=True)
class Slot:
    """One field: where it stands, and what has been filled in there."""

    merge: MergeField
    encode: Encode
    most: int  # octets
    places: list[int] = field(default_factory=list)
    known: dict[str, bytes] = field(default_factory=dict)

    def of(self, values: Mapping[str, str]) -> bytes:
        """One person's value, encoded; the particle that follows it is part of it.

        Raises:
            UnfitError: if it is too long.
        """
        name = self.merge.name
        value = values.get(name, "")
        made = self.known.get(value)
        if made is not None:
            return made
        made = self.encode(self.merge.filled({name: value}))
        if len(made) > self.most:
            raise UnfitError
        if name != _ALONE:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[value] = made
        return made


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands that only some get."""

    at: int
    repeated: Repeated
    kind: str
    encode: Encode

    def of(self, values: Mapping[str, str], parts: Parts) -> bytes:
        """What one person gets of it."""
        return self.encode(filled((self.repeated,), values, _ESCAPE[self.kind], parts))


#: What is filled in is escaped for HTML, and for nothing else.
_ESCAPE: dict[str, Callable[[str], str]] = {"plain": plainly, "html": html.escape}


@dataclass(frozen=True, slots=True)
class Pieces:
    """A mail's pieces in order; an empty one at each place that is filled."""

    eight_bit: bool
    ready: list[bytes] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    gaps: set[int] = field(default_factory=set)

    def fixed(self, text: str) -> None:
        """Add what is ASCII and the same for everybody."""
        self.add(text.encode("ascii"))

    def add(self, encoded: bytes) -> None:
        """Add what is the same for everybody; the fewer pieces, the faster."""
        last = len(self.ready) - 1
        if last < 0 or last in self.gaps:
            self.ready.append(encoded)
        else:
            self.ready[last] += encoded

    def gap(self) -> int:
        """Add a place to be filled; its number."""
        number = len(self.ready)
        self.gaps.add(number)
        self.ready.append(b"")
        return number

    def part(self, kind: str, segments: Segments) -> None:
        """Add the text or the HTML."""
        whole, inside = (as_it_is, as_it_is) if self.eight_bit else (quoted, softly)
        filler = utf8 if self.eight_bit else softly
        slots = {s: self._slot(kind, s, segments, filler) for s in _fields(segments)}
        self.slots.extend(slots.values())
        for segment in segments:
            match segment:
                case str():
                    self.add(whole(segment))
                case MergeField():
                    slots[segment].places.append(self.gap())
                case Repeated():
                    self.places.append(Place(self.gap(), segment, kind, inside))
                    # As it is for whoever gets nothing of it.
                    self.ready[-1] = inside("")

    def _slot(
        self, kind: str, merge: MergeField, segments: Segments, encode: Encode
    ) -> Slot:
        escape = _ESCAPE[kind]
        # RFC 2045 knows no longest text, only a longest line.
        most = room(segments) if self.eight_bit else 1 << 30
        return Slot(merge, lambda value: encode(escape(value)), most)


def room(segments: Segments) -> int:
    """How many octets every field may hold, so that no line grows too long.

    Below nothing, if one is too long already. What only some get is looked at when it
    is filled in.
    """
    least, length, fields = LONGEST, 0, 0
    for segment in segments:
        if not isinstance(segment, str):
            fields += isinstance(segment, MergeField)
            continue
        for index, line in enumerate(as_it_is(segment).split(b"\r\n")):
            if index:
                least = min(least, _left(length, fields))
                length = fields = 0
            length += len(line)
    return min(least, _left(length, fields))


def _left(length: int, fields: int) -> int:
    """Of one line; one without fields leaves them what it does not use."""
    left = LONGEST - length
    return left // fields if fields else LONGEST if left >= 0 else left


def _fields(segments: Segments) -> Iterator[MergeField]:
    return iter(dict.fromkeys(s for s in segments if isinstance(s, MergeField)))
