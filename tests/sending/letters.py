"""A letter and people to send it to, made without reading a shop."""

from __future__ import annotations

from storyhouse.letters import Letter
from storyhouse.letters.envelope import Envelope
from storyhouse.model.record import IssueId, Language
from storyhouse.model.subscribers import SubscriberId
from storyhouse.prose.fields import MergeField, Repeated, Segments
from storyhouse.sending.recipients import Recipient

ISSUE = IssueId("2026-11-rye")
_ASKED = Repeated("asked", ("<ul>",), ("<li>", MergeField("what"), "</li>"), ("</ul>",))


def letter(size: int = 200, subject: str = "Rye, at last") -> Letter:
    """A letter whose HTML has about so many signs."""
    name = MergeField("first_name", "friend", "")
    body: Segments = ("<p>Hello ", name, f",</p><p>{'rye bread ' * (size // 10)}</p>")
    return Letter(
        id=ISSUE,
        language=Language.EN,
        envelope=Envelope(
            sender_name="Mara",
            sender="mara@slowrise.example",
            reply_to="mara@slowrise.example",
            list_name="Crumbs",
            list_id="letter.slowrise.example",
            date="Fri, 20 Nov 2026 17:00:00 +0900",
            view_url="https://slowrise.example/letters/rye/",
            unsubscribe_mail="mailto:mara@slowrise.example?subject=unsubscribe",
            key="0123456789abcdef",
        ),
        subject=(subject,),
        preheader=(),
        html=(*body, _ASKED),
        text=("Hello ", name, ",\n.\nrye bread\n"),
        mjml="",
        report={},
    )


def reader(number: int, domain: str = "reader.example") -> Recipient:
    """Somebody, by a number."""
    address = f"r{number}@{domain}"
    values = {"first_name": f"Reader {number}", "unsubscribe_url": f"mailto:x-{number}"}
    return Recipient(SubscriberId(f"{number:032x}"), address, values)
