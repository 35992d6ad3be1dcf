"""Praise that was paid for says so: rule `comp/undisclosed`, for what a text lets slip.

That a spotlight declares its compensation, reading sees to; that a page and a letter
say it before the story begins, their making.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from storyhouse.checking.settings import Settings
from storyhouse.checking.signals import signals
from storyhouse.checking.spoken import language_in
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.stories import Compensation, Spotlight
from storyhouse.places import Location
from storyhouse.prose.runs import Run, plain_run, runs


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Spotlights that say nothing was given, and whose text says otherwise."""
    for story in house.stories.values():
        if isinstance(story, Spotlight) and story.compensation is Compensation.NONE:
            yield from _spotlight(house, story)


def _spotlight(house: House, story: Spotlight) -> Iterator[Diagnostic]:
    for run, place in _said(story):
        language = language_in(run.text, house.language_of(story))
        words = signals(language)
        denied = words["unpaid"].spans(run.text)
        for start, end in words["paid"].spans(run.text):
            if not any(start < e and s < end for s, e in denied):
                yield Diagnostic(
                    where=place(run.place(start)),
                    until=place(run.place(end - 1) + 1),
                    code="comp/undisclosed",
                    variant="text",
                    facts={"written": run.text[start:end]},
                    language=language,
                )
                return  # once is enough to declare it


def _said(story: Spotlight) -> Iterator[tuple[Run, Callable[[int], Location]]]:
    for key in ("summary", "made", "learned"):
        value: str = getattr(story, key)
        yield plain_run(value), partial(story.source.place, (key,), value)
    for run in runs(story.body.text):
        yield run, story.body.locate
