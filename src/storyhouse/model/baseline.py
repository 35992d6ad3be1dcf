"""What was wrong already when a shop began to be checked: content/baseline.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storyhouse.model.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline(Record):
    """How many findings of each rule are known, by file.

    Counted and not placed, so that a line more or less above them changes nothing.
    """

    known: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
