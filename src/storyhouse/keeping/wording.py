"""What people say and write, as it can stand in a file of the shop."""

from __future__ import annotations

import re
import unicodedata

from storyhouse.model.record import Language
from storyhouse.reading.text import STRANGE, in_lines

#: A title as long as this still fits into a list.
_LONGEST_TITLE = 60
_LONGEST_ID = 60
_LETTERS = 4  # of Latin, say what a syllable of Hangul does
_FEWEST = 2  # words of Latin alone make a shop's Korean English; "Wi-Fi" does not
_TAB = 4
_SENTENCE = re.compile(r"\S.*?[.!?…。？！]+(?=\s|$)")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
_LATIN = re.compile(r"[A-Za-z]")
#: The place that `today` and the printed hints leave for words.
_BLANK = re.compile(r"[\s.…·⋯\"'“”‘’]*[.…⋯][\s.…·⋯\"'“”‘’]*")
#: How forms are filled in by those who have no wish; without blanks.
_NOTHING = {"", "none", "nothing", "no", "nope", "n/a", "na", "nil", "없음", "없어요"}
_NOTHING |= {
    "없습니다",
    "없다",
    "무",
    "해당없음",
    "딱히없음",
    "딱히없어요",
    "특별히없음",
}
_NOTHING |= {"특별히없어요", "특별히없습니다", "딱히없습니다", "noidea", "nocomment"}


def plain(text: str) -> str:
    """Text without the signs that no page can carry, and without blanks around it."""
    lines = in_lines(unicodedata.normalize("NFC", text)).expandtabs(_TAB).split("\n")
    kept = "\n".join(STRANGE.sub("", line).rstrip() for line in lines)
    return kept.strip()


def is_blank(text: str) -> bool:
    """Whether it is "…", which stands where words should be, and none."""
    return _BLANK.fullmatch(text) is not None


def is_nothing(words: str) -> bool:
    """Whether they say that there is nothing to say: "none", "없음", "-"."""
    said = "".join(words.casefold().split()).strip(".,!~…·-–—/()")
    return said in _NOTHING


def one_line(text: str) -> str:
    """Text in one line, with single blanks."""
    return " ".join(plain(text).split())


def title_of(words: str) -> str:
    """A title for somebody's words: their first sentence, or how it begins."""
    line = one_line(words.strip().partition("\n")[0])
    sentence = _SENTENCE.match(line)
    title = sentence[0] if sentence else line
    if len(title) > _LONGEST_TITLE:
        cut = title[:_LONGEST_TITLE].rpartition(" ")[0] or title[: _LONGEST_TITLE - 1]
        return f"{cut.rstrip(' .,;:·')}…"
    return title.rstrip(" .,;:·") or title


def short_id(id_: str) -> str:
    """An id that is not too long, cut between its words where it has any."""
    if len(id_) <= _LONGEST_ID:
        return id_
    cut = id_[: _LONGEST_ID + 1].rpartition("-")[0]
    return (cut or id_[:_LONGEST_ID]).strip("-")


def language_of(words: str, shop: Language) -> Language:
    """The language that words are in; the shop's, if they do not tell."""
    korean, latin = len(_HANGUL.findall(words)), len(_LATIN.findall(words))
    if korean:
        return Language.KO if korean * _LETTERS >= latin else Language.EN
    return Language.EN if latin and len(words.split()) >= _FEWEST else shop
