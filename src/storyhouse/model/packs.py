"""Word rules as data: families of patterns, with their words and their own tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storyhouse.model.record import Language, Record


class Level(StrEnum):
    """How much a rule matters, or that it is silent; written in `rules:` of a shop."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTests:
    """Texts in which a family must be found, and texts in which it must not."""

    match: tuple[str, ...]
    pass_: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Words that do the same to a reader.

    Patterns are RE2's: no looking around, no reference back, and so linear in time.
    They are tried on what is read: NFC, single spaces, straight quotation marks, ASCII
    in place of signs of full width; capitals do not matter unless `(?-i:…)` says so.
    """

    patterns: tuple[str, ...]
    tests: PackTests
    message: str
    reason: str
    rewrite: str
    rule: str = ""  # a rule of storyhouse's to add to; without it, a rule of its own
    level: Level = Level.WARNING
    exceptions: tuple[str, ...] = ()  # what overlaps one of these is not meant
    stacks: bool = False  # whether it counts towards `ad/stacked`


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack(Record):
    """The families of one file, for texts in one language."""

    id: str
    language: Language
    families: Mapping[str, Family] = field(default_factory=dict)
