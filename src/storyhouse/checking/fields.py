"""Merge fields of letters that would print nothing, or the wrong thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.places import KeyPath, Location
from storyhouse.prose.fields import ALWAYS
from storyhouse.prose.links import blanked
from storyhouse.prose.miswritten import KNOWN, Fault, Miswritten, miswritten_in

_LONGEST = 60  # signs of a field, in a message
_NAMED = re.compile(r"(?<![\\{])\{([a-z_]{3,40})\|")
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


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Every field of every issue."""
    for issue in house.issues.values():
        for text, locate in texts_with_fields(issue):
            for meant in miswritten_in(text):
                yield _miswritten(meant, locate)
            yield from _particles(text, locate)
            yield from _odd(text, locate)


def texts_with_fields(
    issue: Issue,
) -> Iterator[tuple[str, Callable[[int], Location]]]:
    """An issue's texts whose fields are filled, each with where its signs stand."""
    yield blanked(issue.body.text), issue.body.locate
    lines: dict[KeyPath, str] = {
        ("subject",): issue.subject,
        ("preheader",): issue.preheader,
        ("question",): issue.question,
        ("offer", "words"): issue.offer.words if issue.offer else "",
    }
    for at, line in lines.items():
        yield line, partial(issue.source.place, at, line)


def _miswritten(found: Miswritten, locate: Callable[[int], Location]) -> Diagnostic:
    where, until = locate(found.start), locate(found.end)
    facts = {
        "written": _short(found.written),
        "field": found.name,
        "meant": found.meant,
    }
    match found.fault:
        case Fault.BARE:
            code, help_ = "pers/fallback", "say-else"
            facts = {"field": found.name}
        case Fault.BRACES:
            code = "braces"
            help_ = "one-brace" if found.name in ALWAYS else "one-brace-and-words"
        case Fault.BROKEN:
            code = "broken-field"
            help_ = "did-you-mean" if found.meant else "write-field"
    return Diagnostic(where=where, until=until, code=code, facts=facts, help=help_)


def _short(written: str) -> str:
    """What has no closing brace goes on to the end of its line."""
    return written if len(written) <= _LONGEST else f"{written[: _LONGEST - 1]}…"


def _particles(text: str, locate: Callable[[int], Location]) -> Iterator[Diagnostic]:
    for found in _PARTICLE.finditer(text):
        yield Diagnostic(
            where=locate(found.start(2)),
            until=locate(found.end(2)),
            code="pers/particle",
            facts={"particle": found[2], "both": _BOTH[found[2]]},
            help="write-both",
        )


def _odd(text: str, locate: Callable[[int], Location]) -> Iterator[Diagnostic]:
    """A list may have any column, but hardly `frist_name`."""
    for found in _NAMED.finditer(text):
        near = get_close_matches(found[1], KNOWN, n=1, cutoff=0.75)
        if near and found[1] not in KNOWN:
            yield Diagnostic(
                where=locate(found.start()),
                code="odd-field",
                facts={"field": found[1], "meant": near[0]},
                help="did-you-mean",
                severity=Severity.WARNING,
            )
