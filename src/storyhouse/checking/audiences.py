"""To whom a letter goes: can there be anybody to whom `audience:` fits?

What a list holds is nobody's but its owner's, so tags are only looked at for how they
are written; how many subscribers have one, `letter check` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.audience import AND, ASKED, LANGUAGE, Audience
from storyhouse.model.house import House
from storyhouse.model.issues import EVERYONE, Issue
from storyhouse.model.record import AskId, Language

#: As a tag stands in the list, between semicolons; a colon is ours.
_TAG = re.compile(r"[^\s;:,|+](?:[^;:,|+\n]*[^\s;:,|+])?")
_OWN = {LANGUAGE, ASKED}


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Every issue that goes to a part of the list."""
    for issue in house.issues.values():
        if issue.audience != EVERYONE:
            yield from _issue(house, issue)


def _issue(house: House, issue: Issue) -> Iterator[Diagnostic]:
    parts = [part.strip() for part in issue.audience.split(AND)]
    languages = {part for part in parts if part.startswith(LANGUAGE)}
    for part in dict.fromkeys(parts):
        yield from _part(house, issue, part)
    if len(languages) > 1:
        yield _of(house, issue, "audience/two-languages", written=issue.audience)
    audience = Audience.parse(issue.audience)
    known = audience.asked and all(ask in house.asks for ask in audience.asked)
    if known and not any(
        who in house.people and not house.is_gone(who) for who in house.asking(audience)
    ):
        yield _of(house, issue, "audience/nobody", asks=", ".join(audience.asked))


def _part(house: House, issue: Issue, part: str) -> Iterator[Diagnostic]:
    if part.startswith(ASKED):
        ask = part.removeprefix(ASKED).strip()
        if AskId(ask) not in house.asks:
            yield _unknown(house, issue, "audience/unknown-ask", ask, [*house.asks])
    elif part.startswith(LANGUAGE):
        language = part.removeprefix(LANGUAGE).strip()
        if language not in {*Language}:
            known = [*Language]
            yield _unknown(house, issue, "audience/language", language, known)
    elif not _TAG.fullmatch(part):
        word = part.partition(":")[0]
        known = [own for own in _OWN if get_close_matches(word, [own], n=1)]
        yield _unknown(house, issue, "audience/tag", part, sorted(known))


def _unknown(
    house: House, issue: Issue, code: str, written: str, known: list[str]
) -> Diagnostic:
    """What it may have been meant to be; the nearest, or all if they are few."""
    near = get_close_matches(written, known, n=1) or known[:1] * (len(known) == 1)
    if near:
        help_, facts = "did-you-mean", {"meant": near[0]}
    else:
        help_, facts = "known" if known else "", {"known": ", ".join(known[:12])}
    return _of(house, issue, code, help_=help_, written=written, **facts)


def _of(
    house: House,
    issue: Issue,
    code: str,
    *,
    help_: str = "",
    **facts: str,
) -> Diagnostic:
    """A draft may still be wrong; and who asked may yet say who they are."""
    lightly = issue.is_draft or code == "audience/nobody"
    return Diagnostic(
        where=issue.source.value_at("audience"),
        code=code,
        help=help_,
        facts=facts,
        severity=Severity.WARNING if lightly else Severity.ERROR,
        language=house.language_of(issue),
    )
