"""Silence with a reason: in a text, or under `allow` in front matter.

`<!-- storyhouse: allow ad/urgency because "the well really closes on Friday" -->`
holds for the paragraph it stands in or, on lines of its own, for the next one; `allow:`
for the whole file. Without a reason there is no silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from storyhouse.checking.rulebook import Rule
from storyhouse.checking.settings import refused
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.house import House
from storyhouse.model.record import Record
from storyhouse.places import Location, Prose
from storyhouse.prose.runs import runs

#: Whatever is meant as one, so that a slip of the pen is told and not passed over.
_REMARK = re.compile(
    r"<!--\s*storyhouse\s*:?\s*allow\b\s*(?P<rule>[^\s>]*)"
    r"(?P<rest>(?:(?!-->).){0,500}?)-->",
    re.DOTALL | re.IGNORECASE,
)
_REASON = re.compile(r"\s*because\b:?\s*(?P<because>.*)", re.DOTALL | re.IGNORECASE)
_MARKS = "\"'“”‘’「」 \n\t"


@dataclass(slots=True)
class Allowed:
    """One allowance, and whether it silenced anything yet."""

    rule: str
    because: str
    where: Location
    first: int = 1
    last: int = 1 << 30  # lines it holds for, from 1, both included
    used: bool = False

    def covers(self, finding: Diagnostic) -> bool:
        """Whether it is about this finding."""
        place = finding.where
        same = self.rule == finding.code and self.where.path == place.path
        return same and self.first <= place.line <= self.last


class Allowances:
    """All allowances of a shop."""

    def __init__(self, house: House, known: Mapping[str, Rule]) -> None:
        self._by_file: dict[Path, list[Allowed]] = {}
        self.wrong: list[Diagnostic] = []
        for record in _records(house):
            for allowed in _of(record):
                self._take(allowed, known)

    def _take(self, allowed: Allowed, known: Mapping[str, Rule]) -> None:
        where, facts = allowed.where, {"rule": allowed.rule}
        if allowed.rule not in known:
            wrong = refused(where, "allow/unknown", allowed.rule, known, facts)
            self.wrong.append(wrong)
        elif not allowed.because:
            self.wrong.append(
                Diagnostic(
                    where=where,
                    code="allow/no-reason",
                    facts=facts,
                    severity=Severity.WARNING,
                )
            )
        else:
            self._by_file.setdefault(where.path, []).append(allowed)

    def silence(self, finding: Diagnostic) -> bool:
        """Whether somebody said why this may stand."""
        silent = False
        for allowed in self._by_file.get(finding.where.path, ()):
            if allowed.covers(finding):
                allowed.used = silent = True
        return silent

    def unused(self) -> Iterator[Diagnostic]:
        """Those that silenced nothing."""
        for each in self._by_file.values():
            for allowed in each:
                if not allowed.used:
                    yield Diagnostic(
                        where=allowed.where,
                        code="allow/unused",
                        facts={"rule": allowed.rule},
                        severity=Severity.WARNING,
                    )


def _records(house: House) -> Iterator[Record]:
    yield house.shop
    for each in (house.written, house.pages, house.asks, house.people, house.issues):
        yield from each.values()
    yield from house.events.values()
    yield from house.open_letters.values()
    if house.neighbourhood:
        yield house.neighbourhood


def _of(record: Record) -> Iterator[Allowed]:
    for index, allowance in enumerate(record.allow):
        where = record.source.value_at("allow", index)
        yield Allowed(allowance.rule, allowance.because.strip(), where)
    body = getattr(record, "body", None)
    if isinstance(body, Prose) and "<!--" in body.text:
        yield from _in_text(body)


def _in_text(body: Prose) -> Iterator[Allowed]:
    for found in _REMARK.finditer(body.text):
        reason = _REASON.fullmatch(found["rest"])
        allowed = Allowed(
            found["rule"],
            reason["because"].strip(_MARKS) if reason else "",
            body.locate(found.start()),
        )
        span = next((s for s in _paragraphs(body) if s[1] > found.start()), None)
        if span is not None:
            allowed.first = body.locate(span[0]).line
            allowed.last = body.locate(span[1]).line
        else:
            allowed.first, allowed.last = 1, 0  # nothing follows
        yield allowed


def _paragraphs(body: Prose) -> Iterator[tuple[int, int]]:
    return ((run.begins, run.ends) for run in runs(body.text))
