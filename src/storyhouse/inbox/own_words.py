"""What somebody wrote above, below or between what they answer to.

Line by line and in our own patterns: mail-parser-reply 1.36 drops all that stands
behind a line that begins with "감사합니다.", does not know "님이 작성:", and needs four
times as long for twice the text.
"""

from __future__ import annotations

import re

from storyhouse.inbox.quoting import (
    is_below,
    is_field,
    is_head,
    is_original,
    is_quoted,
    wrote,
)
from storyhouse.inbox.signed import unsigned

_LONGEST = 20_000
_SIGNATURE = re.compile(r"--|__|—")
#: An empty line, or one drawn above the other mail: Outlook's, as text, is "* * *".
_DRAWN = re.compile(r"[-*_=— ]*")
#: Spaces that programs put into a day or before a colon.
_SPACES = re.compile("[\xa0\u202f]")
#: Of the fields above another mail: how many lines are looked at, blank ones and not.
_MOST_FIELDS = 10, 6


def own_words(text: str) -> str:
    """The words of the one who writes."""
    text = _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.strip() for line in text[:_LONGEST].split("\n")]
    kept, at = list[str](), 0
    while at < len(lines):
        if _ends(lines, at):
            break
        named = wrote(lines, at)
        if named and not is_quoted(lines, at + named):
            break  # not marked as quoted: nobody can tell where it stops
        if not named and not lines[at].startswith(">"):
            kept.append(lines[at])
        at += named or 1
    return _without_end("\n".join(kept))


def _ends(lines: list[str], at: int) -> bool:
    """Whether the signature or the whole of another mail begins here."""
    if _SIGNATURE.fullmatch(lines[at]) or is_original(lines[at]):
        return True
    if not is_field(lines[at]):
        return False
    most, fields = _MOST_FIELDS
    return is_head([line for line in lines[at : at + most] if line][:fields])


def _without_end(text: str) -> str:
    """Without what a telephone adds below, a line drawn there, and the name."""
    lines = text.strip().split("\n")
    while lines and (_DRAWN.fullmatch(lines[-1]) or is_below(lines[-1])):
        lines.pop()
    return unsigned(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())
