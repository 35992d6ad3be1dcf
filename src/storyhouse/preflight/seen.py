"""A letter as one reader sees it, and where in the shop's files its words stand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.letters import Letter, message, personal, sample_values
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import Issue
from storyhouse.model.record import Language
from storyhouse.places import KeyPath, Location
from storyhouse.preflight.page import Tag, page_of
from storyhouse.preflight.styles import Sheet, sheet_of
from storyhouse.prose.fields import Parts, Segments, filled

#: Of a place in a file: where it begins, and where it ends.
Span = tuple[Location, Location | None]
_LONGEST = 120


# Not slotted: `cached_property` keeps what it worked out in the instance.
@dataclass(frozen=True)
class Seen:
    """One letter, filled for an example subscriber, with every part somebody gets."""

    root: Path
    house: CheckedHouse
    issue: Issue
    letter: Letter
    values: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sample = sample_values(self.letter.envelope, self.letter.language)
        self.values.update({**sample, **self.values})

    @property
    def language(self) -> Language:
        """The letter's."""
        return self.letter.language

    @cached_property
    def parts(self) -> Parts:
        """The parts of the first person who gets any, so that they are looked at."""
        house, issue = self.house, self.issue
        each = (personal.parts(house, issue, who) for who in house.people)
        return next((parts for parts in each if parts), {})

    @cached_property
    def html(self) -> str:
        """The HTML part."""
        return filled(self.letter.html, self.values, html.escape, self.parts)

    @cached_property
    def text(self) -> str:
        """The text part."""
        return self._filled(self.letter.text)

    @cached_property
    def subject(self) -> str:
        """The subject."""
        return self._filled(self.letter.subject)

    @cached_property
    def preheader(self) -> str:
        """What stands behind the subject in a list of letters."""
        return self._filled(self.letter.preheader)

    @cached_property
    def mail(self) -> bytes:
        """The whole mail."""
        return message(self.letter, self.values["email"], self.values, self.parts)

    @cached_property
    def page(self) -> Tag:
        """The HTML part as a tree."""
        return page_of(self.html)

    @cached_property
    def sheet(self) -> Sheet:
        """The style tags of the HTML part."""
        styles = self.page.named("style")
        return sheet_of("\n".join("".join(map(str, s.holds)) for s in styles))

    def _filled(self, segments: Segments) -> str:
        return filled(segments, self.values, parts=self.parts)

    def where(self, words: str) -> Span:
        """Where words of the letter are written; the issue as a whole if nobody knows.

        First in the issue, then in the stories it carries: what a theme or storyhouse
        says stands in neither.
        """
        sought = re.compile(f"(?<![A-Za-z0-9]){re.escape(words)}(?![A-Za-z0-9])")
        for source, at, text in self._lines() if words else ():
            if found := sought.search(text):
                last = source.behind(at, text, found.end() - 1)
                return source.place(at, text, found.start()), last
        for body in self.bodies() if words else ():
            if found := sought.search(body.text):
                return body.locate(found.start()), body.locate(found.end())
        return Location(self.issue.source.path), None

    def _lines(self) -> Iterator[tuple[Any, KeyPath, str]]:
        issue = self.issue
        own: dict[KeyPath, str] = {
            ("subject",): issue.subject,
            ("preheader",): issue.preheader,
            ("question",): issue.question,
        }
        if issue.offer:
            own["offer", "words"], own["offer", "link"] = (
                issue.offer.words,
                issue.offer.link,
            )
        yield from ((issue.source, at, text) for at, text in own.items())
        for story in self.house.carried(issue):
            yield story.source, ("title",), story.title

    def bodies(self) -> Iterator[Any]:
        """What its author wrote in Markdown: the issue's own, and its stories'."""
        yield self.issue.body
        yield from (story.body for story in self.house.carried(self.issue))

    def found(
        self,
        code: str,
        where: Span | Location | None = None,
        severity: Severity = Severity.WARNING,
        *,
        help_: str = "",
        variant: str = "",
        **facts: str | int,
    ) -> Diagnostic:
        """A finding about this letter, in its language; at a place, or at the issue."""
        place = where if isinstance(where, tuple) else (where, None)
        return Diagnostic(
            where=place[0] or Location(self.issue.source.path),
            until=place[1],
            code=code,
            severity=severity,
            help=help_,
            variant=variant,
            facts={k: short(v) if isinstance(v, str) else v for k, v in facts.items()},
            language=self.language,
        )


def short(text: str) -> str:
    """Words short enough for one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
