"""What a server says of a letter: that it cannot be delivered, or was complained of.

RFC 3464 and 5965; bounces of another form are left to flufl.bounce, which knows them.
The only module that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from email.utils import getaddresses
from enum import StrEnum

from flufl.bounce import all_failures

from storyhouse.inbox.mail import Mail, decoded, header_of, parts_of, text_of
from storyhouse.sending.statuses import is_of_full_mailbox, is_of_shop


class Word(StrEnum):
    """What the server says."""

    GONE = "gone"  # there is no such mailbox, and there will be none
    LATER = "later"  # not now: it is full, or the server slept
    BLOCKED = "blocked"  # not from us, or not such a letter
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Returned:
    """What a server says, whom it names, and in what the letter's id must stand."""

    word: Word
    addresses: tuple[str, ...]
    ids: str


_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MESSAGE_ID = re.compile(r"(?im)^[ \t>]*message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]+>)")
_MOST_TEXT = 100_000
_AUTOMATIC = ("mailer-daemon", "postmaster", "mail-daemon", "mdaemon")
_HARMLESS = frozenset({"not-spam", "virus"})


def returned(mail: Mail) -> Returned | None:
    """What a mail says, if it is a server's about a letter."""
    message = mail.message
    kind = _parameter(message, "report-type")
    fields = {p.get_content_type(): p for p in _reports(message)}
    if (report := fields.get("message/feedback-report")) is not None:
        return _complaint(mail, report)
    if kind == "delivery-status" or "message/delivery-status" in fields:
        found = [*_recipients(message)]
        return _standard(mail, found) if found else _other(mail)
    return _other(mail) if _is_from_a_server(mail) else None


def _reports(message: Message) -> Iterator[Message]:
    """The parts of a report, not what lies within them."""
    inner = message.get_payload()
    if message.is_multipart() and isinstance(inner, list):
        yield from (p for p in inner[:20] if isinstance(p, Message))


def _parameter(message: Message, name: str) -> str:
    try:
        return str(message.get_param(name) or "").lower()
    except (ValueError, LookupError, TypeError):
        return ""


def _blocks(part: Message) -> list[Message]:
    """The groups of fields of a report; Python parses them as messages."""
    inner = part.get_payload()
    if isinstance(inner, list):
        return [p for p in inner[:100] if isinstance(p, Message)]
    return []


def _recipients(message: Message) -> Iterator[tuple[Word, tuple[str, ...]]]:
    """Each recipient that a report names, and what it says of them."""
    for part in _reports(message):
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            action = header_of(block, "Action").lower()
            status = _STATUS.search(header_of(block, "Status"))
            fields = (header_of(block, f"{w}-Recipient") for w in ("Final", "Original"))
            named = tuple(a for f in fields if (a := _address(f)))
            if named and (word := _word(action, status[0] if status else "")):
                yield word, named


def _word(action: str, status: str) -> Word | None:
    """What an action and a status say together; nothing of what went well."""
    if action in {"delivered", "relayed", "expanded"} or status.startswith("2"):
        return None
    later = status.startswith("4") or is_of_full_mailbox(status)
    if action == "delayed" or later:
        return Word.LATER
    if is_of_shop(status):
        return Word.BLOCKED
    return Word.GONE if status.startswith("5") else Word.LATER


def _standard(mail: Mail, found: list[tuple[Word, tuple[str, ...]]]) -> Returned | None:
    words = {word for word, _ in found}
    # A letter of ours goes to one person: what differs is no answer to it.
    word = next(iter(words)) if len(words) == 1 else Word.LATER
    named = [a for _, addresses in found for a in addresses]
    return Returned(word, (*named, *_embedded_to(mail)), _ids(mail))


def _other(mail: Mail) -> Returned | None:
    """A bounce of a server's own making."""
    try:
        temporary, permanent = all_failures(mail.message)
    except Exception:  # noqa: BLE001 (it is made for bounces, and meets anything)
        return None
    named = tuple(_text(a) for a in permanent or temporary)
    failed = [a for _, a in getaddresses([mail.header("X-Failed-Recipients")]) if a]
    if not named and not failed:
        return None
    status = _STATUS.search(_words(mail))
    if permanent or failed:
        word = _word("failed", status[0] if status else "5.0.0") or Word.LATER
    else:
        word = Word.LATER
    return Returned(word, (*named, *failed, *_embedded_to(mail)), _ids(mail))


def _complaint(mail: Mail, report: Message) -> Returned | None:
    blocks = _blocks(report) or [report]
    said = [header_of(b, "Feedback-Type").lower() for b in blocks]
    if not said[0] and isinstance(text := report.get_payload(), str):
        match = re.search(r"(?im)^feedback-type:[ \t]*([\w-]+)", text[:_MOST_TEXT])
        said = [match[1].lower() if match else ""]
    if not any(said) or _HARMLESS.intersection(said):
        return None
    names = ("Original-Rcpt-To", "Removal-Recipient")
    named = [_address(header_of(b, n)) for b in blocks for n in names]
    return Returned(
        Word.COMPLAINT, (*filter(None, named), *_embedded_to(mail)), _ids(mail)
    )


def _is_from_a_server(mail: Mail) -> bool:
    local = mail.sender.lower().partition("@")[0]
    empty = mail.header("Return-Path") == "<>"
    return (
        local.startswith(_AUTOMATIC)
        or empty
        or bool(mail.header("X-Failed-Recipients"))
    )


def _embedded(mail: Mail) -> Iterator[Message]:
    """The mails within a mail, or their headers."""
    for part in _reports(mail.message):
        kind, inner = part.get_content_type(), part.get_payload()
        if kind == "message/rfc822" and isinstance(inner, list):
            yield from (p for p in inner[:1] if isinstance(p, Message))
        elif kind == "text/rfc822-headers":
            yield _headers(text_of(part))


def _headers(text: str) -> Message:
    return HeaderParser().parsestr(text[:_MOST_TEXT])


def _embedded_to(mail: Mail) -> list[str]:
    lines = [header_of(m, "To") for m in _embedded(mail)]
    return [address for _, address in getaddresses(lines) if address]


def _ids(mail: Mail) -> str:
    """Where the id of the letter itself stands, and of no other.

    Not in `References`: an answer of the owner's to a reader, when it bounces, names
    our letter there.
    """
    found = [header_of(m, "Message-ID") for m in _embedded(mail)]
    found = [f for f in found if f]
    if not found:
        found = _MESSAGE_ID.findall(_words(mail))
    return " ".join(found or [mail.header("In-Reply-To")])


def _words(mail: Mail) -> str:
    texts = (text_of(p) for p in parts_of(mail.message))
    return "\n".join(texts)[:_MOST_TEXT]


def _address(field: str) -> str:
    """The address of `rfc822; minji@reader.example`."""
    written = field.rpartition(";")[2].strip().strip("<>")
    return written if "@" in written else ""


def _text(address: bytes | str) -> str:
    return decoded(address, "utf-8") if isinstance(address, bytes) else address
