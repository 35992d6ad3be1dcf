"""To which part of the list a letter goes, as `audience:` says it.

`everyone`, a tag, `language:ko`, `asked:less-salt`; several joined by ` + ` must all
hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from storyhouse.model.issues import EVERYONE
from storyhouse.model.record import AskId, Language

AND = "+"
LANGUAGE, ASKED = "language:", "asked:"


@dataclass(frozen=True, slots=True)
class Audience:
    """What all of its subscribers have in common."""

    tags: frozenset[str] = frozenset()
    language: str = ""  # as written: `checking` says whether we speak it
    asked: tuple[AskId, ...] = field(default=())

    @classmethod
    def parse(cls, written: str) -> Audience:
        """Take apart what an issue says; whatever is no other thing is a tag."""
        parts = [part.strip() for part in written.split(AND)]
        parts = [part for part in parts if part and part != EVERYONE]
        return cls(
            frozenset(p for p in parts if not p.startswith((LANGUAGE, ASKED))),
            next(
                (p[len(LANGUAGE) :].strip() for p in parts if p.startswith(LANGUAGE)),
                "",
            ),
            tuple(AskId(p[len(ASKED) :].strip()) for p in parts if p.startswith(ASKED)),
        )

    @property
    def only_asked(self) -> bool:
        """Whether it is those who asked for something, and no smaller part of them."""
        return bool(self.asked) and not self.tags and not self.language

    def speaks(self, language: Language) -> bool:
        """Whether somebody of that language belongs to it."""
        return not self.language or self.language == language
