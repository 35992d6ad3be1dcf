"""A quote stands as it was approved, to the letter: rule `quote/approved`.

What resembles a customer's approved words and differs from them was changed after they
said yes, or before somebody asked them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.record import AskId
from storyhouse.model.stories import Spotlight, Story
from storyhouse.prose.runs import Run, runs

_SIGNS = re.compile(r"[\s\"'“”‘’….,!?]+")
_MAY_QUOTE = re.compile('[>"“”]|blockquote')
_IN_MARKS = re.compile(r'"([^"]{12,600})"')
#: Signs: what is shorter resembles too much, what is longer is no quote.
_LEAST, _MOST = 12, 3000


@dataclass(frozen=True, slots=True)
class _Words:
    """A customer's words, and the record they stand in."""

    bare: str
    path: str


def check(house: House, settings: Settings) -> Iterator[Diagnostic]:
    """Stories that are out, and letters."""
    for story in house.stories.values():
        yield from _in(house, settings, story, [*_words(house, story)])
    for issue in house.issues.values():
        words = [w for story in house.carried(issue) for w in _words(house, story)]
        yield from _in(house, settings, issue, words)


def _words(house: House, story: Story) -> Iterator[_Words]:
    if isinstance(story, Spotlight):
        path = story.source.path.as_posix()
        yield _Words(_bare(story.quote.words.opened()), path)
    touched: dict[AskId, None] = dict.fromkeys((*story.asks, *story.built_for))
    for ask in (house.asks[a] for a in touched if a in house.asks):
        yield _Words(_bare(ask.words.opened()), ask.source.path.as_posix())


def _in(
    house: House, settings: Settings, record: Story | Issue, words: list[_Words]
) -> Iterator[Diagnostic]:
    if not words:
        return
    alike = settings.number("quote/approved", "alike")
    for start, end, said in _quoted(record.body.text):
        for approved in words:
            if _differs(said, approved.bare, alike):
                yield Diagnostic(
                    where=record.body.locate(start),
                    until=record.body.locate(end),
                    code="quote/approved",
                    facts={"path": approved.path},
                    language=house.language_of(record),
                )
                break


def _quoted(markdown: str) -> Iterator[tuple[int, int, str]]:
    """What stands in block quotes and between quotation marks, without its signs."""
    if not _MAY_QUOTE.search(markdown):
        return
    for run in runs(markdown):
        if run.quoted:
            yield run.begins, run.ends, _bare(run.text)
        else:
            for found in _IN_MARKS.finditer(run.text):
                yield *_place(run, found.span(1)), _bare(found[1])


def _place(run: Run, span: tuple[int, int]) -> tuple[int, int]:
    return run.place(span[0]), run.place(span[1] - 1) + 1


def _differs(said: str, approved: str, alike: float) -> bool:
    if not all(_LEAST <= len(text) <= _MOST for text in (said, approved)):
        return False
    if said in approved or approved in said:
        return False
    matcher = SequenceMatcher(None, said, approved, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < alike:
        return False
    return matcher.ratio() >= alike


def _bare(text: str) -> str:
    return _SIGNS.sub("", text).casefold()
