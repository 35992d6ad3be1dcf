"""Things that are well written and still cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

from storyhouse.checking.prose_of import WithBody, bodies
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.addresses import RESERVED
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.places import Location
from storyhouse.prose.depth import too_deep_at
from storyhouse.words import LANGUAGES, words_for


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Texts nested too deep, page names that are taken, issues that cannot go out."""
    for record in bodies(house):
        if (at := too_deep_at(record.body.text)) is not None:
            yield Diagnostic(where=record.body.locate(at), code="too-deep")
        if not _waits(record):
            yield from _unanswered(record)
    for page in house.pages.values():
        if page.id in RESERVED:
            where = Location(page.source.path)
            yield Diagnostic(where=where, code="name-taken", facts={"id": page.id})
    for story in house.written.values():
        if story.id in {"index", "readme"}:
            where = Location(story.source.path)
            yield Diagnostic(where=where, code="name-taken", facts={"id": story.id})
    yield from chain.from_iterable(_issue(house, i) for i in house.issues.values())


def _waits(record: WithBody) -> bool:
    return record.is_draft if isinstance(record, Issue) else record.draft


def _unanswered(record: WithBody) -> Iterator[Diagnostic]:
    """Questions of `storyhouse new` that still stand where their answers should."""
    text, begin = record.body.text, 0
    for line in text.splitlines(keepends=True):
        if line.strip() in _questions():
            yield Diagnostic(
                where=record.body.locate(begin),
                code="draft-question",
                help="answer",
                facts={"written": line.strip()},
            )
        begin += len(line)


@cache
def _questions() -> frozenset[str]:
    """What a new draft asks its owner, in every language."""
    drafts = (d for lang in LANGUAGES for d in words_for(lang).of("drafts").values())
    texts = (draft.rpartition("\n---\n")[2] for draft in drafts if "\n---\n" in draft)
    lines = (line.strip() for text in texts for line in text.splitlines())
    return frozenset(line for line in lines if line.endswith("?"))


def _issue(house: House, issue: Issue) -> Iterator[Diagnostic]:
    if house.shop.newsletter is None:
        where = house.shop.source.value_at()
        yield Diagnostic(where=where, code="no-newsletter", help="write-newsletter")
    carried = {story.id for story in house.carried(issue)}
    for index, story in enumerate(issue.stories):
        if story in house.written and story not in carried:
            yield Diagnostic(
                where=issue.source.value_at("stories", index),
                code="waiting-story",
                facts={"id": story},
                severity=Severity.WARNING,
            )
