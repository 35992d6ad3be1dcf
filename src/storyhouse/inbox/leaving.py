"""Who wants no more letters, and says so by mail; and what no person wrote."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from storyhouse.inbox.mail import Mail

#: What the `mailto:` of a letter has for a subject.
_WITH_TOKEN = re.compile(r"\s*unsubscribe\s+([A-Za-z0-9_-]{43})\s*", re.IGNORECASE)
_ENDS = " \t.!~…。！?\"'“”‘’()[]"
_LONGEST = 200


def token_in(subject: str) -> str:
    """The token of a subject that a letter's own way out has written."""
    found = _WITH_TOKEN.fullmatch(subject)
    return found[1] if found else ""


def wants_out(mail: Mail, words: str) -> bool:
    """Whether all that somebody says is that they want out.

    Args:
        mail: the mail.
        words: its own words, without what it quotes.
    """
    first = next((line for line in words.splitlines() if line.strip()), "")
    return bool({_said(mail.header("Subject")), _said(first)} & _lines("leaving.txt"))


def is_automatic(mail: Mail) -> bool:
    """Whether a program wrote it: RFC 3834, and what older ones say."""
    submitted = mail.header("Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    precedence = mail.header("Precedence").lower() in {"auto_reply", "bulk", "junk"}
    told = any(map(mail.header, ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")))
    subject = mail.header("Subject").casefold()
    begins = subject.startswith(tuple(_lines("automatic.txt")))
    return precedence or told or begins


def is_of_a_list(mail: Mail) -> bool:
    """Whether it is a letter to many: of a list, or a shop's own."""
    return any(map(mail.header, ("List-Id", "List-Unsubscribe")))


def _said(text: str) -> str:
    return " ".join(text[:_LONGEST].casefold().split()).strip(_ENDS)


@cache
def _lines(name: str) -> frozenset[str]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(_said(line) for line in lines if line and not line.startswith("#"))
