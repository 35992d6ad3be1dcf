"""click in the owner's language: what it says itself, and how wide that is.

click asks gettext for every word of its own, and comes with English alone.
"""

from __future__ import annotations

import gettext
import unicodedata
from collections.abc import Iterable
from importlib.resources import files

import click

#: Stands behind a sign of two columns while click counts signs; it must be a letter to
#: click, or lines would break at it.
_SECOND_COLUMN = "\N{HANGUL FILLER}"


def speak(language: str) -> None:
    """Let click speak a language, before any command is made: some words it asks then.

    words/LANGUAGE/LC_MESSAGES/click.mo holds them, but for English. gettext takes the
    first file that it finds for `LANGUAGE=en:ko`, so for English it must find none.
    """
    if language == "en":
        return
    gettext.bindtextdomain("click", str(files("storyhouse.words")))
    gettext.textdomain("click")
    click.Context.formatter_class = _Columns


class _Columns(click.HelpFormatter):
    """Help whose lines are as long as a terminal shows them.

    click counts signs: lines of Hangul would run over the edge and begin again at the
    first column.
    """

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        super().write_text(_counted(text))

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = 30,
        col_spacing: int = 2,
    ) -> None:
        """Write a list in two columns."""
        counted = [(_counted(term), _counted(about)) for term, about in rows]
        super().write_dl(counted, col_max, col_spacing)

    def getvalue(self) -> str:
        """Give all that was written."""
        return super().getvalue().replace(_SECOND_COLUMN, "")


def _counted(text: str) -> str:
    """A text with as many signs as it takes columns."""
    return "".join(
        sign + _SECOND_COLUMN if unicodedata.east_asian_width(sign) in "WF" else sign
        for sign in text
    )
