"""A last look at a letter before it goes to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storyhouse.diagnostics import Diagnostic, Severity, in_order
from storyhouse.letters import Letter
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import Issue
from storyhouse.preflight import (
    built,
    clients,
    contrast,
    fields,
    headers,
    lawful,
    links,
    nobody,
    pictures,
    placeholders,
    size,
    spam,
    subject,
    text_part,
)
from storyhouse.preflight.readers import fields_of, readers
from storyhouse.preflight.seen import Seen
from storyhouse.preflight.spam import Score
from storyhouse.prose.fields import ALWAYS
from storyhouse.subscribing.list import SubscriberList

__all__ = ["LookedAt", "Score", "check", "look_at", "not_said"]

#: What looks at the letter alone, in the order of what can be mended soonest.
_OF_LETTER = (
    subject.check,
    placeholders.check,
    built.check,
    links.check,
    pictures.check,
    text_part.check,
    contrast.check,
    clients.check,
    lawful.check,
    headers.check,
)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What is wrong with a letter, and what it is like."""

    found: list[Diagnostic]
    subject: str
    size: int  # bytes of the largest HTML that anybody gets
    words: int
    fields: tuple[str, ...]
    listed: bool  # whether there is a list of subscribers
    recipients: int
    score: Score | None  # None without SpamAssassin


def check(
    root: Path,
    house: CheckedHouse,
    issue: Issue,
    letter: Letter,
    subscribers: SubscriberList,
) -> list[Diagnostic]:
    """Everything wrong with a letter, in the order of its places."""
    return look_at(root, house, issue, letter, subscribers).found


def look_at(  # noqa: PLR0913 (a letter, and everything it is held against)
    root: Path,
    house: CheckedHouse,
    issue: Issue,
    letter: Letter,
    subscribers: SubscriberList,
    *,
    spam_filter: bool = True,
) -> LookedAt:
    """Look at one letter from all sides, and once through the list.

    The spam filter takes two seconds of its own; without it, there is no score.
    """
    seen = Seen(root, house, issue, letter)
    walked = readers(seen, subscribers)
    score = spam.score_of(seen.mail) if spam_filter else None
    found = [finding for look in _OF_LETTER for finding in look(seen)]
    found += size.check(seen, walked)
    found += fields.check(seen, walked)
    found += spam.check(seen, score)
    found += [*nobody.check(seen, walked), *subscribers.found]
    names = {merge.name for merge in fields_of(letter.html, letter.subject)}
    return LookedAt(
        found=in_order(_once(found)),
        subject=seen.subject,
        size=max(walked.largest, len(seen.html.encode())),
        words=len(seen.page.words.split()),
        fields=tuple(sorted(names - ALWAYS)),
        listed=walked.listed,
        recipients=walked.count,
        score=score,
    )


def _once(found: list[Diagnostic]) -> list[Diagnostic]:
    """The findings without those that say the same of the same place."""
    each = {(f.where, f.code, f.variant, *sorted(f.facts.items())): f for f in found}
    return [*each.values()]


def not_said(looked: list[Diagnostic], before: list[Diagnostic]) -> list[Diagnostic]:
    """What a look at a letter adds to what a check of its shop has said before.

    A field that is written wrong is raw in the letter, too, and is told once.
    """
    said = {(d.where, d.code) for d in before}
    errors = {d.where for d in before if d.severity is Severity.ERROR}
    return [
        d
        for d in looked
        if (d.where, d.code) not in said
        and not (d.code in fields.RAW and d.where in errors)
    ]
