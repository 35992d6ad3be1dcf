"""A letter to one person, as mail: text first, then HTML.

The slow way, by the standard library; `sending/merging.py` is the fast one, and must
give the same.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from email.charset import QP, Charset
from email.generator import BytesGenerator
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from io import BytesIO

from storyhouse.letters.folding import folded
from storyhouse.letters.headers import headers, person
from storyhouse.letters.letter import Letter
from storyhouse.prose.fields import Parts, filled

_POLICY = compat32.clone(linesep="\r\n", max_line_length=0)
#: The longest line of a mail that is not encoded, in octets (RFC 5322, 2.1.1).
LONGEST = 998


def message(
    letter: Letter,
    to: str,
    values: Mapping[str, str],
    parts: Parts | None = None,
    *,
    eight_bit: bool = False,
) -> bytes:
    """The mail for one person.

    Args:
        letter: the letter.
        to: their address.
        values: what to fill in, `view_url` and `unsubscribe_url` among it.
        parts: what only they and some others get.
        eight_bit: whether the next server takes text as it is (8BITMIME). A mail that
            cannot be sent so is quoted-printable all the same.

    Raises:
        RefusedError: if nothing can be sent to the address.
    """
    boundary = letter.envelope.boundary(person(letter.envelope, to, values))
    mine = parts or {}
    text = filled(letter.text, values, parts=mine)
    if eight_bit:
        page = filled(folded(letter.html), values, html.escape, mine)
        if fits(text, boundary) and fits(page, boundary):
            both = [_plain(text, "plain"), _plain(page, "html")]
            return _mail(letter, to, values, boundary, both)
    page = filled(letter.html, values, html.escape, mine)
    both = [_quoted(text, "plain"), _quoted(page, "html")]
    return _mail(letter, to, values, boundary, both)


def fits(text: str, boundary: str) -> bool:
    """Whether a part may be sent as it is."""
    lines = text.encode("utf-8", "surrogatepass").splitlines()
    return max(map(len, lines), default=0) <= LONGEST and f"--{boundary}" not in text


def _mail(
    letter: Letter,
    to: str,
    values: Mapping[str, str],
    boundary: str,
    both: Sequence[MIMEText],
) -> bytes:
    mail = MIMEMultipart("alternative", boundary, both, policy=_POLICY)
    for name, value in headers(letter, to, values):
        mail[name] = value
    out = BytesIO()
    writer = BytesGenerator(out, mangle_from_=False, maxheaderlen=0, policy=_POLICY)
    writer.flatten(mail)
    return out.getvalue()


def _quoted(content: str, kind: str) -> MIMEText:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return MIMEText(content, kind, charset, policy=_POLICY)  # type: ignore[arg-type]


def _plain(content: str, kind: str) -> MIMEText:
    charset = Charset("utf-8")
    charset.body_encoding = None  # type: ignore[assignment]
    part = MIMEText(content, kind, charset, policy=_POLICY)  # type: ignore[arg-type]
    part.replace_header("Content-Transfer-Encoding", "8bit")  # for ASCII it says 7bit
    return part
