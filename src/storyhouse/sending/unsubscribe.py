"""The page to which a letter's way out leads: a WSGI app, `…unsubscribe:app`.

Of the shop it needs the folder that STORYHOUSE_SHOP names, with content/shop.yml and
private/secret.key; what it learns goes to private/suppressed.csv. Opening the page
changes nothing, since programs that look for bad links open every link of a mail;
pressing its button does, and so does what a mail program posts (RFC 8058).
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from storyhouse.model.subscribers import NOBODY, Standing, SubscriberId
from storyhouse.sending.ledgers import is_shared, withdraw
from storyhouse.sending.unsubscribe_page import Sign, page, style_hash
from storyhouse.subscribing.noes import add
from storyhouse.subscribing.places import SECRET
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import Suppression
from storyhouse.subscribing.tokens import named_by

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

SHOP = "STORYHOUSE_SHOP"
#: More than any mail program says; the rest is not even read.
_MOST = 8192
_ALLOWED = "GET, HEAD, POST"
_LATER = "120"  # seconds


@dataclass(frozen=True, slots=True)
class _Answer:
    status: str
    kind: str  # of page
    more: tuple[tuple[str, str], ...] = ()
    gone: SubscriberId | None = None  # who has just said no


_ASK = _Answer("200 OK", "ask")
_DONE = _Answer("200 OK", "done")
_TEST = _Answer("200 OK", "test")
_EMPTY = _Answer("400 Bad Request", "empty")
_UNKNOWN = _Answer("404 Not Found", "unknown")
_METHOD = _Answer("405 Method Not Allowed", "method", (("Allow", _ALLOWED),))
_SIZE = _Answer("413 Content Too Large", "size")
_TROUBLE = _Answer("503 Service Unavailable", "trouble", (("Retry-After", _LATER),))


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request; whatever goes wrong, with a page and no traceback."""
    root = Path(str(environ.get(SHOP) or os.environ.get(SHOP) or "."))
    try:
        answer = _answer(root, environ)
    except Exception as error:  # noqa: BLE001 (a reader is never shown a traceback)
        # The kind alone: an error's text may hold what nobody should read in a log.
        environ["wsgi.errors"].write(f"unsubscribe: {type(error).__name__}\n")
        answer = _TROUBLE
    sign = Sign.of(root)
    body = page(sign, answer.kind)
    start_response(answer.status, [*_headers(sign, body), *answer.more])
    shown = b"" if environ["REQUEST_METHOD"] == "HEAD" else body
    return _Shown(shown, partial(_hold_back, root, answer.gone, environ))


@dataclass(slots=True)
class _Shown:
    """A page, and what is done once the reader has it: a server calls `close`."""

    body: bytes
    close: Callable[[], None]

    def __iter__(self) -> Iterator[bytes]:
        yield self.body


def _hold_back(root: Path, who: SubscriberId | None, environ: WSGIEnvironment) -> None:
    """Keep a letter from them that other machines are sending, if that can be.

    Their no is on the disk, and who sends from the shop's own ledger looks there. A
    shared one may be away for long, for which no reader waits; `letter send` and
    `inbox read` make up for it.
    """
    if who is None or not is_shared():
        return
    try:
        withdraw(root, [who])
    except Exception as error:  # noqa: BLE001 (the reader has their answer)
        environ["wsgi.errors"].write(f"unsubscribe: {type(error).__name__}\n")


def _answer(root: Path, environ: WSGIEnvironment) -> _Answer:
    method = environ["REQUEST_METHOD"]
    if method not in _ALLOWED.split(", "):
        return _METHOD
    who = _named(root, environ)
    if who is None:
        return _UNKNOWN
    return _posted(root, environ, who) if method == "POST" else _ASK


def _posted(root: Path, environ: WSGIEnvironment, who: SubscriberId) -> _Answer:
    body = _body(environ)
    if body is None:
        return _SIZE
    if not _says_so(str(environ.get("CONTENT_TYPE") or ""), body):
        return _EMPTY
    if who == NOBODY:
        return _TEST
    _take_off(root, who)
    return replace(_DONE, gone=who)


def _named(root: Path, environ: WSGIEnvironment) -> SubscriberId | None:
    """Whom the link names.

    Raises:
        FileNotFoundError: if the shop's secret is not there. None is made: one of its
            own would know nobody.
    """
    if not (root / SECRET).is_file():
        raise FileNotFoundError(SECRET)
    given = parse_qsl(str(environ.get("QUERY_STRING") or ""), max_num_fields=None)
    token = next((value for name, value in given if name == "token"), "")
    return named_by(secret_of(root), token.strip())


def _body(environ: WSGIEnvironment) -> bytes | None:
    """What was posted; None if it is too much."""
    written = str(environ.get("CONTENT_LENGTH") or "")
    if written.isascii() and written.isdecimal():
        length = int(written[:18])
        return None if length > _MOST else environ["wsgi.input"].read(length)
    if not environ.get("wsgi.input_terminated"):
        return b""  # without a length, reading might wait for ever
    body: bytes = environ["wsgi.input"].read(_MOST + 1)
    return None if len(body) > _MOST else body


def _says_so(content_type: str, body: bytes) -> bool:
    """Whether it says `List-Unsubscribe=One-Click`, in either form of a form."""
    if content_type.partition(";")[0].strip().lower() == "multipart/form-data":
        fields = _parts(content_type, body)
    else:
        fields = parse_qsl(body.decode("utf-8", "replace").strip())
    return any(
        name.strip().lower() == "list-unsubscribe"
        and value.strip().lower() == "one-click"
        for name, value in fields
    )


def _parts(content_type: str, body: bytes) -> list[tuple[str, str]]:
    head = f"Content-Type: {' '.join(content_type.split())}\r\n\r\n"
    mail = BytesParser(policy=compat32).parsebytes(head.encode() + body)
    parts = [p for p in mail.walk() if not p.is_multipart()]
    return [(_field(p), _text(p)) for p in parts]


def _field(part: Message) -> str:
    return str(part.get_param("name", "", header="content-disposition"))


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _take_off(root: Path, who: SubscriberId) -> None:
    """Have it on the disk; once, however often it is said."""
    today = dt.datetime.now(dt.UTC).date()
    add(root, [Suppression(who, Standing.UNSUBSCRIBED, today)])


def _headers(sign: Sign, body: bytes) -> list[tuple[str, str]]:
    policy = (
        f"default-src 'none'; style-src {style_hash(sign)}; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Content-Security-Policy", policy),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("X-Robots-Tag", "noindex"),
    ]
