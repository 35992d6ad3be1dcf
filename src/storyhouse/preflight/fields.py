"""What is filled in for each reader: the list's columns, and what nobody fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from storyhouse.diagnostics import Diagnostic, Facts, Severity
from storyhouse.preflight.foreign import foreign_in, starred_in
from storyhouse.preflight.readers import OTHER_NAME, Readers, fields_of
from storyhouse.preflight.seen import Seen, Span
from storyhouse.prose.fields import ALWAYS, MergeField
from storyhouse.prose.miswritten import KNOWN
from storyhouse.reading.pointing import suggest

#: What is said of a field that would stand in the letter as it is.
RAW = frozenset({"mail/leftover-field", "mail/bare-field"})


def check(seen: Seen, walked: Readers) -> Iterator[Diagnostic]:
    """Every field of the letter, and what looks like one."""
    yield from _leftovers(seen, walked)
    letter = seen.letter
    fields = dict.fromkeys(fields_of(letter.subject, letter.html, letter.text))
    told: set[str] = set()
    for merge in fields:
        if merge.name not in told | ALWAYS and walked.count:
            told.add(merge.name)
            yield from _of_list(seen, merge, walked)


def _of_list(seen: Seen, merge: MergeField, walked: Readers) -> Iterator[Diagnostic]:
    where, lacking = _where(seen, merge), walked.lacking[merge.name]
    if merge.name not in walked.columns:
        help_, meant = suggest(merge.name, sorted(walked.columns))
        found = seen.found("mail/unknown-field", where, help_=help_, field=merge.name)
        yield replace(found, facts={**found.facts, **meant})
    elif lacking:
        everybody = lacking == walked.count
        help_, other = _other_name(merge, walked)
        found = seen.found(
            "mail/fallback",
            where,
            Severity.WARNING if everybody else Severity.SUGGESTION,
            help_=help_,
            variant="all" if everybody else "some",
            field=merge.name,
            people=lacking,
            all=walked.count,
        )
        yield replace(found, facts={**found.facts, **other})


def _other_name(merge: MergeField, walked: Readers) -> tuple[str, Facts]:
    """Help, if the list knows more readers by their other name: many keep but one."""
    other = OTHER_NAME.get(merge.name, "")
    known = walked.count - walked.lacking[other]
    if not other or known <= walked.count - walked.lacking[merge.name]:
        return "", {}
    instead = replace(merge, name=other).written
    return "other-name", {"other": other, "known": known, "instead": instead}


def _where(seen: Seen, merge: MergeField) -> Span:
    return seen.where(merge.written.removesuffix(merge.pair))


def _leftovers(seen: Seen, walked: Readers) -> Iterator[Diagnostic]:
    texts = (seen.subject, seen.preheader, seen.page.words, seen.text)
    met = {pair for text in texts for pair in foreign_in(text)}
    met |= {(field, "") for body in seen.bodies() for field in starred_in(body.text)}
    for written, bare in sorted(met):
        yield _leftover(seen, written, bare, walked)


def _leftover(seen: Seen, written: str, bare: str, walked: Readers) -> Diagnostic:
    where, error = seen.where(written), Severity.ERROR
    if not bare:
        return seen.found("mail/leftover-field", where, error, written=written)
    known = not walked.columns or bare in walked.columns or bare in KNOWN
    variant = "unsaid" if known else "no-column"
    help_, meant = ("say-else", {}) if known else suggest(bare, sorted(walked.columns))
    facts = {"field": bare, **meant}
    return seen.found(
        "mail/bare-field", where, error, variant=variant, help_=help_, **facts
    )
