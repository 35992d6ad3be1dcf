"""Words that tell what a text does: says we, claims, gives, was paid for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from storyhouse.model.record import Language
from storyhouse.prose.linear import Pattern


@cache
def signals(language: Language) -> Mapping[str, Pattern]:
    """The word lists of a language, by what they tell: checking/signals.yml."""
    text = (files(__package__) / "signals.yml").read_text("utf-8")
    lists = yaml.load(text, Loader=yaml.CSafeLoader)[language]
    return {name: Pattern.any_of(patterns) for name, patterns in lists.items()}
