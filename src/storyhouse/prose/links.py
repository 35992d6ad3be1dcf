"""Where a Markdown text leads: every link and picture, with its place in the text.

Python-Markdown keeps no places, so the source is looked at, with Python-Markdown's own
rules for what is code, what is a remark and which brackets belong together. Where the
two could differ, more is taken for a link and not less: a picture on somebody else's
server that is overlooked tells that server who reads the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

# Before Python 3.11.5, a group that is repeated and keeps what it took (`)*+`) loses
# matches if it looks ahead or has a choice in it. Here none is needed: what follows
# cannot be in the group, or nothing follows.
_CODE_OR_REMARK = re.compile(
    r"^(?P<fence>`{3,}+|~{3,}+) *+(?:\{[^\n]*\}|[\w#.+-]*+ *+)\n"
    r"(?:.*?\n)??(?:(?P<end>(?P=fence) *+$)|\Z)"
    r"|(?P<ticks>(?<![\\`])`++)(?:(?!\n[ \t]*\n).){1,2000}?(?<!`)(?P=ticks)(?!`)"
    r"|^ {0,3}<!--.*?(?:-->|(?P<open>\Z))"
    r"|<!--(?:(?!<!--|-->|\n[ \t]*\n).)*-->",
    re.MULTILINE | re.DOTALL,
)
_BEGINS_CODE = ("`", "~~~", "<!--")
_CODE_IN_A_LINE = re.compile(r"(?<![\\`])(`++)[^\n]{1,2000}?(?<!`)\1(?!`)")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_DESTINATION = re.compile(
    r"\]\(\s*+(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
)
_SECOND = re.compile(r"\]\s?\[([^\[\]]*)\]")
#: `[loaf]: ../images/loaf.png "A title"`, in quotes and lists as well; no `[^1]: note`.
_DEFINITION = re.compile(
    r"^[ \t>*+.\d-]{0,40}\[(?!\^)([^\[\]]{1,200})\]: *\n? *(?:<([^<>\n]*)>|(\S+))"
    r" *+(?:\n *+)?(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))? *+$",
    re.MULTILINE,
)
_TAG = re.compile(r"<(a|img)(?=[\s/])", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"[\s/]*+([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>][^\s>]*+)))?"
)
#: A tag in a tag in a tag can be one with 20,000, looked at from each beginning.
_MOST_ATTRIBUTES = 40
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:")
#: What a link may call upon; the same list as the sanitiser's.
ELSEWHERE = ("http:", "https:", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Link:
    """One destination: what is written, the place of its first sign, what shows it."""

    written: str
    start: int
    picture: bool = False

    @property
    def scheme(self) -> str:
        """`https:` and the like; empty for a way inside the shop's folder."""
        if self.written.startswith("//"):
            return "//"
        found = _SCHEME.match(self.written)
        return found[0].lower() if found else ""

    def path_from(self, file: PurePosixPath) -> PurePosixPath:
        """The path it leads to, from the shop's folder, as editors follow it."""
        path = unquote(self.written.partition("#")[0].partition("?")[0])
        return PurePosixPath(normpath(f"{file.parent}/{path}"))


def blanked(markdown: str) -> str:
    """The text with code and remarks as spaces, of the same length."""
    if not any(sign in markdown for sign in _BEGINS_CODE):
        return markdown  # most texts; the patterns take 0.1 ms to say so
    in_a_line = {span.span() for span in _CODE_IN_A_LINE.finditer(markdown)}

    def blank(found: re.Match[str]) -> str:
        # What is never closed is neither code nor a remark. Taking all of it in one
        # match keeps 20,000 openings from being followed to the end of the text each.
        unclosed = (found["fence"] and found["end"] is None) or found[
            "open"
        ] is not None
        # Whether backticks in two lines belong together depends on what Markdown makes
        # of the lines: only those that do so within a line as well are surely code.
        unsure = found["ticks"] and found.span() not in in_a_line
        return found[0] if unclosed or unsure else re.sub(r"[^\n]", " ", found[0])

    return _CODE_OR_REMARK.sub(blank, markdown)


@lru_cache(maxsize=16_384)
def find(markdown: str) -> tuple[Link, ...]:
    """Every link and picture, in order. Checks, pages and feeds ask of the same."""
    text = blanked(markdown)
    found = [*_in_brackets(text), *_in_tags(text)]
    return tuple(sorted(found, key=lambda link: link.start))


def _in_brackets(text: str) -> Iterator[Link]:
    of_pictures = set()
    for close, opened in _pairs(text):
        picture = text[opened - 1 : opened] == "!"
        if picture:
            second = _SECOND.match(text, close)
            of_pictures.add(_label(text[opened + 1 : close]))
            of_pictures.add(_label(second[1] if second else ""))
        if found := _DESTINATION.match(text, close):
            yield from _link(found, (1, 2), picture=picture)
    for found in _DEFINITION.finditer(text):
        yield from _link(found, (2, 3), picture=_label(found[1]) in of_pictures)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Where brackets close, and where each of them was opened."""
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        if found[0] == "[":
            opened.append(found.start())
        elif found[0] == "]" and opened:
            yield found.start(), opened.pop()


def _label(written: str) -> str:
    return " ".join(written.lower().split())


def _in_tags(text: str) -> Iterator[Link]:
    """`<a href=…>` and `<img src=…>`, in all the ways a browser understands."""
    for tag in _TAG.finditer(text):
        end = tag.end()
        for _ in range(_MOST_ATTRIBUTES):
            if (found := _ATTRIBUTE.match(text, end)) is None:
                break
            end = found.end()
            if found[1].lower() in {"href", "src"}:
                yield from _link(found, (2, 3, 4), picture=tag[1].lower() == "img")


def _link(
    found: re.Match[str], groups: tuple[int, ...], *, picture: bool
) -> Iterator[Link]:
    for group in groups:
        if found[group]:
            yield Link(found[group], found.start(group), picture)


def rewrite(markdown: str, change: Callable[[Link], str]) -> str:
    """The text with every destination changed."""
    parts, end = [], 0
    for link in find(markdown):
        if link.start < end:
            continue  # inside one that was changed
        parts += [markdown[end : link.start], change(link)]
        end = link.start + len(link.written)
    return "".join([*parts, markdown[end:]])
