"""The name below somebody's words, and the formula above it.

Only at the very end, and only what can be nothing else: where it is in doubt, a line is
their answer, and stays.
"""

from __future__ import annotations

import re

_LONGEST_LINE = 80
#: What stands below a formula: a name, a calling, a firm, a telephone, a page.
_MOST_LINES = 5
#: One to four words, each beginning with a capital.
_NAME = r"[^\W\d_a-z가-힣][\w.'’-]*(?: [^\W\d_a-z가-힣][\w.'’-]*){0,3}"
_KOREAN_NAME = r"[가-힣]{2,4}"
_FORMULA = (
    r"(?:(?:with )?(?:(?:all )?(?:my |our )?(?:very )?"
    r"(?:best|kind|kindest|warm|warmest)(?: (?:wishes|regards))"
    r"|best|regards|yours(?: (?:sincerely|truly|faithfully|ever))?"
    r"|sincerely(?: yours)?|cheers|love|(?:many )?thanks|thank you)"
    r"(?: and (?:best|kind) (?:wishes|regards))?"
    r"|(?:mit )?(?:(?:ganz )?(?:viele|liebe|beste|schöne|herzliche|freundliche)[nr]?) "
    r"(?:grüße|grüßen|gruß|gruessen?|grüsse)|hochachtungsvoll|gruß|grüße|lg|vg|mfg"
    r"|(?:bien |très )?(?:cordialement|amicalement)|bien à (?:vous|toi)|atentamente"
    r"|(?:(?:un|muchos|cordiales) )?(?:saludos?(?: cordial(?:es)?)?|abrazos?)"
    r"|(?:(?:un|tanti|cordiali|distinti) )?(?:saluti|saluto)(?: cordiali)?|cordialmente"
    r"|(?:com os melhores )?cumprimentos|atenciosamente|(?:um )?abraços?"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|(?:veel )?groet(?:en|jes)?)"
)
#: "Best wishes," with the name in the next line, or none at all.
_ALONE = re.compile(rf"(?i:{_FORMULA})\s?[,.!]?")
_COURTESY = re.compile(r"(?i:(?:many )?thanks|thank you|love)\s?[,.!]?")
_KOREAN_NAME_ALONE = re.compile(_KOREAN_NAME)
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
#: Of a line below a name, such as "Head of Bread, Crumb Ltd": without a capital.
_SMALL = {"of", "and", "the", "at", "for", "in", "to", "by", "de", "van", "von"}
_MOST_WORDS = 8
_SENTENCE = re.compile(r"(?i:p\.?\s?s\b).*|.*(?:[!?…]|(?<!\bLtd)(?<!\bInc)(?<!\bCo)\.)")
_KOREAN_SENTENCE = re.compile(r".*(?:[.!?…~]|[다요죠까네])")
#: Below "감사합니다." with a name and, for certainty, a telephone or an address.
_KOREAN_FORMULA = re.compile(
    r"(?:.{0,20} )?(?:감사합니다|고맙습니다|감사드립니다|안녕히 계세요)[.!~]*"
)


def unsigned(text: str) -> str:
    """The words without the signature; all of them where nothing would be left."""
    whole = text.rstrip().split("\n")
    lines = [*whole]
    while lines and (not lines[-1] or _is_contact(lines[-1])):
        lines.pop()
    reached = any(map(_is_contact, whole[len(lines) :]))
    kept = _without_name(lines, reached=reached)
    said = "\n".join(kept).rstrip() if kept is not None else ""
    return said or text


def _without_name(lines: list[str], *, reached: bool) -> list[str] | None:
    """The lines above a signature; None if none is there.

    Args:
        lines: what somebody wrote, without telephones and addresses at its end.
        reached: whether there were any.
    """
    if not lines or len(lines[-1]) > _LONGEST_LINE * 10:
        return None
    last = lines[-1]
    if _DASHED.fullmatch(last[:_LONGEST_LINE]):
        return lines[:-1]
    if (found := _IN_LINE.search(last)) and not _NO_NAME.search(last):
        return [*lines[:-1], last[: found.start()]]
    said = [at for at, line in enumerate(lines) if line][-_MOST_LINES - 1 :]
    for many in range(1, len(said)):
        above, below = said[-many - 1], [lines[at] for at in said[-many:]]
        formula = lines[above][:_LONGEST_LINE]
        if _ALONE.fullmatch(formula):
            return lines[:above] if _is_card(formula, below, reached=reached) else None
        if _KOREAN_FORMULA.fullmatch(formula):
            is_card = _KOREAN_NAME_ALONE.fullmatch(below[0]) and _is_card(
                "", below, reached=reached
            )
            certain = reached or any(map(_is_contact, below))
            return lines[: above + 1] if is_card and certain else None
    return None


def _is_card(formula: str, lines: list[str], *, reached: bool) -> bool:
    """Whether a name stands first, and below it nothing but what a card says."""
    first, *more = lines
    small = formula.endswith(",") and not _COURTESY.fullmatch(formula)
    named = _BELOW.fullmatch(first) or (small and _SMALL_NAME.fullmatch(first))
    certain = reached or any(map(_is_contact, more))
    return bool(named) and all(_is_of_card(line, certain=certain) for line in more)


def _is_of_card(line: str, *, certain: bool) -> bool:
    if _is_contact(line):
        return True
    words = line.split()
    if len(line) > _LONGEST_LINE or len(words) > _MOST_WORDS:
        return False
    if re.search("[가-힣]", line):
        return certain and not _KOREAN_SENTENCE.fullmatch(line)
    return not _SENTENCE.fullmatch(line) and all(
        word in _SMALL or not word[0].islower() for word in words
    )


def _is_contact(line: str) -> bool:
    return bool(_CONTACT.fullmatch(line[:_LONGEST_LINE]))
