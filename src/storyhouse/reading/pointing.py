"""How a message points at what was written, and at what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from storyhouse.places import KeyPath


def named(at: KeyPath) -> str:
    """A key as a person would point at it: `rounds` (2) `date`."""
    return " ".join(f"({k + 1})" if isinstance(k, int) else f"`{k}`" for k in at)


def suggest(
    word: str, known: Iterable[str], *, quoted: bool = False
) -> tuple[str, dict[str, str]]:
    """A line of help and its facts: the word probably meant, or all of them.

    What may hold a comma is `quoted` in a list.
    """
    known = list(known)
    if near := get_close_matches(word, known, n=1):
        return "did-you-mean", {"meant": near[0]}
    if not known:
        return "", {}
    few = [f"“{one}”" if quoted else one for one in known[:12]]
    return "known", {"known": ", ".join(few) + (" …" if known[12:] else "")}


def shown(value: object) -> str:
    """What was written, short enough for one line."""
    text = " ".join(_written(value).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return f"[{', '.join(map(_written, value))}]"
        case dict():
            inside = (f"{k}: {_written(v)}".rstrip() for k, v in value.items())
            return f"{{{', '.join(inside)}}}"
        case _:
            return str(value)
