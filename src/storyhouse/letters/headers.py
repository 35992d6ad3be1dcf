"""A mail's header lines: what a value may hold, and how it is written in ASCII.

Headers are encoded here and not by `EmailMessage`: it reads `=?utf-8?q?x?=` in a
subject as an encoding, and loses spaces where it folds. Every value goes through
`one_line`, so that nothing in it can begin a line.

Precedence and Auto-Submitted are not written. The first is no standard and advised
against (RFC 2076), the second is for what no person wrote (RFC 3834); the List-*
headers already keep a polite machine from answering (RFC 3834, 2).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from email.charset import Charset
from email.header import Header
from functools import lru_cache
from unicodedata import category
from urllib.parse import quote

from storyhouse.domains import in_ascii
from storyhouse.letters.envelope import Envelope
from storyhouse.letters.letter import Letter
from storyhouse.prose.fields import filled, one_line
from storyhouse.refusing import RefusedError

#: RFC 2047: no encoded word longer, and no line of them.
_LINE = 76
_UTF8 = Charset("utf-8")
#: Controls and whatever ends a line anywhere.
_ENDS = frozenset({"Cc", "Zl", "Zp"})
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf'(?:{_ATOM}(?:\.{_ATOM})*|"(?:[ !#-\[\]-~]|\\[ -~])*")')
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
#: What nearly every address looks like.
_PLAIN = re.compile(
    rf"(?=[^@]{{1,64}}@)(?=.{{1,254}}\Z){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*"
)
#: Among a recipient's values: what stands for them in their letter's id.
MESSAGE_KEY = "message_key"
#: RFC 5321: the longest local part, and the longest address.
_MOST_LOCAL, _MOST = 64, 254
#: What an address in <> may hold as it is.
_URI = re.compile(r"[!#-;=?-~]+")


def headers(
    letter: Letter, to: str, values: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """All of a letter's headers but those of MIME, in order.

    Raises:
        RefusedError: if nothing can be sent to the address.
    """
    own_ = {
        "To": lambda: receiver(to, values),
        "Subject": lambda: subject(letter, values),
        "Message-ID": lambda: message_id(letter, to, values),
    }
    for name, value in fixed(letter):
        if name == "List-Unsubscribe":
            yield from ways_out(letter.envelope, values).items()
        else:
            yield name, own_[name]() if name in own_ else value


def message_id(letter: Letter, to: str, values: Mapping[str, str]) -> str:
    """The id of one person's letter."""
    return letter.envelope.message_id(person(letter.envelope, to, values))


def person(envelope: Envelope, to: str, values: Mapping[str, str]) -> str:
    """What stands for somebody in their letter's id, and between its parts.

    It is made with the shop's secret. For examples there is none, and anybody who
    knows the address can work it out.
    """
    made = values.get(MESSAGE_KEY)
    return made or hashlib.sha256(f"{envelope.key}\n{to}".encode()).hexdigest()[:16]


def fixed(letter: Letter) -> Iterator[tuple[str, str]]:
    """The headers in order, with what is the same for everybody."""
    envelope = letter.envelope
    yield "From", address(envelope.sender_name, own(envelope.sender), "From")
    yield "To", ""
    yield "Reply-To", own(envelope.reply_to)
    yield "Subject", subject(letter, {})
    yield "Date", envelope.date
    yield "Message-ID", ""
    name = phrase(envelope.list_name, "List-Id")
    yield "List-Id", f"{name} <{envelope.list_id}>".strip()
    yield "List-Unsubscribe", ""


def receiver(to: str, values: Mapping[str, str]) -> str:
    """Whom a letter is for, by name if they gave one."""
    return address(values.get("name") or values.get("first_name", ""), mailbox(to))


def subject(letter: Letter, values: Mapping[str, str]) -> str:
    """The letter's subject for one person."""
    return encoded(filled(letter.subject, values), "Subject")


def ways_out(envelope: Envelope, values: Mapping[str, str]) -> dict[str, str]:
    """RFC 2369 and RFC 8058: a press of one button, or a mail."""
    page = values.get("unsubscribe_url", "")
    mail = f"<{_uri(values.get('unsubscribe_mail') or envelope.unsubscribe_mail)}>"
    if page.startswith("https:"):
        return {
            "List-Unsubscribe": f"<{_uri(page)}>,\r\n {mail}",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return {"List-Unsubscribe": mail}


def _uri(written: str) -> str:
    if _URI.fullmatch(written):
        return written
    return quote(
        one_line(written), safe="!#$%&'()*+,-./:;=?@[]^_`{|}~", errors="replace"
    )


def mailbox(written: str) -> str:
    """An address as servers take it: a domain of other letters in its ASCII form.

    A name before the @ that is not ASCII needs SMTPUTF8 on every server on its way, and
    has no other form; few servers have it, so it is refused before anything is sent.

    Raises:
        RefusedError: if it is none, or one that needs SMTPUTF8.
    """
    if _PLAIN.fullmatch(written):
        return written
    local, at, domain = written.strip().rpartition("@")
    domain = in_ascii(domain)
    if not local.isascii() and local.isprintable():
        raise RefusedError("mailing.refused.needs-utf8", address=one_line(written))
    known = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)
    too_long = len(local) > _MOST_LOCAL or len(local) + len(domain) >= _MOST
    if not (at and known) or too_long:
        raise RefusedError("mailing.refused.no-address", address=one_line(written))
    return f"{local}@{domain}"


def own(written: str) -> str:
    """The shop's own address; one that cannot be sent from is told elsewhere."""
    try:
        return mailbox(written)
    except RefusedError:
        return encoded(written, "Reply-To")


def encoded(text: str, header: str) -> str:
    """A header's text as RFC 2047 wants it, folded; its own blanks stay."""
    line = " ".join(text.splitlines()).strip()
    if not line.isprintable():
        line = "".join(" " if category(sign) in _ENDS else sign for sign in line)
        line = line.encode("utf-8", "replace").decode()
    if line.isascii() and "=?" not in line and len(line) < _LINE:
        return line
    return _words(line, header)


def phrase(text: str, header: str) -> str:
    """A name before an address; quoted where it holds a sign that means something."""
    line = one_line(text)
    if line.isascii() and "=?" not in line and len(line) < _LINE:
        escaped = line.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"' if line else ""
    return _words(line, header)


def address(name: str, box: str, header: str = "To") -> str:
    """A name and its address; on a line of its own where both are too long for one."""
    words, used = _named(name, header)
    if not words:
        return box
    fits = used + len(box) + len(" <>") <= _LINE
    return f"{words} <{box}>" if fits else f"{words}\r\n <{box}>"


@lru_cache(maxsize=4096)  # the commonest of a country's first names
def _named(name: str, header: str) -> tuple[str, int]:
    """A name in a header, and how long the line is that it ends."""
    words = phrase(name, header)
    last = words.rpartition("\n")[2] if "\n" in words else f"{header}: {words}"
    return words, len(last)


def _words(line: str, header: str) -> str:
    # One word does for most names, and takes a tenth of the time that Header does.
    word = _UTF8.header_encode(line)
    if len(word) <= _LINE - len(header) - len(": "):
        return word
    made = Header(line, "utf-8", maxlinelen=_LINE, header_name=header)
    return made.encode(linesep="\r\n")
