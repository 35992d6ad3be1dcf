"""The shop's own rule packs: do their patterns work, and do their tests hold?"""

from __future__ import annotations

from collections.abc import Iterator

from storyhouse.checking.patterns import families_of, refused_in, tested
from storyhouse.checking.rulebook import rulebook
from storyhouse.checking.settings import Settings, refused
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.packs import Pack
from storyhouse.words import holds_only

_FACTS = {"written": "…"}


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Packs in content/rules/; those that come with storyhouse are tested with it."""
    for pack in house.packs:
        if pack.source.path.parts[0] == "content":
            yield from of_pack(pack)


def of_pack(pack: Pack) -> Iterator[Diagnostic]:
    """All that is wrong with a pack."""
    for family in families_of(pack):
        at = ("families", family.name)
        if family.family.rule and family.family.rule not in rulebook():
            where = pack.source.value_at(*at, "rule")
            facts = {"rule": family.family.rule}
            yield refused(where, "rules/unknown", family.family.rule, rulebook(), facts)
        for key in ("message", "reason", "rewrite"):
            if not holds_only(getattr(family.family, key), _FACTS):
                where = pack.source.value_at(*at, key)
                facts = {"key": key}
                yield Diagnostic(where=where, code="pack/words", facts=facts)
        tests = family.family.tests
        for key, texts in (("match", tests.match), ("pass", tests.pass_)):
            if not texts:
                where = pack.source.key_at(*at, "tests", key)
                facts = {"family": family.name, "key": key}
                yield Diagnostic(where=where, code="pack/no-tests", facts=facts)
        yield from refused_in(family)
    yield from tested(pack)
