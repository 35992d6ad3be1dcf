"""Columns of a table of no service's: who agreed to letters, who did not, and when.

Their names differ from shop to shop, so that they are known by what they are made of.
What somebody agreed to on another channel, or besides letters, is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from storyhouse.subscribing.times import time_of

_SEPARATED = re.compile(r"[\W_]+")
_OF_LETTERS = (
    "(?:e?mail|newsletter|marketing"
    "|이메일|메일|마케팅|광고성?|홍보|뉴스레터|소식지?|정보)*"
)
_WHEN = "(?:at|on|date|time|일|일시|일자|날짜|시각)"
#: "marketing consent", "opted in", 수신동의, 마케팅 수신 동의 여부.
_AGREED = re.compile(
    f"{_OF_LETTERS}(?:consent|consented|optin|opt(?:ed)?in|permission|gdprconsent"
    "|수신여부|수신동의(?:여부)?|동의(?:여부)?|수신허용(?:여부)?)"
    f"|(?:accepts|agreedto|consentto|subscribedto){_OF_LETTERS}|subscribed"
)
#: "unsubscribed", "do not email", 수신거부, with or without a day.
_DECLINED = re.compile(
    f"{_OF_LETTERS}(?:unsubscribed?|optout|optedout|수신거부(?:여부)?){_WHEN}?"
    "|donot(?:e?mail|contact)"
)
#: "consented on", "opt-in date", 동의일시.
_SINCE = re.compile(
    f"{_OF_LETTERS}(?:consent|consented|optin|optedin|confirm|confirmed|subscribed"
    f"|수신동의|동의){_WHEN}|date(?:of)?consent"
)
_YES = frozenset(
    "y yes true t 1 o ㅇ ○ ● v ✓ ✔ on agree agreed subscribed checked "
    "예 네 동의 동의함 동의합니다 수신 수신함 수신동의 허용 체크".split()
)
_NO = frozenset(
    "n no false f 0 x × ✗ ✘ off none declined disagree disagreed unsubscribed "
    "아니오 아니요 아니 미동의 비동의 동의안함 동의하지않음 동의하지않습니다 "
    "거부 거부함 거절 수신거부 수신안함 미수신 불허".split()
)


class Said(Enum):
    """What somebody's cells say together."""

    FINE = auto()  # a yes, or nothing was asked
    NO = auto()
    UNCLEAR = auto()
    NOTHING = auto()  # there is room for a yes, and none in it


@dataclass(frozen=True, slots=True)
class Answers:
    """Columns by what they say, under the names as they are compared."""

    agreed: Sequence[str] = ()
    declined: Sequence[str] = ()
    since: Sequence[str] = ()

    @classmethod
    def of(cls, columns: Sequence[str]) -> Answers:
        """Those among a table's columns."""

        def known(pattern: re.Pattern[str]) -> list[str]:
            return [c for c in columns if pattern.fullmatch(_squeezed(c))]

        return cls(known(_AGREED), known(_DECLINED), known(_SINCE))

    @property
    def all(self) -> set[str]:
        """Every one of them."""
        return {*self.agreed, *self.declined, *self.since}

    def said(self, row: Mapping[str, str]) -> Said:
        """What one row says; a no outlasts every yes."""
        yes = [row.get(column, "") for column in self.agreed]
        no = [row.get(column, "") for column in self.declined]
        answers = [_answer(cell) for cell in yes if cell]
        if False in answers or any(_answer(cell) is not False for cell in no if cell):
            return Said.NO
        if None in answers:
            return Said.UNCLEAR
        filled = answers or any(row.get(column) for column in self.since)
        return Said.FINE if filled or not yes else Said.NOTHING

    def unclear(self, row: Mapping[str, str]) -> str:
        """The first cell that is neither yes nor no; empty if there is none."""
        cells = (row.get(column, "") for column in self.agreed)
        return next((cell for cell in cells if cell and _answer(cell) is None), "")

    def day(self, row: Mapping[str, str]) -> str:
        """When they agreed, as it is written: some write it instead of a yes."""
        cells = [row.get(column, "") for column in (*self.since, *self.agreed)]
        unread = next((row[name] for name in self.since if row.get(name)), "")
        return next((cell for cell in cells if time_of(cell)), unread)


def _answer(cell: str) -> bool | None:
    """A yes, as which a day counts, or a no; None for what is neither."""
    said = _squeezed(cell) or cell.strip()
    if said in _NO:
        return False
    return True if said in _YES or time_of(cell) else None


def _squeezed(text: str) -> str:
    return _SEPARATED.sub("", text.casefold())
