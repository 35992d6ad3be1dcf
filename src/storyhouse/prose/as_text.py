"""Sanitised HTML as text written for reading: what a mail program without HTML shows.

Our own, since the text part of a letter is one of the two things a letter is:
addresses stand behind their words, lists keep their numbers, and no sign of Markdown
is left over. (html2text does much the same under the GPL; inscriptis needs lxml.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: A no-break space is none of these.
_SPACES = re.compile(r"[ \t\n\r\f]+")
_NUMBER = re.compile(r"[0-9]{1,9}")  # neither ² nor more than int() takes
_BLOCKS = frozenset(
    (
        "p h1 h2 h3 h4 h5 h6 div figure figcaption table dl dt dd details summary tr"
    ).split()
)


def to_text(markup: str) -> str:
    """Paragraphs, lists, quotes and tables as lines; not yet wrapped."""
    writer = _Writer()
    writer.feed(markup)
    writer.close()
    writer.end_block()
    return "\n".join(writer.lines).strip("\n")


@dataclass(slots=True)
class _Inside:
    """A list item or quote: what its first line begins with, and what the others do."""

    first: str
    rest: str
    begun: bool = False  # whether a line of it is written


@dataclass(slots=True)
class _List:
    """An open list, and the number of its next item, if it counts."""

    number: int | None


@dataclass
class _Writer(HTMLParser):
    """Takes tags one by one; `run` is the text of the block being written."""

    lines: list[str] = field(default_factory=list)
    run: str = ""
    _inside: list[_Inside] = field(default_factory=list)
    _lists: list[_List] = field(default_factory=list)
    _links: list[tuple[str, int]] = field(default_factory=list)
    _preformatted: bool = False
    _apart: bool = False  # whether a blank line comes before the next block

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        attributes = {name: value or "" for name, value in attrs}
        match tag:
            case "br":
                self.run = f"{self.run.rstrip()}\0"
            case "hr":
                self.end_block(apart=True)
                self._write("* * *")
                self._apart = True
            case "a":
                self._links.append((attributes.get("href", ""), len(self.run)))
            case "sup" if attributes.get("id", "").startswith("fnref"):
                self.run += "["
                self._links.append(("]", len(self.run)))
            case _:
                self._open_block(tag, attributes)

    def _open_block(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "ul" | "ol":
                start = attributes.get("start", "1")
                number = int(start) if _NUMBER.fullmatch(start) else 1
                self._open_list(number if tag == "ol" else None)
            case "li":
                self.end_block()
                self._inside.append(self._item())
            case "blockquote":
                self.end_block(apart=True)
                self._inside.append(_Inside("> ", "> "))
            case "pre":
                self.end_block(apart=True)
                self._preformatted = True
                self._inside.append(_Inside("    ", "    "))
            case "td" | "th" if self.run.strip():
                self.run = f"{self.run.rstrip()} | "
            case _ if tag in _BLOCKS:
                self.end_block(apart=tag != "tr")
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        match tag:
            case "a" | "sup":
                self._close_link(tag)
            case "ul" | "ol":
                self.end_block(apart=len(self._lists) == 1)
                del self._lists[-1:]
            case "li" | "blockquote" | "pre":
                self.end_block(apart=tag != "li")
                del self._inside[-1:]
                self._preformatted = False
            case _ if tag in _BLOCKS:
                self.end_block(apart=tag != "tr")
            case _:
                pass

    def handle_data(self, data: str) -> None:
        """Some text."""
        if self._preformatted:
            self.run += data.replace("\n", "\0")
        else:
            self.run += _SPACES.sub(" ", data)

    def end_block(self, *, apart: bool = False) -> None:
        """Write what was gathered; `apart`: a blank line stands around it."""
        run, self.run = self.run.strip("\0 "), ""
        if run and apart:
            self._separate()
        for line in run.split("\0") if run else []:
            self._write(line if self._preformatted else _SPACES.sub(" ", line).strip())
        self._apart = self._apart or apart

    def _write(self, line: str) -> None:
        if self._apart:
            self._separate()
        first = "".join(inside.first for inside in self._inside)
        for inside in self._inside:
            inside.first, inside.begun = inside.rest, True
        self.lines.append(f"{first}{line}".rstrip(" "))

    def _separate(self) -> None:
        """One blank line, within a quote with its sign."""
        quotes = [i.rest for i in self._inside if i.rest == "> " and i.begun]
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append("".join(quotes).rstrip())
        self._apart = False

    def _open_list(self, number: int | None) -> None:
        self.end_block(apart=not self._lists)
        self._lists.append(_List(number))

    def _item(self) -> _Inside:
        current = self._lists[-1] if self._lists else _List(None)
        if current.number is None:
            return _Inside("* ", "  ")
        sign = f"{current.number}. "
        current.number += 1
        return _Inside(sign, " " * len(sign))

    def _close_link(self, tag: str) -> None:
        if not self._links:
            return
        if tag == "sup":
            if self._links[-1][0] == "]":
                self.run += self._links.pop()[0]
            return
        address, start = self._links.pop()
        bare = address.removeprefix("mailto:").removeprefix("tel:")
        if address and not address.startswith("#") and bare not in self.run[start:]:
            self.run += f" ({bare})"
