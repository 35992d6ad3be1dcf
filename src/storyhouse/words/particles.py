"""Korean particles that follow the name: 해성이, 지호가, 서울로, 빵집으로.

Arithmetic on the syllable block: U+AC00 + (initial x 21 + vowel) x 28 + final.
"""

from __future__ import annotations

import re

#: The sounds of digits as Koreans read them: what the reading of each ends in.
_DIGIT_FINALS = {
    **dict.fromkeys("2459", ""),
    **dict.fromkeys("036", "ㅇ"),
    **dict.fromkeys("178", "ㄹ"),
}
#: Latin letters whose names end in a consonant; at a word's end most are read so.
_LATIN_FINALS = {"l": "ㄹ", "m": "ㅇ", "n": "ㅇ", "b": "ㅇ", "k": "ㅇ", "p": "ㅇ"}
_RIEUL = 8
_PAIR = re.compile(r"([^가-힣/]*)([^/]*)/(.*)")


def final_of(word: str) -> str | None:
    """How the word's last sound ends: "" a vowel, "ㄹ", "ㅇ" for any other consonant.

    None for a word whose sound cannot be told.
    """
    sounds = [c for c in word.casefold() if c.isalnum()]
    last = sounds[-1] if sounds else ""
    if "가" <= last <= "힣":
        final = (ord(last) - 0xAC00) % 28
        return "" if final == 0 else "ㄹ" if final == _RIEUL else "ㅇ"
    if last in _DIGIT_FINALS:
        return _DIGIT_FINALS[last]
    if "a" <= last <= "z":
        if sounds[-2:] == ["n", "g"]:  # Hae-seong
            return "ㅇ"
        return _LATIN_FINALS.get(last, "")
    return None


def with_particle(word: str, pair: str) -> str:
    """The word and the one of two particles that fits: ``은/는``, ``으로/로``.

    The first of the pair follows a consonant; ㄹ takes 로. Where the sound cannot be
    told, both are written, as Korean forms do: 은(는). Signs before the pair stand
    between, as a closing quotation mark does: ``”이에요/예요``.
    """
    signs, after_consonant, after_vowel = _PAIR.fullmatch(pair).groups()  # type: ignore[union-attr]
    word += signs
    match final_of(word):
        case None:
            return f"{word}{after_consonant}({after_vowel})"
        case "":
            return word + after_vowel
        case "ㄹ" if after_consonant.startswith("으로"):
            return word + after_vowel
        case _:
            return word + after_consonant
