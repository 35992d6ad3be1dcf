"""The words people meet, one catalogue per language: words/LANGUAGE/*.yml.

A sentence may hold `{fact}`. Two forms choose by the fact itself:
`{days:day|days}` counts (1 day, 2 days), `{name:이/가}` takes the Korean particle that
fits the name's last sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from string import Formatter
from typing import Any

import yaml

from storyhouse.diagnostics import Diagnostic, Facts
from storyhouse.words.particles import with_particle

LANGUAGES = ("en", "ko")


@dataclass(frozen=True, slots=True)
class Words:
    """One language's catalogue; keys are dotted, as `site.home.newest`."""

    language: str
    entries: Mapping[str, str]

    def say(self, key: str, /, **facts: str | int) -> str:
        """The sentence, with its facts in place."""
        return fill(self.entries[key], facts)

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
        if diagnostic.own and diagnostic.own.says:
            return _filled(diagnostic.own.says, diagnostic.facts)
        code, variant = diagnostic.code, diagnostic.variant
        book = "rules" if self.is_rule(code) else "messages"
        keys = (f"{book}.{code}.says.{variant}", f"{book}.{code}.says")
        return self._first(keys, diagnostic)

    def why(self, diagnostic: Diagnostic) -> str:
        """Why a rule is one, with its source; nothing for a mere mistake."""
        if diagnostic.own and diagnostic.own.why:
            return _filled(diagnostic.own.why, diagnostic.facts)
        return self._first((f"rules.{diagnostic.code}.why",), diagnostic)

    def help(self, diagnostic: Diagnostic) -> str:
        """What to do about it; may be nothing."""
        if diagnostic.own:
            return _filled(diagnostic.own.instead, diagnostic.facts)
        code, help_ = diagnostic.code, diagnostic.help
        keys = [f"rules.{code}.instead.{help_}", f"messages.{code}.help.{help_}"]
        keys += [f"messages.any.help.{help_}"] if help_ else []
        said = self._first((*keys, f"rules.{code}.instead"), diagnostic)
        # Where a list is cut short, its ellipsis is the end.
        return said.removesuffix(".") if said.endswith(" ….") else said

    def is_rule(self, code: str) -> bool:
        """Whether a code is a value rule's."""
        return f"rules.{code}.title" in self.entries

    def _first(self, keys: Iterable[str], diagnostic: Diagnostic) -> str:
        """What the first of the keys that there is says; nothing if there is none."""
        key = next((k for k in keys if k in self.entries), None)
        return self.say(key, **diagnostic.facts) if key else ""


def fill(template: str, facts: Facts) -> str:
    """A sentence with its facts in place.

    Raises:
        KeyError, ValueError: if it asks for a fact that is not there.
    """
    return template.format_map({k: _Fact(v) for k, v in facts.items()})


def _filled(template: str, facts: Facts) -> str:
    """A rule pack's own sentence; as it stands if it holds what no fact is for.

    `checking.own_packs` says so where it is written.
    """
    return fill(template, facts) if holds_only(template, facts) else template


def holds_only(template: str, facts: Facts) -> bool:
    """Whether a sentence can be filled: it asks for these facts and nothing of them."""
    try:
        parts = [*Formatter().parse(template)]
    except ValueError:
        return False
    return all(
        name is None or (name in facts and not conversion and "{" not in (spec or ""))
        for _, name, spec, conversion in parts
    )


@cache
def words_for(language: str) -> Words:
    """The catalogue of a language; English for one we do not speak."""
    folder = files(__name__) / (language if language in LANGUAGES else "en")
    return Words(language, _Entries(folder))


class _Entries(Mapping[str, str]):
    """A folder's entries, each file read when one of its keys is first asked for.

    The command's own are a fifth of them: reading all takes 0.08 s of the 0.2 in which
    `--help` answers.
    """

    def __init__(self, folder: Traversable) -> None:
        names = sorted(file.name for file in folder.iterdir())
        self._folder = folder
        self._books = [n.removesuffix(".yml") for n in names if n.endswith(".yml")]
        self._read: dict[str, dict[str, str]] = {}

    def __getitem__(self, key: str) -> str:
        return self._book(key.partition(".")[0])[key]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(map(self._book, self._books))

    def __len__(self) -> int:
        return sum(len(self._book(name)) for name in self._books)

    def _book(self, name: str) -> dict[str, str]:
        if name not in self._read:
            self._read[name] = {}
            if name in self._books:
                text = (self._folder / f"{name}.yml").read_text("utf-8")
                tree = yaml.load(text, Loader=yaml.CSafeLoader)
                self._read[name] = _flat(tree, name)
        return self._read[name]


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
