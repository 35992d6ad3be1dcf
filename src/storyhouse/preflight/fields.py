"""What is filled in for each reader: the list's columns, and what nobody fills."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.preflight.readers import Readers, fields_of
from storyhouse.preflight.seen import Seen, Span
from storyhouse.prose.fields import ALWAYS, MergeField
from storyhouse.prose.miswritten import KNOWN
from storyhouse.reading.pointing import suggest

#: How other programs write their fields; none of them is filled here.
_LEFTOVER = re.compile(
    r"\{\{[^{}\n]{1,60}\}\}"  # {{ first_name }}: listmonk, Postmark, Mustache
    r"|\{%[^{}\n]{1,60}%\}"  # Jinja, Liquid
    r"|\*\|[A-Z0-9_:]{1,40}\|\*"  # *|FNAME|*: Mailchimp
    r"|%%[A-Za-z_]{2,40}%%|(?<![\w%])%[A-Z_a-z]+_?[A-Z_a-z]*%(?!\w)"  # %name%
    r"|\[\[[A-Za-z_]{2,40}\]\]|\[(?:FIRST|LAST)[ _]?NAME\]|\$\{[^{}\n]{1,60}\}"
    r"|\[\$[^\[\]\n]{1,30}\$\]|#\{[^{}\n]{1,40}\}"  # [$name$]: Stibee; #{name}: Kakao
    r"|(?<!\{)\{(?P<bare>[^\W\d_]\w{1,30})\}(?!\})"
)

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
        yield seen.found(
            "mail/fallback",
            where,
            Severity.WARNING if everybody else Severity.SUGGESTION,
            variant="all" if everybody else "some",
            field=merge.name,
            people=lacking,
            all=walked.count,
        )


def _where(seen: Seen, merge: MergeField) -> Span:
    return seen.where(merge.written.removesuffix(merge.pair))


def _leftovers(seen: Seen, walked: Readers) -> Iterator[Diagnostic]:
    met: set[str] = set()
    for text in (seen.subject, seen.preheader, seen.page.words, seen.text):
        for found in _LEFTOVER.finditer(text):
            if found[0] not in met:
                met.add(found[0])
                yield _leftover(seen, found[0], found["bare"] or "", walked)


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
