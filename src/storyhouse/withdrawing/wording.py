"""What to write in the place of a name: “a customer”, 한 손님이."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from storyhouse.model.people import Role
from storyhouse.model.record import Language
from storyhouse.prose.names import title_and_particle
from storyhouse.words import words_for
from storyhouse.words.particles import with_particle

#: What may stand before a sentence: signs of Markdown, a key, quotation marks.
_BEGINS = re.compile(
    r"(?:^|[.!?。]|:\s)[\"'“‘(\[*_]*\s*[\"'“‘(\[*_]*$|^[\s>#*+\d.|-]*[\"'“‘(\[*_]*$"
)
_ADDRESSED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? $")
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\. ?)+$")
_HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True, slots=True)
class Wording:
    """New words, and how many signs around the name they take the place of as well."""

    words: str
    before: int = 0
    behind: int = 0


def wording(
    before: str, behind: str, role: Role, language: Language, *, again: bool = False
) -> Wording:
    """The words that fit where a name stands.

    Args:
        before: the line up to the name.
        behind: the line after it.
        role: who is meant: a customer, one of us, a neighbour.
        language: of the text.
        again: whether the text has spoken of them before.
    """
    which = "again" if again else "first"
    somebody = words_for(language).say(f"person.somebody.{role.value}.{which}")
    if language is Language.KO or _HANGUL.match(behind):
        return _korean(somebody, behind)
    addressed = _ADDRESSED.search(before)
    front = before[: addressed.start()] if addressed else before
    if _BEGINS.search(front):
        somebody = somebody[0].upper() + somebody[1:]
    return Wording(somebody, len(before) - len(front))


def initials_before(before: str, name: str) -> int:
    """How many signs before a part of a name are its initials: P. of P. O'Brien."""
    initials = {word[0].upper() for word in name.split()}
    found = _INITIALS.search(before)
    letters = {c for c in found[0].upper() if c.isalpha()} if found else set()
    return len(found[0]) if found and letters <= initials else 0


def _korean(somebody: str, behind: str) -> Wording:
    """With the particle that was there, in the form that fits: 지호가 is 한 손님이."""
    length, particle = title_and_particle(behind)
    if pair := _pairs().get(particle):
        return Wording(with_particle(somebody, pair), behind=length)
    return Wording(somebody + particle, behind=length)


@cache
def _pairs() -> dict[str, str]:
    """From either form of a particle to both."""
    text = (files(__package__) / "particle-pairs.txt").read_text("utf-8")
    return {form: pair for pair in text.split() for form in reversed(pair.split("/"))}
