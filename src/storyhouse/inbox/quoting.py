"""What mail programs put around an answer; quoting.toml has their forms.

Every pattern is asked about a line of bounded length, or a few that were one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

#: Of a line; longer ones are people's.
LONGEST_LINE = 400
#: Mail programs break the line above a quote, at an address of any length.
_MOST_PIECES = 3
#: Up to three words (a day of the week, a month, "giorno") before the first digit.
_DATE = r"(?:[^\W\d][\w-]{0,14}[.,]{0,2} ){0,3}\d"
_ADDRESS = r"[<(\[](?:mailto:)?[^\s<>()\[\]]{1,100}@[^\s<>()\[\]]{1,100}[>)\]]"
_PLACES = {
    "{date}": _DATE,
    "{who}": ".{3,300}",
    "{name}": rf"[^<>]{{0,100}}\(?{_ADDRESS}\)?",
    "{device}": r"(?:iPhone|iPad|Mac\b|Galaxy|Samsung|Android|Xiaomi|Redmi|Huawei|Pixel"
    r"|Outlook|Yahoo|Gmail|Proton|GMX|WEB\.DE|Windows|BlackBerry|smart-?phone|Handy"
    r"|Mobiltelefon|Tablet|téléphone|móvil|celular|telefonino|cellulare|telefoon|mobiel"
    r"|telemóvel|Yandex|スマートフォン|手机|手機|小米|华为|荣耀)",
}
_DAY = r"(?:(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d\d(?!\d))"
_TIME = r"(?<!\d)\d{1,2} ?[:.h時时시] ?\d\d(?!\d)"
#: What no sentence holds before its colon: an address in brackets, a day with a time.
_SURE = re.compile(rf"{_ADDRESS}|{_DAY}.{{0,99}}?{_TIME}|{_TIME}.{{0,99}}?{_DAY}")
_BROKEN = re.compile(rf"(?:\w{{1,3}} |No dia |在)?{_DATE}|.{{0,200}}{_ADDRESS}")
_FIELDS = ("from", "sent", "date", "to", "subject")


def wrote(lines: Sequence[str], at: int) -> int:
    """How many lines name whose words follow: none, one, or more where it was broken.

    Where no quote follows, only what can be nothing else does: all below it is dropped.
    """
    most = _MOST_PIECES if _BROKEN.match(lines[at][:LONGEST_LINE]) else 1
    for many in range(1, most + 1):
        if _names(lines[at : at + many]):
            said = " ".join(lines[at : at + many])
            sure = is_quoted(lines, at + many) or _SURE.search(said)
            return many if sure else 0
    return 0


def is_quoted(lines: Sequence[str], at: int) -> bool:
    """Whether the next line that is not empty is a quoted one."""
    following = next((line for line in lines[at:] if line), "")
    return following.startswith(">")


def is_original(line: str) -> bool:
    """Whether the whole of another mail follows, as a line between dashes says."""
    return bool(_original().fullmatch(line[:LONGEST_LINE]))


def is_head(lines: Iterable[str]) -> bool:
    """Whether lines are the fields above another mail, and not somebody's list.

    Whoever writes down a journey has "From", "To" and "Date", and no subject.
    """
    fields = {field for line in lines for field in _FIELDS if _is_field(field, line)}
    with_subject = {"from", "subject"} <= fields and len(fields) > 2
    return with_subject or {"from", "sent", "to"} <= fields


def is_field(line: str) -> bool:
    """Whether a line is such a field."""
    return any(_is_field(field, line) for field in _FIELDS)


def is_below(line: str) -> bool:
    """Whether a telephone or a mail program has added a line at the end."""
    return bool(_below().fullmatch(line[:LONGEST_LINE]))


def _names(pieces: Sequence[str]) -> bool:
    """Whether pieces are the line above a quote, and not own words and that line."""
    said = " ".join(pieces)
    if not said.endswith((":", "：")) or len(said) > LONGEST_LINE:
        return False
    later = (" ".join(pieces[at:]) for at in range(1, len(pieces)))
    return bool(_wrote().fullmatch(said)) and not any(
        re.search(_DAY, line) and _wrote().fullmatch(line) for line in later
    )


def _is_field(field: str, line: str) -> bool:
    return bool(_field(field).match(line[:LONGEST_LINE]))


@cache
def _forms() -> Mapping[str, Mapping[str, list[str]]]:
    text = files("storyhouse.inbox").joinpath("quoting.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _all(kind: str) -> str:
    """The patterns of a kind in every language, as one."""
    found = [form for forms in _forms().values() for form in forms.get(kind, [])]
    either = "|".join(found)
    for place, pattern in _PLACES.items():
        either = either.replace(place, pattern)
    return f"(?:{either})"


@cache
def _wrote() -> re.Pattern[str]:
    return re.compile(rf"{_all('wrote')} ?[:：]")


@cache
def _original() -> re.Pattern[str]:
    dashes = r"[-_=* \[<>\]]"
    between = rf"{dashes}{{3,80}}{_all('original')}{dashes}{{3,80}}"
    return re.compile(rf"{between}|_{{20,}}", re.IGNORECASE)


@cache
def _field(field: str) -> re.Pattern[str]:
    return re.compile(rf"[*\s]{{0,9}}{_all(field)}[*\s]{{0,9}}[:：]", re.IGNORECASE)


@cache
def _below() -> re.Pattern[str]:
    return re.compile(_all("below"), re.IGNORECASE)
