"""What we tell a shop's owner: a place in a file, and what is wrong there.

A diagnostic holds facts and no sentence: `storyhouse.words` says it in the owner's
language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storyhouse.places import Location

#: What a message's sentence needs: names, numbers, what was written.
Facts = Mapping[str, str | int]


class Severity(StrEnum):
    """How much a diagnostic matters."""

    ERROR = "error"  # nothing is published until it is mended
    WARNING = "warning"  # published, but worth a second look
    SUGGESTION = "suggestion"  # said only to those who ask for it

    @property
    def rank(self) -> int:
        """How grave: 0 for an error, which is the gravest."""
        return [*Severity].index(self)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a rule pack says of its findings, in the pack's own words."""

    says: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One thing to mend; its code names its words and its part of docs/messages.md."""

    where: Location
    code: str
    facts: Facts = field(default_factory=dict)
    #: Which of the code's lines of help fits, if any: a key below `help`.
    help: str = ""
    severity: Severity = Severity.ERROR
    #: Behind the last sign it is about; None where that is no run of words.
    until: Location | None = None
    #: Which of the code's sentences fits, where it has several: a key below `says`.
    variant: str = ""
    #: The language of the text it is about; empty for the shop's own.
    language: str = ""
    own: OwnWords | None = None


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By place, so that an owner can walk through a file from top to bottom."""
    return sorted(diagnostics, key=lambda d: (d.where, d.code, sorted(d.facts.items())))


def errors_in(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether anything here keeps the shop from being published."""
    return any(d.severity is Severity.ERROR for d in diagnostics)
