"""Buttondown: `POST /v1/emails`, and its subscribers' metadata.

Sources: docs.buttondown.com, Template tags ("built on top of Django"), Template
variables, API / Emails (drafts, `slug`, `metadata`, and `X-API-Version` 2026-04-01,
since which a new email is a draft). Its pages promise fields in the body and nowhere
else, and say nothing of keys that are not plain words: both are refused. A body is
Markdown: HTML without blank lines goes through as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import Letter
from storyhouse.model.issues import Issue
from storyhouse.prose.fields import MergeField, Repeated
from storyhouse.sending.engines.kept import (
    is_address,
    kept_of,
    key_of,
    merges,
    otherwise,
    repeated,
)
from storyhouse.sending.engines.pointing import asked_for
from storyhouse.sending.engines.shape import (
    UNSUBSCRIBE,
    Handing,
    Kind,
    Named,
    as_json,
    written_for,
)
from storyhouse.subscribing.formulas import neutral

NAME = "Buttondown"
_BEGINS = re.compile(r"\{(?=[{%#]|\Z)")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_KEPT = re.compile(r"<pre\b.*?</pre>", re.DOTALL | re.IGNORECASE)
_BLANKS = re.compile(r"\n\s*")


class DjangoTemplate:
    """`{{ subscriber.metadata.first_name|default:"friend" }}`."""

    def literal(self, text: str, kind: Kind) -> str:
        """An author's text; only a body is a template."""
        return _BEGINS.sub("&#123;", text) if kind is Kind.HTML else text

    def field(self, merge: MergeField, kind: Kind) -> str:
        """What is kept of the subscriber, escaped once, whatever Buttondown escapes."""
        del kind
        if merge.name == UNSUBSCRIBE:
            return "{{ unsubscribe_url }}"
        value = f"subscriber.metadata.{key_of(merge)}"
        if is_address(merge):
            value = "subscriber.email"
        words = otherwise(merge).replace("\\", r"\\").replace('"', r"\"")
        return f'{{{{ {value}|default:"{words}"|force_escape }}}}'

    def part(self, part: Repeated, kind: Kind) -> str:
        """Nothing; that there is such a part has been said before."""
        del part, kind
        return ""


def email(handing: Handing) -> dict[str, object]:
    """The body of the call: always a draft."""
    letter, syntax = handing.letter, DjangoTemplate()
    body = without_blank_lines(written_for(letter, syntax, Kind.HTML))
    return {
        "subject": written_for(letter, syntax, Kind.SUBJECT),
        "body": body,
        "status": "draft",
        "slug": slug(letter),
        "metadata": {"storyhouse": letter.envelope.key},
    }


def slug(letter: Letter) -> str:
    """By which an email is found again: the same for a letter every time."""
    return f"letter-{letter.envelope.key}"


def without_blank_lines(html: str) -> str:
    """One block of HTML to Markdown; in `<pre>`, ends of lines become references."""
    kept = _KEPT.sub(lambda found: found[0].replace("\n", "&#10;"), html)
    return _BLANKS.sub("\n", kept).strip()


def files(handing: Handing) -> Iterator[Named]:
    """`payload.json`, and the subscribers twice: to import, and for single calls."""
    letter = handing.letter
    call = email(handing)
    yield "letter.html", str(call["body"]).encode()
    yield "letter.txt", written_for(letter, _InWords(), Kind.TEXT).encode()
    yield "payload.json", as_json(call)
    people = [(r.address, kept_of(letter, r)) for r in handing.recipients]
    yield (
        "recipients.json",
        as_json([{"email_address": a, "metadata": dict(kept)} for a, kept in people]),
    )
    keys = sorted({key_of(m) for m in merges(letter) if not is_address(m)})
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(["email", *keys])
    for address, kept in people:
        rows.writerow([address, *(neutral(kept.get(key, "")) for key in keys)])
    yield "recipients.csv", out.getvalue().encode()


class _InWords(DjangoTemplate):
    """The text is for the owner to read: Buttondown makes its own from the HTML."""

    def field(self, merge: MergeField, kind: Kind) -> str:
        del kind
        return merge.written


def refused(issue: Issue, letter: Letter) -> Iterator[Diagnostic]:
    """Fields in a subject, fields with odd names, and parts that only some get."""
    for where, merge in asked_for(issue):
        in_subject = where.variant == Kind.SUBJECT
        if in_subject or not _PLAIN.fullmatch(merge.name):
            yield where.diagnostic(
                "engine-field",
                variant="subject" if in_subject else "name",
                field=merge.written,
                engine=NAME,
            )
    if any(repeated(letter)):
        yield Diagnostic(
            where=issue.source.value_at(), code="engine-part", facts={"engine": NAME}
        )
