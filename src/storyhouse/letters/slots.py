"""Slots: the compiler never sees an author's text, only plain tokens in its place.

mrml writes attributes with Rust's debug format and panics on stray HTML; so a letter is
compiled as a shell, and the texts are put in afterwards, escaped here and only here.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r"xslot([0-9]{4,})x")


class LostSlotError(Exception):
    """A text that did not come out of the compiler as often as it should."""


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that needs no escaping: prose that `storyhouse.prose` has sanitised."""

    html: str


@dataclass(frozen=True, slots=True)
class Design:
    """A value of the theme's own that goes through the compiler as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """A text that both compilers write twice: as title, and as the body's label."""

    text: str


@dataclass(slots=True)
class Slots:
    """The texts of one letter, by their tokens."""

    _kept: list[tuple[str, int]] = field(default_factory=list)

    def take(self, value: object) -> str:
        """What a template writes for a value: a token, but for design and numbers."""
        match value:
            case Design(text):
                return text
            case bool() | int():
                return str(value)
            case Markup(markup):
                return self._keep(markup, 1)
            case Title(text):
                return self._keep(html.escape(text), 2)
            case _:
                # The same escaping serves text and quoted attributes.
                return self._keep(html.escape(str(value)), 1)

    def fill(self, shell: str) -> str:
        """The compiled shell with its texts.

        Raises:
            LostSlotError: unless each token is there exactly as often as it should be.
        """
        self._count(shell)
        return _TOKEN.sub(lambda token: self._kept[int(token[1])][0], shell)

    def _keep(self, markup: str, times: int) -> str:
        self._kept.append((markup, times))
        return f"xslot{len(self._kept) - 1:04}x"

    def _count(self, shell: str) -> None:
        found = [0] * len(self._kept)
        for token in _TOKEN.finditer(shell):
            if int(token[1]) >= len(found):
                raise LostSlotError(token[0])
            found[int(token[1])] += 1
        for index, (_, times) in enumerate(self._kept):
            if found[index] != times:
                raise LostSlotError(f"xslot{index:04}x")
