"""The words people meet, one catalogue per language: words/LANGUAGE/*.yml.

A sentence may hold `{fact}`. Two forms choose by the fact itself:
`{days:day|days}` counts (1 day, 2 days), `{name:이/가}` takes the Korean particle that
fits the name's last sound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from storyhouse.diagnostics import Diagnostic
from storyhouse.words.particles import with_particle

LANGUAGES = ("en", "ko")


@dataclass(frozen=True, slots=True)
class Words:
    """One language's catalogue; keys are dotted, as `site.home.newest`."""

    language: str
    entries: Mapping[str, str]

    def say(self, key: str, /, **facts: str | int) -> str:
        """The sentence, with its facts in place."""
        return self.entries[key].format_map({k: _Fact(v) for k, v in facts.items()})

    def of(self, prefix: str) -> dict[str, str]:
        """All entries below a prefix, without it: what a template needs."""
        start = len(prefix) + 1
        return {
            key[start:]: text
            for key, text in self.entries.items()
            if key.startswith(f"{prefix}.")
        }

    def message(self, diagnostic: Diagnostic) -> str:
        """What a diagnostic says, in one sentence."""
        return self.say(f"messages.{diagnostic.code}.says", **diagnostic.facts)

    def help(self, diagnostic: Diagnostic) -> str:
        """What to do about it; may be nothing."""
        if not diagnostic.help:
            return ""
        key = f"messages.{diagnostic.code}.help.{diagnostic.help}"
        if key not in self.entries:
            key = f"messages.any.help.{diagnostic.help}"
        return self.say(key, **diagnostic.facts)


@cache
def words_for(language: str) -> Words:
    """The catalogue of a language; English for one we do not speak."""
    folder = files(__name__) / (language if language in LANGUAGES else "en")
    entries: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yml"):
            tree = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
            entries.update(_flat(tree, file.name.removesuffix(".yml")))
    return Words(language, entries)


def _flat(tree: Any, at: str) -> dict[str, str]:
    if not isinstance(tree, dict):
        return {at: str(tree).rstrip("\n")}
    flat: dict[str, str] = {}
    for key, value in tree.items():
        flat |= _flat(value, f"{at}.{key}")
    return flat


@dataclass(frozen=True, slots=True)
class _Fact:
    """A value that knows how to be counted and how to take a particle."""

    value: str | int

    def __format__(self, spec: str) -> str:
        if "/" in spec:
            return with_particle(str(self.value), spec)
        if "|" in spec:
            one, many = spec.split("|")
            return f"{self.value} {one if self.value == 1 else many}"
        return str(self.value)

    def __str__(self) -> str:
        return str(self.value)
