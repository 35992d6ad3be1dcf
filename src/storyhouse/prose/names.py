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

from storyhouse.prose.linear import Pattern

W = TypeVar("W")

_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[가-힣]+")
_NOT_HANGUL = re.compile(r"[^가-힣]+")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_PLAIN = str.maketrans("\n\t\u00a0\u202f\u2010\u2011’", "    --'")
_FAMILIES = "[김이박최정강조윤장임한오서신권황안송류유전홍]"
#: A name in both scripts: one in Hangul, of two syllables only with a frequent family
#: (카페 is none), and what is no Hangul.
_KOREAN = f"(?:{_FAMILIES}[가-힣]|[가-힣]{{3,4}}|[가-힣]{{1,2}} [가-힣]{{1,3}})"
_IN_BOTH = re.compile(
    rf"(?P<hangul>{_KOREAN})[\s,/(]+(?P<latin>[^가-힣()]+?)\s*\)?"
    rf"|(?P<before>[^가-힣()]+?)[\s,/(]+(?P<behind>{_KOREAN})\s*\)?"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)?")
_TITLES = re.compile(
    r"(?i)^(?:dr|mr|mrs|ms|prof|rev)\.?\s+|,?\s+(?:jr|sr|ii|iii)\.?\s*$"
)
_BETWEEN = re.compile(r"[\W_]+")
#: A shorter name written together could be any letters of a file's name.
_LEAST_TOGETHER = 4
#: Korean family names of two syllables; all others have one.
_TWO_SYLLABLES = ("남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방")
_FAMILY_AND_GIVEN = re.compile(
    rf"(?:{'|'.join(_TWO_SYLLABLES)}|{_FAMILIES})(?P<given>[가-힣]{{1,2}})"
)


@cache
def _endings() -> re.Pattern[str]:
    """What may stand behind a Korean name in the same word: prose/name-endings.txt."""
    text = (files(__package__) / "name-endings.txt").read_text("utf-8")
    parts = ("|".join(part.split()) for part in text.split("\n---\n"))
    return re.compile("이?" + "".join(f"(?:{part})?" for part in parts))


#: No titles of one: 지호네 are several, and stay several without a name.
_MANY = ("씨네", "님네", "네", "부부", "가족", "남매", "자매", "형제")


@cache
def _parts() -> tuple[str, ...]:
    """Titles, particles, and what follows those, each as a pattern."""
    text = (files(__package__) / "name-endings.txt").read_text("utf-8")
    longest_first = (
        sorted(part.split(), key=len, reverse=True) for part in text.split("\n---\n")
    )
    titles, *rest = ([w for w in part if w not in _MANY] for part in longest_first)
    return tuple("|".join(part) for part in (titles, *rest))


def title_and_particle(behind: str) -> tuple[int, str]:
    """How long the title and particle behind a Korean name are, and the particle.

    씨가 is 2 and 가; a title may stand apart, as in 지호 할머니는. Of 해성이 the 이 is
    taken for a particle, which it is there or might as well be.
    """
    titles, particles, more = _parts()
    ends = rf"(?P<particle>(?:(?:{particles})(?:{more})?)?)(?![가-힣])"
    several = "|".join(w for w in _MANY if not w.startswith(("씨", "님")))
    many = rf"이?(?:\s?(?:{titles}))?(?P<particle>(?:{several})(?:{particles})?)"
    many += "(?![가-힣])"
    forms = (rf"이?\s?(?:{titles}){ends}", many, f"이(?=[가-힣]){ends}", ends)
    met = (re.match(form, behind) for form in forms)
    found = next(filter(None, met), None)
    return (found.end(), found["particle"]) if found else (0, "")


@cache
def _listed(name: str) -> frozenset[str]:
    """The words of a list beside this file."""
    return frozenset((files(__package__) / name).read_text("utf-8").split())


def forms_of(name: str) -> set[str]:
    """What somebody of this name may be called: whole, by the first and the last name.

    박지호 is also 지호 and 박 지호, Jiho Pemberwick is also Jiho and Mr Pemberwick;
    Grace Baker is only Grace Baker, for both are words, and so is 하나 of 김하나.
    박지호 (Jiho Park) has the forms of both.
    """
    name = _AROUND.sub("", " ".join(unicodedata.normalize("NFC", name).split()))
    if not name:
        return set()
    forms = {name}
    if _HANGUL.fullmatch(bare := name.replace(" ", "")):
        forms.add(bare)
        family = 2 if bare.startswith(_TWO_SYLLABLES) and len(bare) > 3 else 1
        given = bare[family:]
        if len(given) >= 2 and given not in _listed("korean-names-that-are-words.txt"):
            forms |= {given, *([f"{bare[:family]} {given}"] if name == bare else [])}
    elif len(parts := _parts_of(name)) > 1:
        # Kim Hae-seong and Hae-seong Kim alike are called Hae-seong.
        family_first = parts[0].casefold() in _listed("korean-family-names.txt")
        given = " ".join(parts[1:]) if family_first else parts[0]
        last = parts[0] if family_first else parts[-1]
        capitals = [part for part in parts if part[0].isupper()]
        forms |= {part for part in (given, last, *capitals) if _tells(part)}
    if korean := _IN_BOTH.fullmatch(name):
        forms |= forms_of(korean["hangul"] or korean["behind"])
        latin = forms_of(korean["latin"] or korean["before"])
        forms |= {form for form in latin if " " in form or _tells(form)}
    return forms


def _parts_of(name: str) -> list[str]:
    """The words of a Latin name, without titles, signs and what stands in brackets."""
    bare = _TITLES.sub("", _IN_BRACKETS.sub(" ", name))
    return [part for word in bare.split() if (part := _AROUND.sub("", word))]


def left_out_of(name: str) -> set[str]:
    """What of a name is no form of it, for it is a word or too short to tell.

    Pat of Pat O'Brien is one, and 하나 of 김하나; a Korean family name alone is none.
    """
    name = unicodedata.normalize("NFC", name)
    known = {form.casefold() for form in forms_of(name)}
    known |= _listed("korean-family-names.txt")
    words = {_AROUND.sub("", word) for word in name.split() if not _HANGUL.search(word)}
    if korean := _FAMILY_AND_GIVEN.fullmatch("".join(_HANGUL.findall(name))):
        words.add(korean["given"])
    return {
        word
        for word in words
        if word.casefold() not in known and (len(word) > 1 or _HANGUL.match(word))
    }


def in_address(form: str) -> str:
    """A name as an address has it: pat-o-brien for Pat O'Brien.

    As `reading.folder.as_id` makes it of a title.
    """
    plain = unicodedata.normalize("NFKD", form.casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(_WORD.findall(unicodedata.normalize("NFC", bare)))


def _tells(part: str) -> bool:
    """Whether a part of a name tells who is meant: Park and Baker do not."""
    common = _listed("names-that-are-words.txt") | _listed("korean-family-names.txt")
    return len(part) > 3 and part.casefold() not in common


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
    _others: dict[str, W] = field(default_factory=dict)
    #: How long the names are, the longest first: of all in Hangul (under the empty
    #: string), of the others by their first word.
    _lengths: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    #: How names begin: most words begin otherwise, and need no second look.
    _starts: set[str] = field(default_factory=set)
    #: Any of the names as a text, which most texts hold none of; made when it is asked.
    _any: list[Pattern] = field(default_factory=list)

    def add(self, forms: Iterable[str], who: W) -> None:
        """Look for these forms of a name from now on."""
        for form in forms:
            self._add(form, who)
            slug = in_address(form)
            if "-" in slug:
                self._add(slug, who)

    def _add(self, form: str, who: W) -> None:
        if _HANGUL.fullmatch(form):
            self._hangul.setdefault(form, who)
            self._note("", form)
        elif first := _WORD.match(folded := _folded(form)):
            self._others.setdefault(folded, who)
            self._note(_latin(first[0]), folded)

    def written_together(self) -> NameFinder[W]:
        """Finds the names as files are called, too: haeseong for Hae-seong."""
        finder: NameFinder[W] = NameFinder()
        for form, who in (*self._hangul.items(), *self._others.items()):
            bare = _BETWEEN.sub("", form)
            tells = len(bare) >= _LEAST_TOGETHER or not bare.isascii()
            apart = in_address(form).replace("-", " ")
            ways = {form, apart, form.replace("'", "")} | ({bare} if tells else set())
            finder.add(sorted(ways), who)
        return finder

    def _may_stand_in(self, folded: str) -> bool:
        if not self._any:
            self._any.append(Pattern.of_words((*self._hangul, *self._others)))
        return self._any[0].find(folded) is not None

    def _note(self, first: str, form: str) -> None:
        self._any.clear()
        self._starts.add((first or form)[:2])
        length = len(form)
        if length not in self._lengths[first]:
            self._lengths[first].append(length)
            self._lengths[first].sort(reverse=True)

    def find(self, text: str, *, small: bool = False) -> Iterator[Met[W]]:
        """Every name in the text, in order. Text should be NFC, as names are made.

        A name of one word is one with a capital only: Window Seat sits by a window.
        `small`: in an address a small letter says nothing.
        """
        if not self._lengths:
            return
        folded, end, starts = _folded(text), 0, self._starts
        if not self._may_stand_in(folded):
            return
        for word in _WORD.finditer(text):
            at = word.start()
            begins = folded[at : at + 2] in starts or folded[at] in starts
            met = self._meet(text, folded, word) if begins and at >= end else None
            if met and (small or _is_written_as_name(met.written)):
                end = met.start + len(met.written)  # Jiho in Jiho Park is the same one
                yield met

    def _meet(self, text: str, folded: str, word: re.Match[str]) -> Met[W] | None:
        """The longest name here: 순자 is the beginning of 순자 할머니."""
        one, other = self._in_hangul(word), self._in_others(text, folded, word)
        if one and other:
            return max(one, other, key=lambda met: len(met.written))
        return one or other

    def _in_hangul(self, word: re.Match[str]) -> Met[W] | None:
        written = word[0]
        for length in self._lengths.get("", ()):
            form = written[:length]
            if form in self._hangul and self._fits(form, written[length:]):
                return Met(self._hangul[form], word.start(), form)
        return None

    def _in_others(self, text: str, folded: str, word: re.Match[str]) -> Met[W] | None:
        start = word.start()
        for length in self._lengths.get(_latin(folded[start : word.end()]), ()):
            end = start + length
            form = folded[start:end]
            if form in self._others and not _goes_on(text, form, end):
                return Met(self._others[form], start, text[start:end])
        return None

    def _fits(self, form: str, rest: str) -> bool:
        """Whether the word is this name: 지호가 is 지호, 지호텔 is not."""
        behind = _HANGUL.match(rest)  # 지호ㅋㅋ and 지호2 are his, too
        if len(form) >= 4 or not behind:
            return True
        return bool(_endings().fullmatch(behind[0]))


def _folded(text: str) -> str:
    """Small letters, plain signs, each in its place: a wrapped line parts no name."""
    small = text.lower()
    if len(small) != len(text):  # İ becomes two signs
        small = "".join(s if len(s := c.lower()) == 1 else c for c in text)
    return small.translate(_PLAIN)


def _is_written_as_name(written: str) -> bool:
    return not written[0].islower() or not written.isalpha()


def _latin(word: str) -> str:
    """The word without a Korean particle behind it: Jiho of Jiho가."""
    found = _NOT_HANGUL.match(word)
    return found[0] if found else word


def _goes_on(text: str, form: str, end: int) -> bool:
    """Whether a name is only the beginning of a longer word: 박 지호 of 박 지호텔."""
    rest = _HANGUL.match(text, end)
    if rest and _HANGUL.match(form[-1]):
        return not _endings().fullmatch(rest[0])
    return not rest and text[end : end + 1].isalnum()
