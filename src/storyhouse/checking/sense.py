"""Things that are well written and still cannot be meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache, partial
from itertools import chain

from storyhouse.checking.prose_of import WithBody, bodies
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.addresses import RESERVED
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.places import KeyPath, Location
from storyhouse.prose.depth import too_deep_at
from storyhouse.prose.fields import ALWAYS
from storyhouse.prose.links import blanked
from storyhouse.words import LANGUAGES, words_for

#: `{first_name}` without words for when it is empty. Fields that all have need none.
_KNOWN_FIELDS = ("first_name", "name", "view_url", "unsubscribe_url")
_KNOWN = "|".join(_KNOWN_FIELDS)
_FIELD = re.compile(rf"(?<!\\)\{{(?!(?:{_KNOWN})\b)([a-z_]{{3,40}})\|")
#: A particle that depends on the sound before it: 님 behind the field settles that.
_PARTICLE = re.compile(
    r"(?<!\\)(\{[a-z_]{3,40}(?:\|[^{}\n]*)?\})"
    r"(이|가|은|는|을|를|과|와|으로|로|아|야)(?![가-힣(])"
)
_BOTH = {
    **dict.fromkeys(["이", "가"], "이(가)"),
    **dict.fromkeys(["은", "는"], "은(는)"),
    **dict.fromkeys(["을", "를"], "을(를)"),
    **dict.fromkeys(["과", "와"], "과(와)"),
    **dict.fromkeys(["으로", "로"], "(으)로"),
    **dict.fromkeys(["아", "야"], "아(야)"),
}
_BARE_FIELD = re.compile(
    r"(?<![\\{])\{(first_name|name)(?:\|\s*(?::[가-힣]*/[가-힣]*)?)?\}(?!\})"
)
#: A field with a brace too many, as other programs write theirs: readers would see it.
_BRACES = re.compile(
    rf"(?<![\\{{])(?:\{{\{{+\s*({_KNOWN})\s*(?:\|[^{{}}\n]*)?\}}+"
    rf"|\{{({_KNOWN})(?:\|[^{{}}\n]*)?\}}\}}+)"
)


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
    yield from _fields_of(issue)


def _fields_of(issue: Issue) -> Iterator[Diagnostic]:
    """Merge fields that would print nothing, or the wrong thing."""
    for text, locate in _fields(issue):
        for found in _BARE_FIELD.finditer(text):
            yield Diagnostic(
                where=locate(found.start()),
                until=locate(found.end()),
                code="pers/fallback",
                facts={"field": found[1]},
                help="say-else",
            )
        for found in _BRACES.finditer(text):
            name = found[1] or found[2]
            yield Diagnostic(
                where=locate(found.start()),
                until=locate(found.end()),
                code="braces",
                facts={"written": found[0], "field": name},
                help="one-brace" if name in ALWAYS else "one-brace-and-words",
            )
        for found in _PARTICLE.finditer(text):
            yield Diagnostic(
                where=locate(found.start(2)),
                until=locate(found.end(2)),
                code="pers/particle",
                facts={"particle": found[2], "both": _BOTH[found[2]]},
                help="write-both",
            )
        for found in _FIELD.finditer(text):
            if near := get_close_matches(found[1], _KNOWN_FIELDS, n=1, cutoff=0.75):
                yield _odd_field(locate(found.start()), found[1], near[0])


def _odd_field(where: Location, field: str, meant: str) -> Diagnostic:
    """A list may have any column, but hardly `frist_name`."""
    return Diagnostic(
        where=where,
        code="odd-field",
        facts={"field": field, "meant": meant},
        help="did-you-mean",
        severity=Severity.WARNING,
    )


def _fields(issue: Issue) -> Iterator[tuple[str, Callable[[int], Location]]]:
    yield blanked(issue.body.text), issue.body.locate
    lines: dict[KeyPath, str] = {
        ("subject",): issue.subject,
        ("preheader",): issue.preheader,
        ("question",): issue.question,
        ("offer", "words"): issue.offer.words if issue.offer else "",
    }
    for at, line in lines.items():
        yield line, partial(issue.source.place, at, line)
