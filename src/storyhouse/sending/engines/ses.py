"""Amazon SES, API v2: `SendBulkEmail` with an inline template.

Sources: API reference v2, SendBulkEmail, BulkEmailEntry, Template ("only simple
substitutions" where the template is in the request), MessageHeader; developer guide,
send-personalized-email-api (at most 50 destinations a call, 1 MB a file of JSON; what
lacks a value is not sent) and send-personalized-email-advanced (SES does not escape
what it puts into HTML: so values are escaped here).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic
from storyhouse.domains import sendable
from storyhouse.letters import Letter
from storyhouse.model.issues import Issue
from storyhouse.prose.fields import MergeField, Repeated
from storyhouse.sending.engines.resolved import Slots
from storyhouse.sending.engines.shape import (
    Handing,
    Kind,
    Named,
    as_json,
    batches,
    compact,
    numbered,
    written_for,
)
from storyhouse.sending.recipients import Recipient

MOST = 50
#: Of 1 MB, which may mean a million bytes; the aws command may write blanks of its own.
MOST_BYTES = 900_000
#: In HTML, what would begin a field or join one beside it. A backslash before a field
#: means to Handlebars that it is none; a brace behind one, that it ends otherwise.
_IN_HTML = re.compile(r"\{(?=\{|\Z)|\\(?=\\*(?:\{|\Z))|\A\}")
#: Elsewhere all of them: each is a value, and so a field with neighbours of its own.
_IN_TEXT = re.compile(r"[{}\\]")
_NAMES = {"{": "open", "}": "close", "\\": "backslash"}


class Braces:
    """`{{t1}}`, as Handlebars and its kin write. Their own signs are values, too."""

    def __init__(self, around: tuple[str, str] = ("{{", "}}")) -> None:
        self.slots, self._around = Slots(), around

    def literal(self, text: str, kind: Kind) -> str:
        """In HTML a reference; elsewhere a value that is the sign."""
        if kind is Kind.HTML:
            return _IN_HTML.sub(lambda m: f"&#{ord(m[0])};", text)
        return _IN_TEXT.sub(lambda m: self._tag(_NAMES[m[0]]), text)

    def field(self, merge: MergeField, kind: Kind) -> str:
        """Where a recipient's words go."""
        return self._tag(self.slots.key(merge, kind))

    def part(self, part: Repeated, kind: Kind) -> str:
        """Likewise: the part is written here."""
        return self._tag(self.slots.key(part, kind))

    def data(self, recipient: Recipient | None) -> dict[str, str]:
        """One recipient's words; those for nobody in particular without one."""
        values, parts = (recipient.values, recipient.parts) if recipient else ({}, {})
        signs = {name: sign for sign, name in _NAMES.items()}
        return {**signs, **self.slots.data(values, parts)}

    def _tag(self, key: str) -> str:
        return f"{self._around[0]}{key}{self._around[1]}"


def files(handing: Handing) -> Iterator[Named]:
    """`payload-001.json` and on: what `aws sesv2 send-bulk-email` is given."""
    syntax = Braces()
    subject, text, html = (written_for(handing.letter, syntax, kind) for kind in Kind)
    yield "letter.html", html.encode()
    yield "letter.txt", text.encode()
    content = {"Subject": subject, "Text": text, "Html": html}
    template = {
        "TemplateContent": content,
        "TemplateData": compact(syntax.data(None)),
        "Headers": [{"Name": "List-Id", "Value": handing.list_id}],
    }
    call = {
        "FromEmailAddress": handing.sender,
        "ReplyToAddresses": [handing.letter.envelope.reply_to],
        "DefaultContent": {"Template": template},
    }
    entries = [_entry(handing, syntax, r) for r in handing.recipients]
    yield "recipients.json", as_json(entries)
    room = MOST_BYTES - len(as_json(call))
    for number, batch in enumerate(batches(entries, MOST, max(room, 1)), 1):
        made = as_json({**call, "BulkEmailEntries": batch})
        yield numbered("payload.json", number), made


def _entry(handing: Handing, syntax: Braces, to: Recipient) -> dict[str, object]:
    data = compact(syntax.data(to))
    headers = handing.ways_out(to)
    return {
        "Destination": {"ToAddresses": [sendable(to.address)]},
        "ReplacementEmailContent": {
            "ReplacementTemplate": {"ReplacementTemplateData": data}
        },
        "ReplacementHeaders": [{"Name": n, "Value": v} for n, v in headers.items()],
    }


def refused(issue: Issue, letter: Letter) -> Iterator[Diagnostic]:
    """Nothing: every place is filled here."""
    del issue, letter
    yield from ()
