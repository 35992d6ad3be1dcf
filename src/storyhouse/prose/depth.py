"""How deep a Markdown text is nested, before anything recursive looks at it."""

from __future__ import annotations

import re

#: Python-Markdown recurses once for each level, HTML writers too.
DEEPEST = 40
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(/?)>")
_QUOTES = re.compile(r"(?m)^[ \t>]*>")
_INDENT = re.compile(r"(?m)^[ \t]+(?=\S)")
_RUN = re.compile(r"[\[\]*_(]{200,}")
_VOID = frozenset("area base br col embed hr img input link meta source wbr".split())


def too_deep_at(text: str) -> int | None:
    """Where a text is nested deeper than any page needs, if it is."""
    for found in _QUOTES.finditer(text):
        if found[0].count(">") > DEEPEST:
            return found.start()
    for found in _INDENT.finditer(text):
        if len(found[0].expandtabs(4)) > 4 * DEEPEST:
            return found.start()
    if run := _RUN.search(text):
        return run.start()
    return _tags_too_deep_at(text)


def _tags_too_deep_at(text: str) -> int | None:
    depth = 0
    for found in _TAG.finditer(text):
        if found[3] or found[2].lower() in _VOID:
            continue
        depth = max(depth - 1, 0) if found[1] else depth + 1
        if depth > DEEPEST:
            return found.start()
    return None
