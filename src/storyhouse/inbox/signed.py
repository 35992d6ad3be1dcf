"""The name below somebody's words, and the formula above it.

Only at the very end, and only what can be nothing else: where it is in doubt, a line is
their answer, and stays.
"""

from __future__ import annotations

import re

_LONGEST_LINE = 80
#: One to four words, each beginning with a capital.
_NAME = r"[^\W\d_a-z가-힣][\w.'’-]*(?: [^\W\d_a-z가-힣][\w.'’-]*){0,3}"
_KOREAN_NAME = r"[가-힣]{2,4}"
_FORMULA = (
    r"(?:(?:with )?(?:(?:all )?(?:my |our )?(?:very )?"
    r"(?:best|kind|kindest|warm|warmest)(?: (?:wishes|regards))"
    r"|best|regards|yours(?: (?:sincerely|truly|faithfully|ever))?"
    r"|sincerely(?: yours)?|cheers|love|(?:many )?thanks|thank you)"
    r"(?: and (?:best|kind) (?:wishes|regards))?)"
)
#: "Best wishes," with the name in the next line, or none at all.
_ALONE = re.compile(rf"(?i:{_FORMULA})\s?[,.!]?")
_COURTESY = re.compile(r"(?i:(?:many )?thanks|thank you|love)\s?[,.!]?")
_BELOW = re.compile(rf"(?:{_NAME}|{_KOREAN_NAME})[.,]?")
#: A name without its capital, which only a formula with a comma makes one.
_SMALL_NAME = re.compile(r"[a-z]{2,20}")
#: "Best wishes, June Bell", as a line or behind a sentence.
_IN_LINE = re.compile(
    rf"(?:^|(?<=[.!?…]) +)(?:(?i:{_FORMULA}), ?{_NAME}[.!]?"
    r"|(?:(?:손님|단골|단골손님|독자|구독자) )?"
    rf"{_KOREAN_NAME}(?<![을를은는도만과와]) ?(?:드림|올림|배상)[.!~]?)$"
)
_NO_NAME = re.compile(
    r"(?:^|[.!?…] +)(?:손해|피해|사진|그림|선물|마음) ?(?:드림|올림|배상)[.!~]?$"
)
_DASHED = re.compile(rf"(?:--|—|–) ?(?:{_NAME}|{_KOREAN_NAME})")
_CONTACT = re.compile(
    r"(?:(?:tel|mobile|phone|전화|연락처)[.:]? ?)?\+?[\d() .-]{7,20}|\S+@\S+|(?:https?://|www\.)\S+",
    re.IGNORECASE,
)


def unsigned(text: str) -> str:
    """The words without the signature; all of them where nothing would be left."""
    lines = text.rstrip().split("\n")
    while lines and (not lines[-1] or _CONTACT.fullmatch(lines[-1][:_LONGEST_LINE])):
        lines.pop()
    kept = _without_name(lines)
    said = "\n".join(kept).rstrip() if kept is not None else ""
    return said or text


def _without_name(lines: list[str]) -> list[str] | None:
    """The lines above a signature; None if none is there."""
    if not lines or len(lines[-1]) > _LONGEST_LINE * 10:
        return None
    last = lines[-1]
    if _DASHED.fullmatch(last[:_LONGEST_LINE]):
        return lines[:-1]
    if (found := _IN_LINE.search(last)) and not _NO_NAME.search(last):
        return [*lines[:-1], last[: found.start()]]
    above = len(lines) - 2
    while above >= 0 and not lines[above]:
        above -= 1
    formula = lines[above][:_LONGEST_LINE] if above >= 0 else ""
    if _ALONE.fullmatch(formula) and (
        _BELOW.fullmatch(last)
        or (
            formula.endswith(",")
            and not _COURTESY.fullmatch(formula)
            and _SMALL_NAME.fullmatch(last)
        )
    ):
        return lines[:above]
    return None
