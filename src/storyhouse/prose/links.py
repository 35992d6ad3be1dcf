"""Where a Markdown text leads: every link and picture, with its place in the text.

Python-Markdown keeps no places, so the source is looked at. Only the destination is
read, from the `](` before it: matching the words before would be quadratic on `[[[[`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

_CODE = re.compile(
    r"(?ms)^ {0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n"
    r".*?(?:^ {0,3}(?P=fence)[`~]*+[ \t]*+$|\Z)"
    r"|(?P<ticks>(?<!`)`++)(?:(?!\n\n).){1,2000}?(?<!`)(?P=ticks)(?!`)"
    r"|<!--.*?(?:-->|\Z)"
)
_CODE_SIGNS = ("`", "~~~", "<!--")
_DESTINATIONS = (
    re.compile(r"\]\(\s*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"),
    re.compile(r"(?m)^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*(?:<([^<>\n]*)>|([^\s<>]+))"),
    re.compile(
        r"<(?:a|img)\s[^<>]{0,500}?(?:href|src)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')"
    ),
)
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:")
#: What a link may call upon; the same list as the sanitiser's.
ELSEWHERE = ("http:", "https:", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Link:
    """One destination: what is written, and the place of its first sign."""

    written: str
    start: int

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
    """The text with code and comments as spaces, of the same length."""
    if not any(sign in markdown for sign in _CODE_SIGNS):
        return markdown  # as most texts are, and the pattern is slow to say so
    return _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), markdown)


def find(markdown: str) -> list[Link]:
    """Every link and picture, in order."""
    return sorted(_found(blanked(markdown)), key=lambda link: link.start)


def _found(text: str) -> Iterator[Link]:
    for pattern in _DESTINATIONS:
        for match in pattern.finditer(text):
            group = 1 if match[1] is not None else 2
            if match[group]:
                yield Link(match[group], match.start(group))


def rewrite(markdown: str, change: Callable[[Link], str]) -> str:
    """The text with every destination changed."""
    parts, end = [], 0
    for link in find(markdown):
        parts += [markdown[end : link.start], change(link)]
        end = link.start + len(link.written)
    return "".join([*parts, markdown[end:]])
