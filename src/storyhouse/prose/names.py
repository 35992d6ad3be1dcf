"""Find people's names in text, whatever particle, honorific or sign stands behind.

Word by word and by look-up, so that ten thousand names cost no more than ten.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

W = TypeVar("W")

_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[가-힣]+")
#: Korean family names of two syllables; all others have one.
_TWO_SYLLABLE_FAMILIES = ("남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방")


@cache
def _endings() -> re.Pattern[str]:
    """What may stand behind a Korean name in the same word: prose/name-endings.txt."""
    text = (files(__package__) / "name-endings.txt").read_text("utf-8")
    titles, particles = (part.split() for part in text.split("\n---\n"))
    return re.compile(f"이?(?:{'|'.join(titles)})?(?:{'|'.join(particles)})?")


@cache
def _listed(name: str) -> frozenset[str]:
    """The words of a list beside this file."""
    return frozenset((files(__package__) / name).read_text("utf-8").split())


def forms_of(name: str) -> set[str]:
    """What somebody of this name may be called: whole, and by the given name.

    박지호 is also 지호, Jiho Park is also Jiho; Grace Lee is only Grace Lee, for
    grace is a word.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if not name:
        return set()
    forms = {name}
    if _HANGUL.fullmatch(bare := name.replace(" ", "")):
        forms.add(bare)
        family = 2 if bare.startswith(_TWO_SYLLABLE_FAMILIES) and len(bare) > 3 else 1
        if len(bare) - family >= 2:
            forms.add(bare[family:])
    elif len(parts := name.split()) > 1:
        # Kim Hae-seong and Hae-seong Kim alike are called Hae-seong.
        family_first = parts[0].casefold() in _listed("korean-family-names.txt")
        given = " ".join(parts[1:]) if family_first else parts[0]
        if len(given) > 3 and given.casefold() not in _listed("names-that-are-words.txt"):
            forms.add(given)
    return forms


@dataclass(frozen=True, slots=True)
class Met(Generic[W]):
    """A name in a text: whose, where it starts, and as it is written."""

    who: W
    start: int
    written: str


@dataclass(frozen=True, slots=True)
class NameFinder(Generic[W]):
    """Knows names and whose they are."""

    _hangul: dict[str, W] = field(default_factory=dict)
    _others: dict[str, list[tuple[str, W]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _lengths: set[int] = field(default_factory=set)

    def add(self, forms: Iterable[str], who: W) -> None:
        """Look for these forms of a name from now on."""
        for form in forms:
            if _HANGUL.fullmatch(form):
                self._hangul.setdefault(form, who)
                self._lengths.add(len(form))
            elif first := _WORD.search(form.casefold()):
                self._others[first[0]].append((form.casefold(), who))

    def find(self, text: str) -> Iterator[Met[W]]:
        """Every name in the text, in order. Text should be NFC, as names are made."""
        if not (self._hangul or self._others):
            return
        for word in _WORD.finditer(text):
            if met := self._meet(text, word):
                yield met

    def _meet(self, text: str, word: re.Match[str]) -> Met[W] | None:
        written, start = word[0], word.start()
        for length in self._lengths:
            form = written[:length]
            if form in self._hangul and self._fits(form, written[length:]):
                return Met(self._hangul[form], start, form)
        latin = re.match(r"[^\W가-힣]+", written)
        for form, who in self._others.get((latin or word)[0].casefold(), ()):
            end = start + len(form)
            if text[start:end].casefold() == form and not _goes_on(text, end):
                return Met(who, start, text[start:end])
        return None

    def _fits(self, form: str, rest: str) -> bool:
        """Whether the word is this name: 지호가 is 지호, 지호텔 is not."""
        if len(form) >= 4 or not rest:
            return True
        return bool(_endings().fullmatch(rest))


def _goes_on(text: str, end: int) -> bool:
    """Whether a Latin name is only the beginning of a longer word."""
    after = text[end : end + 1]
    return after.isalnum() and not _HANGUL.match(after)
