"""The language of ads: rules `ad/*` of the value rules, and the shop's own packs.

One ad word is no error, and words find few ads on their own; two kinds of them in one
paragraph are an ad nearly always (docs/value-rules.md has the figures). So a paragraph
is looked at as a whole, and says one thing of each rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from storyhouse.checking.links_to_buy import of_issue
from storyhouse.checking.patterns import Finder, Met, WordFamily, finders
from storyhouse.checking.rulebook import rulebook
from storyhouse.checking.settings import Settings
from storyhouse.checking.spoken import Passage, Role, of_record, records
from storyhouse.diagnostics import Diagnostic, OwnWords, Severity
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.packs import Level
from storyhouse.model.record import Language
from storyhouse.model.stories import Product, Story, Value
from storyhouse.prose.linear import Span
from storyhouse.prose.runs import RunKind

PRICE, DISCOUNT, GUARANTEE, CTA = (
    "ad/price-first",
    "ad/discount-led",
    "ad/guarantee",
    "ad/cta-pressure",
)
_SENTENCE_ENDS = re.compile(r"[.!?。…](?:\s|$)")
#: By so many signs two matches of the same words can differ.
_SIGNS_OFF = 3
#: So near the start of a text a price is what it begins with.
_OPENING = 60


def check(house: House, settings: Settings) -> Iterator[Diagnostic]:
    """Every passage of the shop's voice, and the links of its letters."""
    looking = _Looking(house, settings, finders(house))
    for record in records(house):
        yield from looking.through([*of_record(house, record)])
    for issue in house.issues.values():
        yield from of_issue(house, settings, issue)


@dataclass(frozen=True, slots=True)
class _Looking:
    house: House
    settings: Settings
    finders: Mapping[Language, Finder]

    def through(self, passages: Sequence[Passage]) -> Iterator[Diagnostic]:
        """The passages of a record."""
        for language, finder in self.finders.items():
            spoken = [(p, p.text) for p in passages if p.language is language]
            if among := finder.among(text for _, text in spoken):
                for passage, text in spoken:
                    yield from self._at(passage, finder.find(text, among))

    def _at(self, passage: Passage, met: Met) -> Iterator[Diagnostic]:
        met = {r: m for r, m in met.items() if self._speaks(r, passage)}
        if price := met.pop(PRICE, None):
            yield from self._price(passage, price)
        if not met or passage.role is Role.TAKEAWAY:
            return  # of a takeaway, `value/takeaway` speaks
        if passage.role in {Role.HEADLINE, Role.PICTURE}:
            yield self._headline(passage, met)
        elif self._stacked(met):
            yield self._together("ad/stacked", passage, met)
        else:
            for rule, (family, spans) in met.items():
                yield self._one(rule, family, passage, spans)

    def _speaks(self, rule: str, passage: Passage) -> bool:
        """Whether a rule has anything to say here."""
        if not self.settings.is_on(rule):
            return False
        if passage.role is Role.OFFER:
            return rule not in {PRICE, DISCOUNT, CTA}
        if rule == GUARANTEE and passage.run.linked:
            return False  # it leads to where the promise is kept
        if rule == DISCOUNT and passage.role is Role.BODY and passage.number > 0:
            # What something costs may be told, once the story has begun.
            return not _is_economic(passage.record)
        return True

    def _stacked(self, met: Met) -> bool:
        if not self.settings.is_on("ad/stacked"):
            return False
        return stacked(met) >= self.settings.number("ad/stacked", "families")

    def _headline(self, passage: Passage, met: Met) -> Diagnostic:
        """An error, but for a single family that elsewhere is a mere suggestion."""
        found = self._together("ad/headline", passage, met)
        mild = all(
            rulebook()[r].level is Level.SUGGESTION for r in met if r in rulebook()
        )
        grave = len(met) > 1 or not mild
        return replace(found, severity=Severity.ERROR) if grave else found

    def _price(
        self, passage: Passage, met: tuple[WordFamily, list[Span]]
    ) -> Iterator[Diagnostic]:
        """Too early: in a title, or in what a text begins with."""
        record, (family, spans) = passage.record, met
        if isinstance(record, Product) or _is_economic(record):
            return
        first = spans[0][0]
        if passage.role is Role.HEADLINE or (
            passage.role is Role.BODY and self._opens(passage, first)
        ):
            yield self._one(PRICE, family, passage, spans[:1])

    def _opens(self, passage: Passage, at: int) -> bool:
        if passage.number or not isinstance(passage.record, Story | Issue):
            return False
        if passage.run.kind is RunKind.HEADING:
            return True
        return at < _OPENING and not _SENTENCE_ENDS.search(passage.text, 0, at)

    def _one(
        self, rule: str, family: WordFamily, passage: Passage, spans: list[Span]
    ) -> Diagnostic:
        return _found(rule, passage, spans, family.words)

    def _together(self, rule: str, passage: Passage, met: Met) -> Diagnostic:
        """One finding for all that was met; what to write instead, of the first."""
        spans = [span for _, spans in met.values() for span in spans]
        first = min(met.values(), key=lambda each: each[1][0])[0]
        words = OwnWords("", "", first.family.rewrite)
        return _found(rule, passage, spans, words)


def stacked(met: Met) -> int:
    """How many families that stack are met, each in words of its own.

    The very words that two families have in common are one thing and no sum.
    """
    own: list[Span] = []
    for family, spans in met.values():
        apart = (s for s in spans if not any(_same(s, other) for other in own))
        if family.family.stacks and (span := next(apart, None)):
            own.append(span)
    return len(own)


def _same(one: Span, other: Span) -> bool:
    """Whether two matches are of the same words, but for a sign or two."""
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) <= _SIGNS_OFF


def _is_economic(record: object) -> bool:
    return isinstance(record, Story) and Value.ECONOMIC in record.value


def _written(passage: Passage, spans: list[Span]) -> str:
    """What was met, each once, in order; “a”, “b” without its outermost marks."""
    texts = (passage.run.text[start:end] for start, end in spans)
    return "”, “".join(
        dict.fromkeys(t if len(t) <= 40 else f"{t[:39]}…" for t in texts)
    )


def _apart(spans: list[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart[:5]


def _found(
    rule: str, passage: Passage, spans: list[Span], words: OwnWords
) -> Diagnostic:
    apart = _apart(spans)
    where, until = passage.span(*apart[0])
    return Diagnostic(
        where=where,
        until=until,
        code=rule,
        facts={"written": _written(passage, apart)},
        severity=Severity.WARNING,
        language=passage.language,
        own=words,
    )
