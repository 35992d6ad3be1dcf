"""The value rules: every one there is, how grave it is, and its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from storyhouse.model.packs import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; its words stand in the catalogue under `rules` and its id."""

    id: str
    level: Level
    #: A text of those the idea comes from and a line of it, as S1:12; may be empty.
    source: str = ""
    #: Whether it has two levels, and each finding its own.
    rises: bool = False
    #: What a shop can set, with what holds until it does.
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """What it is about, such as `ad` or `value`."""
        return self.id.partition("/")[0]


@cache
def rulebook() -> Mapping[str, Rule]:
    """All rules by id, in the order of the book."""
    text = (files(__package__) / "rulebook.yml").read_text("utf-8")
    book = yaml.load(text, Loader=yaml.CSafeLoader)
    return {
        id_: Rule(
            id=id_,
            level=Level(about["level"]),
            source=about["source"],
            rises=about.get("rises", False),
            numbers={k: float(v) for k, v in about.get("numbers", {}).items()},
        )
        for id_, about in book.items()
    }
