"""A letter to one person, as mail: text first, then HTML.

Headers are encoded here and not by `EmailMessage`: it reads `=?utf-8?q?x?=` in a
subject as an encoding, and loses spaces where it folds.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator, Mapping
from email.charset import QP, Charset
from email.generator import BytesGenerator
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from io import BytesIO

from storyhouse.letters.letter import Letter
from storyhouse.prose.fields import Parts, filled

_POLICY = compat32.clone(linesep="\r\n", max_line_length=0)
#: RFC 2047: no encoded word longer, and no line of them.
_LINE = 76


def message(
    letter: Letter, to: str, values: Mapping[str, str], parts: Parts | None = None
) -> bytes:
    """The mail for one person.

    Args:
        letter: the letter.
        to: their address.
        values: what to fill in, `view_url` and `unsubscribe_url` among it.
        parts: what only they and some others get.
    """
    text = _part(filled(letter.text, values, parts=parts or {}), "plain")
    page = _part(filled(letter.html, values, html.escape, parts or {}), "html")
    boundary = hashlib.sha256(letter.envelope.message_id(to).encode()).hexdigest()[:24]
    # Quoted-printable never writes "=_", so no line of a part can be the boundary.
    mail = MIMEMultipart("alternative", f"=_{boundary}", [text, page], policy=_POLICY)
    for name, value in _headers(letter, to, values):
        mail[name] = value
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, maxheaderlen=0, policy=_POLICY).flatten(
        mail
    )
    return out.getvalue()


def _headers(
    letter: Letter, to: str, values: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    envelope = letter.envelope
    name = values.get("name") or values.get("first_name", "")
    yield "From", _address(envelope.sender_name, envelope.sender, "From")
    yield "To", _address(name, to, "To")
    yield "Reply-To", envelope.reply_to
    yield "Subject", encoded(filled(letter.subject, values), "Subject")
    yield "Date", envelope.date
    yield "Message-ID", envelope.message_id(to)
    list_name = _phrase(envelope.list_name, "List-Id")
    yield "List-Id", f"{list_name} <{envelope.list_id}>".strip()
    yield from _ways_out(letter, values)


def _ways_out(letter: Letter, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """RFC 2369 and RFC 8058: a press of one button, or a mail."""
    page = values.get("unsubscribe_url", "")
    mail = f"<{letter.envelope.unsubscribe_mail}>"
    if page.startswith("https:"):
        yield "List-Unsubscribe", f"<{page}>,\r\n {mail}"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
    else:
        yield "List-Unsubscribe", mail


def _part(content: str, kind: str) -> MIMEText:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return MIMEText(content, kind, charset, policy=_POLICY)  # type: ignore[arg-type]


def encoded(text: str, header: str) -> str:
    """A header's text as RFC 2047 wants it, folded."""
    line = " ".join(text.splitlines()).strip()
    if line.isascii() and line.isprintable() and "=?" not in line and len(line) < _LINE:
        return line
    made = Header(line, "utf-8", maxlinelen=_LINE, header_name=header)
    return made.encode(linesep="\r\n")


def _phrase(text: str, header: str) -> str:
    """A name before an address; quoted where it holds a sign that means something."""
    line = " ".join(text.split())
    if line.isascii() and "=?" not in line and len(line) < _LINE:
        escaped = line.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"' if line else ""
    return encoded(line, header)


def _address(name: str, address: str, header: str) -> str:
    phrase = _phrase(name, header)
    return f"{phrase} <{address}>" if phrase else address
