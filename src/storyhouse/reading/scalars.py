"""What a single value means: text until the record's type says otherwise.

Each takes what was written and the type it is for, as cattrs calls its hooks.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
import zoneinfo
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from storyhouse.reading.pointing import suggest

YES, NO = {"true", "yes", "on"}, {"false", "no", "off"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?", re.ASCII)


class WrongValueError(Exception):
    """A value is not what its key is for; the code says what it should be."""

    def __init__(
        self,
        code: str,
        value: object,
        help_: str = "",
        *,
        variant: str = "",
        **facts: str | int,
    ) -> None:
        super().__init__(code)
        self.code, self.value, self.help, self.facts = code, value, help_, facts
        self.variant = variant


def text(value: Any, _: object) -> str:
    """Any text; a block loses the line break at its end."""
    if not isinstance(value, str):
        raise WrongValueError("wrong-text", value)
    return value.removesuffix("\n")


def id_(value: Any, _: object) -> str:
    """An id is a file's name, which some systems write in decomposed form."""
    return unicodedata.normalize("NFC", text(value, _).strip())


def day(value: Any, _: object) -> dt.date:
    """A day, year first; ten characters and nothing else."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise WrongValueError("wrong-date", value, variant="form")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        variant, last = _no_such_day(value)
        raise WrongValueError("wrong-date", value, variant=variant, last=last) from None


def time(value: Any, _: object) -> dt.datetime:
    """A day and an hour; nine in the morning when none is written."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise WrongValueError("wrong-time", value, variant="form")
    try:
        text = f"{found[1]} {found[2] or '9:00'}"
        return dt.datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 (the reader adds the shop's timezone)
    except ValueError:
        variant, last = _no_such_day(found[1])
        raise WrongValueError(
            "wrong-time", value, variant=variant or "no-hour", last=last
        ) from None


def _no_such_day(written: str) -> tuple[str, int]:
    """Which part of a day there is not, if any, and the last day of its month.

    A year nought is told as a matter of form: nobody means one.
    """
    year, month, day_ = map(int, written.split("-"))
    if not year:
        return "form", 0
    if not 1 <= month <= 12:
        return "no-month", 0
    _, last = calendar.monthrange(year, month)
    return ("" if 1 <= day_ <= last else "no-day"), last


def yes_no(value: Any, _: object) -> bool:
    """One of two answers, as YAML has always written them."""
    if isinstance(value, str) and value.lower() in YES | NO:
        return value.lower() in YES
    raise WrongValueError("wrong-yes-no", value)


def whole(value: Any, _: object) -> int:
    """A whole number, from nothing up."""
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(value)
    raise WrongValueError("wrong-whole", value)


def choice(value: Any, choices: type[StrEnum]) -> StrEnum:
    """One of a few words."""
    if isinstance(value, str) and value in [*choices]:
        return choices(value)
    help_, facts = suggest(str(value), [c.value for c in choices])
    raise WrongValueError("wrong-choice", value, help_, **facts)


def timezone(value: Any, _: object) -> zoneinfo.ZoneInfo:
    """A timezone by its name, such as Asia/Seoul."""
    try:
        return zoneinfo.ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):  # by its name, by its form, a folder
        near = get_close_matches(str(value), zoneinfo.available_timezones(), n=1)
        help_, facts = ("did-you-mean", {"meant": near[0]}) if near else ("", {})
        raise WrongValueError("wrong-timezone", value, help_, **facts) from None
