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
_ANSWERS = re.compile(
    r"(?:(?:re|aw|antw|sv|res|rif|ris|r|답장|회신|回复|答复|回覆|返信)"
    r"\s*(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…。！？]+\s|\n")
#: A short text: so many sentences of so many signs, greetings and thanks not counted.
_SENTENCES = 2
_SHORT = 100
_GREETING = 2  # words
#: "I would never unsubscribe."
_NEGATED = re.compile(
    r"\b(?:never|(?:do|will|would) not|(?:do|wo|would)n['’]t)(?: \w+){0,2} $"
)


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


def may_want_out(mail: Mail, words: str) -> bool:
    """Whether somebody says within a sentence what may be a wish to leave.

    Of a subject, only one that is no answer: what stands behind "Re:" others wrote.

    Args:
        mail: the mail.
        words: its own words, without what it quotes.
    """
    subject = mail.header("Subject")
    return _wishes(words) or (not answered_in(subject) and _wishes(subject))


def answered_in(subject: str) -> str:
    """The subject that a subject answers; empty if it answers none."""
    begins = _ANSWERS.match(subject)
    return subject[begins.end() :] if begins else ""


def is_short(words: str) -> bool:
    """Whether somebody says no more than two short sentences."""
    said = [s for s in _SENTENCE.split(words) if len(s.split()) > _GREETING]
    return len(said) <= _SENTENCES and all(len(s) <= _SHORT for s in said)


def _wishes(text: str) -> bool:
    """Whether a pattern of wishes is in a text, and no "never" before it."""
    plain = " ".join(text.casefold().split())
    close = re.sub(r" +", "", "\n".join(text.casefold().splitlines()))
    english, korean = _patterns()
    found = english.finditer(plain)
    return bool(korean.search(close)) or any(
        not _NEGATED.search(plain[max(0, f.start() - _SHORT) : f.start()])
        for f in found
    )


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
    return frozenset(map(_said, _written(name)))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Those with spaces between words, and the Korean ones, written without."""
    korean = [p for p in _written("wishing.txt") if re.search("[가-힣]", p)]
    english = [p for p in _written("wishing.txt") if p not in korean]
    return re.compile("|".join(english)), re.compile("|".join(korean))


def _written(name: str) -> list[str]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]
