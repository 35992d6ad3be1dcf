"""Why a letter is not out, in words: a server's own, or ours."""

from __future__ import annotations

from storyhouse.words import Words

#: What begins a reason of our own, which is a key; every other is a server's.
_OWN = "~"
_LONGEST = 300  # signs of a server's words that are worth keeping


def is_ours(reason: str) -> bool:
    """Whether nobody else has said it."""
    return reason.startswith(_OWN)


def ours(key: str, raw: str = "") -> str:
    """A reason of `letter_send.reason`, and what a tool has to add to it."""
    return f"{_OWN}{key} {raw}".rstrip()


def reason_said(words: Words, reason: str) -> str:
    """A reason in words; what a tool adds stands behind, in brackets."""
    if not is_ours(reason):
        return reason
    key, _, raw = reason.removeprefix(_OWN).partition(" ")
    said = words.say(f"letter_send.reason.{key}")
    return f"{said} ({raw})" if raw else said


def said(text: bytes | str) -> str:
    """A server's words in one line; they are a stranger's."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(text.split())[:_LONGEST]
