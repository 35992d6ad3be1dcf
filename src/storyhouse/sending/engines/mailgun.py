"""Mailgun: `POST /v3/DOMAIN/messages` with recipient variables.

Source: documentation.mailgun.com, user manual, batch sending: `%recipient.key%`, at
most 1,000 recipients a call. Without recipient variables every recipient would see all
others, so they are there even where a letter has no field. Values are put in as they
are, and no sign is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import Letter
from storyhouse.model.issues import Issue
from storyhouse.prose.fields import MergeField, Repeated
from storyhouse.sending.engines.resolved import Slots
from storyhouse.sending.engines.shape import (
    UNSUBSCRIBE,
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

MOST = 1_000
#: What Mailgun fills in: a recipient's variables, and its own ways out.
_BEGINS = re.compile(r"%(?=recipient|unsubscribe|mailing_list|tag_unsubscribe)")
_PERCENT, _OUT = "percent", "out"


class Percents:
    """`%recipient.t1%`."""

    def __init__(self) -> None:
        self.slots = Slots()

    def literal(self, text: str, kind: Kind) -> str:
        """In HTML a reference; elsewhere a variable that holds the sign itself."""
        return _BEGINS.sub("&#37;" if kind is Kind.HTML else _tag(_PERCENT), text)

    def field(self, merge: MergeField, kind: Kind) -> str:
        """Where a recipient's words go."""
        return _tag(self.slots.key(merge, kind))

    def part(self, part: Repeated, kind: Kind) -> str:
        """Likewise: the part is written here."""
        return _tag(self.slots.key(part, kind))

    def data(self, recipient: Recipient) -> dict[str, str]:
        """One recipient's words; what a list holds cannot call for other variables."""
        data = self.slots.data(recipient.values, recipient.parts)
        shown = {
            key: self.literal(value, Kind.HTML) if key.startswith("h") else value
            for key, value in data.items()
        }
        return {_PERCENT: "%", _OUT: recipient.values[UNSUBSCRIBE], **shown}


def _tag(key: str) -> str:
    return f"%recipient.{key}%"


def files(handing: Handing) -> Iterator[Named]:
    """Each call twice: `payload-001.form` to be sent, `payload-001.json` to be read."""
    syntax = Percents()
    subject, text, html = (written_for(handing.letter, syntax, kind) for kind in Kind)
    yield "letter.html", html.encode()
    yield "letter.txt", text.encode()
    call = {
        "from": handing.sender,
        "subject": subject,
        "text": text,
        "html": html,
        "h:Reply-To": handing.letter.envelope.reply_to,
        "h:List-Id": handing.list_id,
        **_ways_out(handing),
        "o:tracking": "no",
    }
    variables = {r.address: syntax.data(r) for r in handing.recipients}
    yield "recipients.json", as_json(variables)
    for number, batch in enumerate(batches(variables, MOST), 1):
        to = {
            "to": batch,
            "recipient-variables": compact({a: variables[a] for a in batch}),
        }
        form = {**call, **to}
        yield numbered("payload.json", number), as_json(form)
        yield numbered("payload.form", number), urlencode(form, doseq=True).encode()


def _ways_out(handing: Handing) -> dict[str, str]:
    mail, page = handing.letter.envelope.unsubscribe_mail, _tag(_OUT)
    if not handing.letter.envelope.unsubscribe_url:
        return {"h:List-Unsubscribe": f"<{mail}>"}
    return {
        "h:List-Unsubscribe": f"<{page}>, <{mail}>",
        "h:List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def refused(issue: Issue, letter: Letter) -> Iterator[Diagnostic]:
    """Nothing: every place is filled here."""
    del issue, letter
    yield from ()
