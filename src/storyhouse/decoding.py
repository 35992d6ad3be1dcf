"""Every way in which a file can hold a text without showing it as it is.

Of `out/`, and of what others sent, which lies in `private/`. Broader than what
storyhouse writes today: a theme of somebody's own, or a file an owner put into `out/`,
may spell a name in any of these ways.
"""

from __future__ import annotations

import base64
import binascii
import email
import email.errors
import email.header
import email.policy
import gzip
import html
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from urllib.parse import unquote

#: What a compressed file may unfold to; a bomb unfolds to more.
_MOST = 200_000_000
#: An entity of an entity of an address: text is read at most so often.
_ROUNDS = 3
_GZIP = b"\x1f\x8b"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: Where a file that is no text holds a NUL.
_HEAD = 8000
_STRING = re.compile(
    rb"(?:[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){5,}"
)
_HANGUL_STRING = re.compile(rb"(?:[\xea-\xed][\x80-\xbf]{2}){2,}")
_WIDE_STRING = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\xac-\xd7]){5,}")
_MAILS = (".eml", ".mbox", ".mht")
#: A mail by whatever name, as in a Maildir.
_ENCODED = re.compile(rb"(?im)^content-transfer-encoding:[ \t]*(?:base64|quoted)")
_BETWEEN_MAILS = re.compile(rb"(?m)^From \S+ .*\d{4}\r?\n")
#: What Python's own reading of mails has been seen to raise.
BROKEN_MAIL = (
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    email.errors.MessageError,
)
_JSON_SIGNS = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_CSS_SIGN = re.compile(r"\\([0-9a-fA-F]{2,6})\s?")
_WORD_OF_HEADER = re.compile(r"=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]*\?=(?:\s+(?==\?))?")
_DATA = re.compile(r"data:[^,;\s\"']{0,80}(?:;[^,;\s\"']{0,80})*;base64,([\w+/=%-]+)")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2}|=\r?\n)+")
_IN_A_WORD = re.compile(
    r"</?(?:a|abbr|b|bdi|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
#: Signs that nobody sees: a soft hyphen, joiners, marks of direction.
_UNSEEN = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that a file holds, and how it is written there."""

    decoding: str
    text: str


def readings(name: str, data: bytes) -> Iterator[Reading]:
    """Everything a file's bytes say, each text once for every way of reading it."""
    if data.startswith(_GZIP):
        yield from _within("gzip", readings(name.removesuffix(".gz"), _unfolded(data)))
        return
    if is_binary(data):
        yield Reading("plain", _composed("\n".join(_strings(data))))
        return
    yield from _of_text(_as_text(data))
    if name.lower().endswith(_MAILS) or _ENCODED.search(data):
        for mail in _BETWEEN_MAILS.split(data):
            yield from _of_mail(mail)


def is_binary(data: bytes) -> bool:
    """Whether it holds no text, compressed or not, as a picture or a database."""
    return b"\0" in data[:_HEAD] and not data.startswith((_GZIP, *_UTF_16))


def of_name(path: str) -> Iterator[Reading]:
    """What a file's path says: with its hyphens, and as the words they part."""
    plain = unicodedata.normalize("NFC", unquote(path))
    yield Reading("path", plain)
    yield Reading("path", re.sub(r"[-_.+]+", " ", plain))


def _as_text(data: bytes) -> str:
    code = "utf-16" if data.startswith(_UTF_16) else "utf-8"
    return data.decode(code, "replace")


def _strings(data: bytes) -> Iterator[str]:
    """What can be read in a picture or a font: remarks, and what a camera noted."""
    for pattern in (_STRING, _HANGUL_STRING):
        for found in pattern.finditer(data):
            yield found[0].decode("utf-8", "replace")
    for found in _WIDE_STRING.finditer(data):
        yield found[0].decode("utf-16-le", "replace")


def _unfolded(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            return file.read(_MOST)
    except (OSError, EOFError):
        return b""


def _within(decoding: str, inner: Iterator[Reading]) -> Iterator[Reading]:
    for reading in inner:
        name = decoding if reading.decoding == "plain" else reading.decoding
        yield Reading(name, reading.text)


def _of_text(text: str) -> Iterator[Reading]:
    """A text as it stands, and again after each decoding that changes it."""
    text = _composed(text)
    yield Reading("plain", text)
    for _ in range(_ROUNDS):
        before = text
        for name, decode in _DECODINGS.items():
            decoded = _composed(decode(text))
            if decoded != text:
                text = decoded
                yield Reading(name, text)
        if text == before:
            break
    if "<" in text:
        yield Reading("tags", _TAG.sub(" ", _IN_A_WORD.sub("", text)))
    for found in _DATA.finditer(text):
        yield from _within("base64", _of_text(_as_text(_from_base64(found[1]))))


def _composed(text: str) -> str:
    """Hangul as syllables, and no half of a sign, which no search can look at."""
    if text.isascii():
        return text
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", whole)


def _of_mail(data: bytes) -> Iterator[Reading]:
    """The parts of a mail as its reader meets them, and its headers.

    What is too broken for that was read as any text is.
    """
    with suppress(*BROKEN_MAIL):
        mail = email.message_from_bytes(data, policy=email.policy.default)
        for part in mail.walk():
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                how = str(part.get("Content-Transfer-Encoding", "")).lower() or "plain"
                yield from _within(how, _of_text(_as_text(body)))
            yield from _within("mail header", _of_text(_headers(part)))


def _headers(part: Message) -> str:
    with suppress(*BROKEN_MAIL):
        return "\n".join(f"{key}: {value}" for key, value in part.items())
    return ""


def _from_json(text: str) -> str:
    return _JSON_SIGNS.sub(_signs, text) if "\\u" in text else text


def _signs(found: re.Match[str]) -> str:
    units = bytes.fromhex(found[0].replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def _from_css(text: str) -> str:
    def sign(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return chr(code) if code < 0x110000 else found[0]

    return _CSS_SIGN.sub(sign, text) if "\\" in text else text


def _from_header(text: str) -> str:
    return _WORD_OF_HEADER.sub(_words, text) if "=?" in text else text


def _words(found: re.Match[str]) -> str:
    try:
        return str(email.header.make_header(email.header.decode_header(found[0])))
    except (LookupError, ValueError, email.errors.MessageError):
        return found[0]


def _from_quoted(text: str) -> str:
    """Quoted-printable; an address with `?a=EC` in it is read wrongly, to no harm."""
    if "=" not in text:
        return text
    return _QUOTED.sub(
        lambda found: bytes.fromhex(re.sub(r"=(\r?\n|)", "", found[0])).decode(
            "utf-8", "replace"
        ),
        text,
    )


def _from_percent(text: str) -> str:
    return unquote(text) if "%" in text else text


def _seen(text: str) -> str:
    return text if text.isascii() else text.translate(_UNSEEN)


def _from_base64(written: str) -> bytes:
    try:
        return base64.b64decode(unquote(written) + "==", altchars=None)
    except (binascii.Error, ValueError):
        return b""


#: One after the other on the same text: names are hidden in layers.
_DECODINGS: dict[str, Callable[[str], str]] = {
    "HTML entity": html.unescape,
    "JSON escape": _from_json,
    "CSS escape": _from_css,
    "percent": _from_percent,
    "mail header": _from_header,
    "quoted-printable": _from_quoted,
    "unseen signs": _seen,
}
