"""Patterns that take linear time on any text. The only module that knows RE2.

RE2 and not `re`: no pattern, an owner's own included, can be made to take longer than
its text is long, and one automaton looks for two hundred patterns at once (5 µs a
paragraph, where one `re` after another takes 300). What it lacks, looking around and
back, is refused with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import re2

Span = tuple[int, int]
#: For ten thousand names as for two hundred patterns; the default is 8 MB.
_MEMORY = 64 << 20
#: Patterns that share an automaton. It is built as texts ask for it: of four hundred at
#: once it took 1.4 s for a thousand stories, of ninety at a time 0.3 s for all of them.
_AT_ONCE = 90


class PatternError(Exception):
    """A pattern that cannot be used, and what RE2 says of it."""


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False  # they are told, each in its place
    options.max_mem = _MEMORY
    return options


class Pattern:
    """One pattern; capitals do not matter unless it says so."""

    def __init__(self, pattern: str) -> None:
        try:
            self._compiled = re2.compile(pattern, _options())
        except re2.error as error:
            said = error.args[0] if error.args else ""
            text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
            raise PatternError(str(text)) from error

    @classmethod
    def any_of(cls, patterns: Iterable[str]) -> Pattern:
        """A few patterns, looked for as one."""
        return cls("|".join(f"(?:{pattern})" for pattern in patterns))

    @classmethod
    def of_words(cls, words: Iterable[str]) -> Pattern:
        """Texts as they stand, any of them."""
        return cls("|".join(re2.escape(word) for word in words))

    def find(self, text: str) -> Span | None:
        """Where it stands first."""
        found = self._compiled.search(text)
        return found.span() if found else None

    def spans(self, text: str, most: int | None = None) -> list[Span]:
        """Where it stands, in order; no more than `most` of them."""
        return [m.span() for m in islice(self._compiled.finditer(text), most)]


class PatternSet:
    """Many patterns, of which one wants to know only whether they stand in a text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._sets = [
            (first, _set_of(patterns[first : first + _AT_ONCE]))
            for first in range(0, len(patterns), _AT_ONCE)
        ]

    def match(self, texts: Iterable[str]) -> list[int]:
        """The numbers, from 0, of the patterns that may stand in any of the texts.

        None that does is left out; one that would begin in a text and end in the next
        is in, though it stands in neither.
        """
        text = "\n".join(texts)
        return sorted(
            first + number
            for first, some in self._sets
            for number in some.Match(text) or ()
        )


def _set_of(patterns: Iterable[str]) -> re2.Set:
    some = re2.Set.SearchSet(_options())
    for pattern in patterns:
        some.Add(f"(?m){pattern}")  # a text's beginning and end are a line's
    some.Compile()
    return some
