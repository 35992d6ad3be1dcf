"""What a shop changed of the rules: `rules:` in content/shop.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from storyhouse.checking.rulebook import Rule, rulebook
from storyhouse.diagnostics import Diagnostic, Facts
from storyhouse.model.house import House
from storyhouse.model.packs import Level
from storyhouse.places import KeyPath, Location

_LEVELS = [level.value for level in Level]
_ON = {"on", "true", "yes"}
_OFF = {"off", "false", "no"}


@dataclass(frozen=True, slots=True)
class Settings:
    """The rules as this shop has them."""

    levels: Mapping[str, Level] = field(default_factory=dict)
    numbers: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def level(self, rule: str) -> Level | None:
        """What the shop says of the rule; None when it says nothing."""
        return self.levels.get(rule)

    def is_on(self, rule: str) -> bool:
        """Whether the rule speaks at all."""
        return self.levels.get(rule) is not Level.OFF

    def number(self, rule: str, name: str) -> float:
        """One of the rule's numbers: the shop's, or the book's."""
        own = self.numbers.get((rule, name))
        return rulebook()[rule].numbers[name] if own is None else own


def settings_of(house: House) -> tuple[Settings, list[Diagnostic]]:
    """What the shop set, and what of it means nothing."""
    reader = _Reader(house, known_rules(house))
    for id_, said in house.shop.rules.items():
        reader.take(id_, said)
    return Settings(reader.levels, reader.numbers), reader.wrong


def known_rules(house: House) -> dict[str, Rule]:
    """The book's rules, and those of the shop's own packs."""
    own = {
        own_rule(name): Rule(id=own_rule(name), level=family.level)
        for pack in house.packs
        for name, family in pack.families.items()
        if not family.rule
    }
    return {**rulebook(), **own}


def own_rule(family: str) -> str:
    """The id of a shop's own rule."""
    return f"own/{family}"


@dataclass(slots=True)
class _Reader:
    house: House
    known: Mapping[str, Rule]
    levels: dict[str, Level] = field(default_factory=dict)
    numbers: dict[tuple[str, str], float] = field(default_factory=dict)
    wrong: list[Diagnostic] = field(default_factory=list)

    def take(self, id_: str, said: Any) -> None:
        rule = self.known.get(id_)
        if rule is None:
            where = self.house.shop.source.key_at("rules", id_)
            self._refuse(where, "rules/unknown", id_, self.known, rule=id_)
        elif isinstance(said, Mapping):
            for name, value in said.items():
                self._number(rule, name, value)
        else:
            self._level(rule, ("rules", id_), said)

    def _number(self, rule: Rule, name: str, value: Any) -> None:
        at: KeyPath = ("rules", rule.id, name)
        if name == "level":
            self._level(rule, at, value)
        elif name not in rule.numbers:
            where = self.house.shop.source.key_at(*at)
            known = [*rule.numbers, "level"]
            facts = {"rule": rule.id, "number": name}
            self._refuse(where, "rules/unknown-number", name, known, **facts)
        elif value is not None:
            self._put_number(rule, name, at, value)

    def _put_number(self, rule: Rule, name: str, at: KeyPath, value: Any) -> None:
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = -1
        # Neither nan, nor inf, nor below nothing; a share is 0.2 and not 20.
        if not 0 <= number <= (1 if 0 < rule.numbers[name] < 1 else 1e6):
            where = self.house.shop.source.value_at(*at)
            facts = {"rule": rule.id, "number": name, "written": _written(value)}
            self.wrong.append(Diagnostic(where=where, code="rules/number", facts=facts))
            return
        self.numbers[rule.id, name] = number

    def _level(self, rule: Rule, at: KeyPath, said: Any) -> None:
        if said is None:
            return  # a key with nothing behind it says nothing
        word = _written(said).strip().lower()
        if word in _OFF:
            self.levels[rule.id] = Level.OFF
        elif word in _LEVELS:
            self.levels[rule.id] = Level(word)
        elif word not in _ON:
            where = self.house.shop.source.value_at(*at)
            facts = {"rule": rule.id, "written": _written(said)}
            self._refuse(where, "rules/level", word, ["on", *_LEVELS], **facts)

    def _refuse(
        self, where: Location, code: str, word: str, known: Any, **facts: str
    ) -> None:
        self.wrong.append(refused(where, code, word, known, facts))


def _written(said: Any) -> str:
    """What stands there, lists and tables as YAML has them."""
    text = said if isinstance(said, str) else str(said).replace("'", "")
    return text if len(text) <= 40 else f"{text[:39]}…"


def refused(
    where: Location, code: str, word: str, known: Any, facts: Facts
) -> Diagnostic:
    """A word that is none of those known, with the one probably meant."""
    near = next(iter(get_close_matches(word, list(known), n=1)), "")
    listed = "" if len(known) > 8 else ", ".join(known)
    help_ = "did-you-mean" if near else "known" if listed else "explain-all"
    facts = {**facts, "meant": near, "known": listed}
    return Diagnostic(where=where, code=code, facts=facts, help=help_)
