"""Merge fields in the shop's text: `{first_name|friend}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from storyhouse.prose.links import blanked

FIELD = re.compile(r"(?<!\\)\{([a-z][a-z0-9_]{0,40})\|([^{}|\n]{0,200})\}")
#: Fields that everybody has, so that they need no words for when they are empty.
ALWAYS = re.compile(r"(?<!\\)\{(view_url|unsubscribe_url)\}")


def filled(markdown: str, always: Mapping[str, str]) -> str:
    """The text as somebody reads it of whom nothing is known: on the site."""
    seen = blanked(markdown)
    parts, end = [], 0
    both = [*FIELD.finditer(seen), *ALWAYS.finditer(seen)]
    for found in sorted(both, key=lambda f: f.start()):
        words = found[2] if found.re is FIELD else always[found[1]]
        parts += [markdown[end : found.start()], words]
        end = found.end()
    return "".join([*parts, markdown[end:]])
