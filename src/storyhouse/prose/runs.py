"""Markdown as what a reader reads, paragraph by paragraph, each word with its place.

For the value rules: words are looked for in what is read (`last **chance**` in two
lines is `last chance`), and pointed at in what was written. Python-Markdown keeps no
places, so the source is walked here; what is left out (code, addresses, remarks) is
nobody's voice. One walk through the text, whatever stands in it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from storyhouse.prose.links import blanked


class RunKind(StrEnum):
    """What a run of words is part of."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CELLS = "cells"
    PICTURE = "picture"  # the text of a picture


#: From where in a run's text, written where, in how many signs altogether; 0 if each
#: sign is written as one.
_Piece = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row: as they are read, and where each of them was written.

    The text is NFC, its blanks are single spaces, its quotation marks straight and its
    signs of full width those of ASCII, so that a pattern need not know all spellings.
    Signs without a width, such as a soft hyphen, are left out, and what a merge field
    will say is U+FFFC.
    """

    text: str
    kind: RunKind
    quoted: bool  # a block quote: somebody else's words
    begins: int  # in the Markdown, from its first sign to behind its last
    ends: int
    linked: bool = False  # whether a link stands in it
    _pieces: tuple[_Piece, ...] = field(default=(), repr=False)

    def place(self, offset: int) -> int:
        """Where in the Markdown the text's character at `offset` was written."""
        start, source, width = self._piece(offset)
        into = offset - start
        return source + (min(into, width - 1) if width else into)

    def behind(self, offset: int) -> int:
        """The place in the Markdown behind that character: `&amp;` is one, of five."""
        start, source, width = self._piece(offset)
        return source + (width or offset - start + 1)

    def _piece(self, offset: int) -> _Piece:
        return self._pieces[max(bisect_right(self._pieces, (offset, 1 << 60)) - 1, 0)]


_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_QUOTE = re.compile(r"[ \t]*>[> \t]*")
_RULE = re.compile(r"[ \t]*+(?:(?:[-*_][ \t]*+){3,}+|=++[ \t]*+|-++[ \t]*+)$")
#: The row below a table's head; possessive, for any row may be 100,000 dashes.
_BELOW_HEAD = re.compile(r"(?=[^-]*+-)(?=[^|]*+\|)[-:| \t]++$")
_DEFINITION = re.compile(r"[ \t]*\[(?!\^)[^\[\]]{1,200}\]:[ \t]")
_FOOTNOTE = re.compile(r"[ \t]*\[\^[^\[\]]{1,100}\]:[ \t]*")
_INDENT = re.compile(r"[ \t]*+")
#: What a line starts with that may be more than a line.
_LEADS = frozenset(" \t>#-*+=_|[0123456789:")
_CODE_INDENT = 4
_BEGINNINGS = (
    (RunKind.HEADING, _HEADING),
    (RunKind.ITEM, _ITEM),
    (RunKind.PARAGRAPH, _FOOTNOTE),
    (RunKind.CELLS, re.compile(r"[ \t]*(?=\|)")),
)
#: HTML whose text is nobody's voice.
_CODE_TAG = re.compile(r"<(/?)(pre|code|samp|script|style)\b[^<>]*>", re.IGNORECASE)
_NOTHING_ELSE = re.compile(r"^[ \t]*+\0[\0 \t]*+$", re.MULTILINE)
#: Tags within a word or between two; any other ends a word, as <br> and <li> do.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|code|dfn|em|i|ins|kbd|mark|q|ruby|s|small|span|strong"
    r"|sub|sup|time|u|var)\b"
)
_OPENS_QUOTE = re.compile(r"<blockquote\b", re.IGNORECASE)
_CLOSES_QUOTE = re.compile(r"</blockquote\b", re.IGNORECASE)

#: No width, and no meaning to a reader; editors on the web leave them behind.
_UNSEEN = "\u200b\u2060\ufeff\u00ad"
_DESTINATION = (
    r"\(\s{0,9}(?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*){0,9})"
    r"(?:\s{1,9}(?:\"[^\"\n]*\"|'[^'\n]*'))?\s{0,9}\)"
)
_SIGNS = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()#+.!|>~-])"
    rf"|!\[(?P<alt>[^\[\]\n]*)\](?:{_DESTINATION}|\[[^\[\]\n]*\])?"
    r"|(?P<note>\[\^[^\[\]\n]{1,100}\])"
    rf"|\](?P<to>{_DESTINATION}|\[[^\[\]\n]*\])"
    r"|(?P<field>\{[^\W\d]\w{0,60}(?:\|[^{}\n]{0,200})?\})"
    r"|(?P<tag></?[a-zA-Z][^<>\n]{0,500}>)"
    r"|(?P<url><?(?:https?://|mailto:|www\.)[^\s<>]+>?)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});)"
    r"|(?P<blank>\s{2,}|[^\S ]|\0+)"
    rf"|(?P<unseen>[{_UNSEEN}]+)"
    r"|(?P<mark>[*~`\[|]+|\]|(?<![^\W_])_+|_+(?![^\W_]))"
)
#: Where a sign can begin: most lines hold few of them, and are read at a glance.
#: One class and no choice of two, which would be tried at each letter.
_MAY_BEGIN = re.compile(
    "[\0\\\\!\\[\\]{<&*~`|_\t\r\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029"
    f"\u202f\u205f\u3000{_UNSEEN}]"
)
_ADDRESSES = ("://", "www.", "mailto:", "  ")
_BLANKS = re.compile(rf"(?P<blank>\s{{2,}}|[^\S ])|[{_UNSEEN}]+")
_NOT_SEEN = dict.fromkeys(map(ord, _UNSEEN))
#: A merge field is no word of the shop's: what stands in its place.
_FIELD = "\ufffc"
_SAME = str.maketrans(
    {
        **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys(map(ord, "‘’ʼ"), "'"),
        **dict.fromkeys(map(ord, "“”„‟"), '"'),
    }
)
_JAMO = re.compile("[\u1160-\u11ff]")
#: Marks on one letter beyond these are a prank, and put in order in quadratic time.
_MOST_MARKS = 30


def plain_run(text: str) -> Run:
    """A text without Markdown, such as a title: each sign where it is."""
    if text.isascii() and not _BLANKS.search(text) and text.strip() == text:
        return Run(text, RunKind.PARAGRAPH, False, 0, len(text), _pieces=((0, 0, 0),))  # noqa: FBT003
    writer = _Writer()
    writer.plain(text, 0)
    return writer.run(RunKind.PARAGRAPH, 0, len(text), quoted=False)


@lru_cache(maxsize=4096)
def runs(markdown: str) -> tuple[Run, ...]:
    """Every run of words of a Markdown text, in order."""
    return tuple(_runs(markdown))


def _runs(markdown: str) -> Iterator[Run]:
    for block in _blocks(_read(markdown)):
        writer = _Writer()
        for start, line in block.lines:
            writer.line(line, start)
        run = writer.run(block.kind, block.begins, block.ends, quoted=block.quoted)
        if run.text:
            yield run
        for at, alt in writer.alts:
            of_picture = _Writer()
            of_picture.line(alt, at)
            ends = at + len(alt)
            yield of_picture.run(RunKind.PICTURE, at, ends, quoted=block.quoted)


def _read(markdown: str) -> str:
    """The text with code and remarks, those of HTML included, as NUL signs.

    No spaces: they would make a paragraph that begins with code an indented one. A line
    of nothing else is empty.
    """
    text = _without_code_tags(blanked(markdown))
    if text == markdown:
        return text
    pairs = zip(markdown, text, strict=True)
    filled = "".join(now if was == now else "\0" for was, now in pairs)
    return _NOTHING_ELSE.sub(lambda line: " " * len(line[0]), filled)


def _without_code_tags(text: str) -> str:
    if "<" not in text:
        return text
    parts, end, opened = [], 0, None
    for tag in _CODE_TAG.finditer(text):
        closes, name = tag[1], tag[2].lower()
        if opened is None and not closes:
            opened = (name, tag.start())
        elif opened is not None and closes and name == opened[0]:
            code = re.sub(r"[^\n]", " ", text[opened[1] : tag.end()])
            parts += [text[end : opened[1]], code]
            end, opened = tag.end(), None
    return "".join([*parts, text[end:]])


def stretches(markdown: str) -> Iterator[tuple[int, int]]:
    """Where the author's own words stand without a sign of Markdown, within a line.

    Quotes and tables are left out, as are code, links, tags and pictures.
    """
    text = _read(markdown)
    for block in _blocks(text):
        if block.quoted or block.kind is RunKind.CELLS:
            continue
        for at, line in block.lines:
            yield from _between_signs(markdown, text, at, line)


def _between_signs(
    markdown: str, text: str, at: int, line: str
) -> Iterator[tuple[int, int]]:
    end = at
    for found in _SIGNS.finditer(line):
        if found.lastgroup != "blank":
            yield from _unblanked(markdown, text, end, at + found.start())
            end = at + found.end()
    yield from _unblanked(markdown, text, end, at + len(line))


def _unblanked(
    markdown: str, text: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The stretch, cut where code or a remark stands."""
    if markdown[start:end] != text[start:end]:
        for place in range(start, end):
            if markdown[place] != text[place] and not markdown[place].isspace():
                if start < place:
                    yield start, place
                start = place + 1
    if start < end:
        yield start, end


@dataclass(slots=True)
class _Block:
    kind: RunKind
    quoted: bool
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def begins(self) -> int:
        return self.lines[0][0]

    @property
    def ends(self) -> int:
        start, line = self.lines[-1]
        return start + len(line)


@dataclass(slots=True)
class _Blocks:
    """Cuts a text into blocks, line by line."""

    done: list[_Block] = field(default_factory=list)
    open: _Block | None = None
    depth: int = 0  # of <blockquote> tags
    in_table: bool = False  # whose rows may begin without a bar
    code_from: int = _CODE_INDENT  # the indent of code; deeper within a list

    def take(self, line: str, at: int) -> None:
        if not line or line.isspace():
            self.close()
            self.in_table = False
            return
        leads = line[0] in _LEADS or self.in_table
        if not leads and "<" not in line and not self.depth:
            self._go_on(line, at)  # most lines
            return
        quote = _QUOTE.match(line)
        self.depth += len(_OPENS_QUOTE.findall(line))
        quoted = bool(quote or self.depth or (self.open and self.open.quoted))
        self.depth = max(self.depth - len(_CLOSES_QUOTE.findall(line)), 0)
        start = quote.end() if quote else 0
        self._sort(line[start:], at + start, quoted=quoted)

    def _go_on(self, line: str, at: int) -> None:
        """A line that begins nothing, unless nothing has begun."""
        if self.open is None:
            self.open = _Block(RunKind.PARAGRAPH, quoted=False)
            self.code_from = _CODE_INDENT
        self.open.lines.append((at, line))

    def _sort(self, line: str, at: int, *, quoted: bool) -> None:
        if self.open is not None and self.open.quoted != quoted:
            self.close()
        if _BELOW_HEAD.match(line) and self._heads_table():
            return
        indent = len(_INDENT.match(line)[0].expandtabs(_CODE_INDENT))  # type: ignore[index]
        if _RULE.match(line) or _DEFINITION.match(line):
            self.close()
        elif self.open is not None or indent < self.code_from:
            self._words(line, at, indent, quoted=quoted)

    def _words(self, line: str, at: int, indent: int, *, quoted: bool) -> None:
        kind, start = (RunKind.CELLS, 0) if self.in_table else _kind(line)
        if kind is not None:
            self.close()
        if kind is RunKind.ITEM:
            self.code_from = indent // _CODE_INDENT * _CODE_INDENT + 2 * _CODE_INDENT
        elif self.open is None and indent < _CODE_INDENT:
            self.code_from = _CODE_INDENT
        if self.open is None:
            self.open = _Block(kind or RunKind.PARAGRAPH, quoted)
        self.open.lines.append((at + start, line[start:]))
        if kind in {RunKind.HEADING, RunKind.CELLS}:
            self.close()

    def _heads_table(self) -> bool:
        """Whether the line before this one was a table's head: then rows follow."""
        last = self.open or (self.done[-1] if self.done else None)
        if last is None or "|" not in last.lines[-1][1]:
            return False
        if self.open is not None:
            self.open = _Block(last.kind, last.quoted, last.lines[:-1])
            self.close()
            self.done.append(_Block(RunKind.CELLS, last.quoted, last.lines[-1:]))
        self.in_table = True
        return True

    def close(self) -> None:
        if self.open is not None and self.open.lines:
            self.done.append(self.open)
        self.open = None


def _kind(line: str) -> tuple[RunKind | None, int]:
    """What a line begins, and where its words do; None if it goes on with the last."""
    for kind, pattern in _BEGINNINGS:
        if found := pattern.match(line):
            return kind, found.end()
    return None, 0


def _blocks(text: str) -> list[_Block]:
    blocks, at = _Blocks(), 0
    for line in text.split("\n"):
        blocks.take(line, at)
        at += len(line) + 1
    blocks.close()
    return blocks.done


def _signs(line: str) -> Iterator[re.Match[str]]:
    if any(address in line for address in _ADDRESSES):
        yield from _SIGNS.finditer(line)
        return
    end = 0
    for begins in _MAY_BEGIN.finditer(line):
        if begins.start() >= end and (found := _SIGNS.match(line, begins.start())):
            end = found.end()
            yield found


@dataclass(slots=True)
class _Writer:
    """Gathers what is read, and where each piece of it was written."""

    parts: list[str] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    length: int = 0
    linked: bool = False
    alts: list[tuple[int, str]] = field(default_factory=list)

    def line(self, line: str, at: int) -> None:
        """One line of Markdown; the break before it is a blank."""
        self._blank(at - 1)
        end = 0
        for found in _signs(line):
            self._put(line[end : found.start()], at + end)
            self._sign(found, at)
            end = found.end()
        self._put(line[end:], at + end)

    def plain(self, text: str, at: int) -> None:
        """Text in which no sign means anything."""
        end = 0
        for found in _BLANKS.finditer(text):
            self._put(text[end : found.start()], at + end)
            if found["blank"]:
                self._blank(at + found.start())
            end = found.end()
        self._put(text[end:], at + end)

    def _sign(self, found: re.Match[str], at: int) -> None:
        match found.lastgroup:
            case "escaped":
                self._put(found["escaped"], at + found.start() + 1)
            case "alt":
                self.alts.append((at + found.start("alt"), found["alt"]))
                self._blank(at + found.start())
            case "to":
                self.linked = True
            case "field" | "entity":
                self._stands_for(found[0], at + found.start())
            case "blank" | "url":
                self._blank(at + found.start())
            case "tag":
                self._tag(found[0].lower(), at + found.start())
            case "mark" if "|" in found[0]:
                self._blank(at + found.start())  # from one cell to the next
            case _:
                pass  # a mark of Markdown's own, or nothing to see

    def _stands_for(self, written: str, at: int) -> None:
        """A merge field, or an entity."""
        said = _FIELD if written[0] == "{" else html.unescape(written)
        said = " " if said.isspace() else said.translate(_NOT_SEEN)
        self._put(said, at, len(written))

    def _tag(self, tag: str, at: int) -> None:
        if not _INLINE.match(tag):
            self._blank(at)
        self.linked = self.linked or tag.startswith("<a ")

    def _put(self, text: str, at: int, width: int = 0) -> None:
        if text[:1] == " " and (not self.parts or self.parts[-1][-1] == " "):
            text, at = text[1:], at + 1
        if text:
            self.parts.append(text)
            self.pieces.append((self.length, at, width))
            self.length += len(text)

    def _blank(self, at: int) -> None:
        self._put(" ", at)

    def run(self, kind: RunKind, begins: int, ends: int, *, quoted: bool) -> Run:
        """What was gathered."""
        text, pieces = "".join(self.parts).rstrip(" "), self.pieces
        if not unicodedata.is_normalized("NFC", text):
            text, pieces = _composed(text, pieces)
        return Run(
            text=text if text.isascii() else text.translate(_SAME),
            kind=kind,
            quoted=quoted,
            begins=begins,
            ends=ends,
            linked=self.linked,
            _pieces=tuple(pieces) or ((0, begins, 0),),
        )


def _composed(text: str, pieces: list[_Piece]) -> tuple[str, list[_Piece]]:
    """The text in NFC, sign by sign, with places that follow: macOS writes NFD."""
    places = Run("", RunKind.PARAGRAPH, False, 0, 0, _pieces=tuple(pieces))  # noqa: FBT003
    said: list[str] = []
    made: list[_Piece] = []
    length = start = 0
    for index in range(1, len(text) + 1):
        goes_on = index < len(text) and _goes_on(text[index])
        if goes_on and index - start < _MOST_MARKS:
            continue
        whole = unicodedata.normalize("NFC", text[start:index])
        said.append(whole)
        at = places.place(start)
        made.append((length, at, max(places.behind(index - 1) - at, 1)))
        length += len(whole)
        start = index
    return "".join(said), made


def _goes_on(sign: str) -> bool:
    return unicodedata.combining(sign) != 0 or bool(_JAMO.match(sign))
