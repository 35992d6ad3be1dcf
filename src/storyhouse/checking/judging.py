"""From what the checks found to what an owner is told.

A shop's settings, its allowances and its baseline, in this order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import yaml

from storyhouse.checking.allowances import Allowances
from storyhouse.checking.rulebook import Rule
from storyhouse.checking.settings import known_rules, settings_of
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.house import House
from storyhouse.model.packs import Level

#: Groups of rules about how a shop tells: a baseline can hold them, and in a draft,
#: which is not finished, they only warn. What concerns a person, or the law, never.
_OF_TELLING = frozenset(
    {"ad", "value", "loop", "event", "community", "collab", "crisis", "quote", "own"}
)

Kept = dict[str, Counter[str]]


@dataclass
class Judge:
    """Judges the findings of one shop; allowances are used up as it goes."""

    house: House
    #: By file and rule, how many findings of the baseline were met …
    held: Kept = field(default_factory=dict)
    #: … and how many of it are gone.
    fixed: Kept = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.settings, self.wrong = settings_of(self.house)
        self.known = known_rules(self.house)
        self.allowances = Allowances(self.house, self.known)

    def judged(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Those that speak, each as grave as the shop has it."""
        graded = (self._graded(finding) for finding in findings)
        return [f for f in graded if f and not self.allowances.silence(f)]

    def rest(self) -> list[Diagnostic]:
        """What is wrong with the settings and allowances themselves. Asked for last."""
        said = [*self.allowances.wrong, *self.allowances.unused()]
        graded = [f for f in map(self._graded, said) if f]
        return [*self.wrong, *graded]

    def _graded(self, finding: Diagnostic) -> Diagnostic | None:
        rule = self.known.get(finding.code)
        if rule is None:
            return finding  # a mistake and no rule
        level = self._level(rule, finding)
        if level is Level.OFF:
            return None
        severity = Severity(level)
        if severity is Severity.ERROR and self._is_mild(rule, finding):
            severity = Severity.WARNING
        return replace(finding, severity=severity)

    def _level(self, rule: Rule, finding: Diagnostic) -> Level:
        if level := self.settings.level(rule.id):
            return level
        return Level(finding.severity) if rule.rises else rule.level

    def _is_mild(self, rule: Rule, finding: Diagnostic) -> bool:
        return rule.group in _OF_TELLING and finding.where.path in self._drafts

    @cached_property
    def _drafts(self) -> frozenset[Path]:
        house = self.house
        drafts = {s.source.path for s in house.written.values() if s.draft}
        drafts |= {p.source.path for p in house.pages.values() if p.draft}
        drafts |= {e.source.path for e in house.events.values() if e.draft}
        drafts |= {o.source.path for o in house.open_letters.values() if o.draft}
        issues = house.issues.values()
        drafts |= {i.source.path for i in issues if i.is_draft}
        return frozenset(drafts)

    def without_baseline(self, findings: list[Diagnostic]) -> list[Diagnostic]:
        """The findings that are new; where there are more than known, all are told."""
        if self.house.baseline is None:
            return findings
        met = counted(findings)
        for file, rules in self.house.baseline.known.items():
            for rule, count in rules.items():
                there = met.get(file, Counter())[rule]
                if there <= count:
                    self._note(self.held, file, rule, there)
                    self._note(self.fixed, file, rule, count - there)
        return [f for f in findings if not self._is_held(f)]

    @staticmethod
    def _note(kept: Kept, file: str, rule: str, count: int) -> None:
        if count > 0:
            kept.setdefault(file, Counter())[rule] += count

    def _is_held(self, finding: Diagnostic) -> bool:
        held = self.held.get(finding.where.path.as_posix())
        return held is not None and held[finding.code] > 0 and _holdable(finding)


def counted(findings: Iterable[Diagnostic]) -> Kept:
    """How many findings that a baseline can hold there are, by file and rule."""
    counts: Kept = {}
    for finding in findings:
        if _holdable(finding) and finding.severity is not Severity.SUGGESTION:
            file = finding.where.path.as_posix()
            counts.setdefault(file, Counter())[finding.code] += 1
    return counts


def _holdable(finding: Diagnostic) -> bool:
    return "/" in finding.code and finding.code.partition("/")[0] in _OF_TELLING


def baseline_text(counts: Kept, remark: str) -> str:
    """The file that says so; `remark` stands above it."""
    known = {
        file: {rule: count for rule, count in sorted(rules.items()) if count}
        for file, rules in sorted(counts.items())
    }
    body = yaml.safe_dump({"known": known}, allow_unicode=True, sort_keys=False)
    return f"# {remark}\n{body}"
