"""A mail of a stranger's, opened without trust: bounded, and never a surprise."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parseaddr

from storyhouse.prose.as_text import to_text
from storyhouse.prose.markdown import clean

_LONGEST_HEADER = 2000
_MOST_PARTS = 200
_DEEPEST = 20
_LONGEST_TEXT = 200_000
#: Within one another, they take a time that grows with the square: 40,000 took 40 s.
_MOST_TAGS = 4000
#: Multipart mails within one another; Python's parser calls itself for each.
_MOST_MULTIPARTS = 200
_LONGEST_HEAD = 200_000
#: Of which every mail has one. A note may begin with "Date:", a YAML file with "to:".
_OF_MAILS = frozenset(
    {"from", "subject", "received", "return-path", "message-id", "delivered-to"}
    | {"mime-version", "content-type"}
)
_MULTIPART = re.compile(rb"(?i)content-type:\s*multipart/")
#: What Korean mail programs call their encodings, and Python does not.
_CHARSETS = {"ks_c_5601-1987": "cp949", "ksc5601": "cp949", "euc-kr": "cp949"}
_WORD = r"=\?[!->@-~]{1,60}\?[bBqQ]\?[ ->@-~]*\?="
_ENCODED = re.compile(rf"{_WORD}(?:\s+{_WORD})*")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, as far as it can be read."""

    message: Message

    def header(self, name: str) -> str:
        """A header in one line; empty if it is not there."""
        return header_of(self.message, name)

    @property
    def sender(self) -> str:
        """The address it says it is from."""
        return parseaddr(self.header("From"))[1]

    @property
    def sender_name(self) -> str:
        """The name before that address."""
        return parseaddr(self.header("From"))[0]

    def parts(self) -> Iterator[Message]:
        """Every part that holds no others; a mail within it is one."""
        return parts_of(self.message, mails=False)

    def text(self) -> str:
        """What a person wrote: the first plain text, or else HTML as text."""
        shown = [p for p in self.parts() if not is_attached(p)]
        for kind in ("text/plain", "text/html"):
            for part in shown:
                if part.get_content_type() == kind and (said := text_of(part)).strip():
                    return said if kind == "text/plain" else _as_text(said)
        return ""

    def attachments(self) -> int:
        """How many files came with it."""
        return sum(is_attached(p) for p in self.parts())


def parse(raw: bytes) -> Mail | None:
    """A mail from its bytes; None for what no mail program could have meant."""
    if len(_MULTIPART.findall(raw)) > _MOST_MULTIPARTS:
        return None
    try:
        return Mail(message_from_bytes(raw, policy=compat32))
    except (MessageError, ValueError, LookupError, RecursionError, TypeError):
        return None


def is_mail(raw: bytes) -> bool:
    """Whether a file or a piece of one begins as mails do: with a mail's header."""
    head = BytesHeaderParser(policy=compat32).parsebytes(raw[:_LONGEST_HEAD])
    return not _OF_MAILS.isdisjoint(name.lower() for name in head)


def parts_of(message: Message, *, mails: bool = True) -> Iterator[Message]:
    """Walked without recursion, and no further than a mail goes.

    Args:
        message: the mail.
        mails: whether the parts of mails within it are among them.
    """
    waiting, seen = [(message, 0)], 0
    while waiting and seen < _MOST_PARTS:
        part, depth = waiting.pop()
        seen += 1
        inner = part.get_payload()
        opened = mails or part.get_content_maintype() == "multipart"
        if opened and isinstance(inner, list) and depth < _DEEPEST:
            deeper = [(p, depth + 1) for p in inner if isinstance(p, Message)]
            waiting.extend(reversed(deeper[:_MOST_PARTS]))
        else:
            yield part


def is_attached(part: Message) -> bool:
    """Whether a part is a file rather than words."""
    if part.get_content_maintype() == "message":
        return False
    disposed = str(part.get("Content-Disposition", "")).strip().lower()
    return disposed.startswith("attachment") or part.get_content_maintype() != "text"


def text_of(part: Message) -> str:
    """The text of a part, whatever it says of its encoding."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        return ""
    if not isinstance(payload, bytes):
        return ""
    try:
        charset = str(part.get_param("charset") or "utf-8")
    except (ValueError, LookupError, TypeError):
        charset = "utf-8"
    return decoded(payload[: 4 * _LONGEST_TEXT], charset)[:_LONGEST_TEXT]


def decoded(raw: bytes, charset: str) -> str:
    """Bytes as text: as they say, or else as they look."""
    named = charset.strip().strip("\"'").lower()
    for name in (_CHARSETS.get(named, named), "utf-8", "cp949"):
        try:
            # Of Python's codecs some are no text encodings, and one unpacks archives.
            if codecs.lookup(name)._is_text_encoding:  # noqa: SLF001
                return raw.decode(name)
        except (LookupError, ValueError):
            continue
    return raw.decode("utf-8", "replace")


def header_of(message: Message, name: str) -> str:
    """A header of a mail or part, decoded, in one line."""
    wanted = name.lower()
    raw = next((v for n, v in message.raw_items() if n.lower() == wanted), "")
    text = str(raw)[:_LONGEST_HEADER]
    said = decoded(text.encode("utf-8", "surrogateescape"), "utf-8")
    return _BLANKS.sub(" ", _ENCODED.sub(_words, said)).strip()


def _as_text(markup: str) -> str:
    """HTML as text. What stands behind thousands of tags is quoted, or an attack."""
    return to_text(clean("<".join(markup.split("<", _MOST_TAGS)[:_MOST_TAGS])))


def _words(run: re.Match[str]) -> str:
    """RFC 2047's words; a sign may be cut in two between them."""
    try:
        pieces = decode_header(run[0])
    except (MessageError, ValueError, LookupError):
        return run[0]
    return "".join(_piece(piece, charset) for piece, charset in pieces)


def _piece(piece: bytes | str, charset: str | None) -> str:
    raw = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
    return decoded(raw, charset or "utf-8")
