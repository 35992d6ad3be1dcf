"""Postmark: `POST /email/bulk`.

Sources: postmarkapp.com, developer/api/bulk-email (one message and its recipients in
a call of at most 50 MB), support article 1077, template syntax (three braces write a
value as it is, two escape it in HTML).
"""

from __future__ import annotations

from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import Letter
from storyhouse.model.issues import Issue
from storyhouse.sending.engines.ses import Braces
from storyhouse.sending.engines.shape import (
    Handing,
    Kind,
    Named,
    as_json,
    batches,
    numbered,
    written_for,
)
from storyhouse.sending.recipients import Recipient

#: A call can be any length; one that fails should not be all of a long list.
MOST = 5_000
MOST_BYTES = 40_000_000
#: The stream that Postmark itself begins for letters to many.
STREAM = "broadcast"


def files(handing: Handing) -> Iterator[Named]:
    """`payload-001.json` and on, each the body of one call."""
    syntax = Braces(("{{{", "}}}"))
    subject, text, html = (written_for(handing.letter, syntax, kind) for kind in Kind)
    yield "letter.html", html.encode()
    yield "letter.txt", text.encode()
    call = {
        "From": handing.sender,
        "ReplyTo": handing.letter.envelope.reply_to,
        "Subject": subject,
        "TextBody": text,
        "HtmlBody": html,
        "MessageStream": STREAM,
        "TrackOpens": False,
        "TrackLinks": "None",
    }
    messages = [_message(handing, syntax, r) for r in handing.recipients]
    yield "recipients.json", as_json(messages)
    room = MOST_BYTES - len(as_json(call))
    for number, batch in enumerate(batches(messages, MOST, room), 1):
        yield numbered("payload.json", number), as_json({**call, "Messages": batch})


def _message(handing: Handing, syntax: Braces, to: Recipient) -> dict[str, object]:
    headers = {"List-Id": handing.list_id, **handing.ways_out(to)}
    return {
        "To": to.address,
        "TemplateModel": syntax.data(to),
        "Headers": [{"Name": n, "Value": v} for n, v in headers.items()],
    }


def refused(issue: Issue, letter: Letter) -> Iterator[Diagnostic]:
    """Nothing: every place is filled here."""
    del issue, letter
    yield from ()
