"""Days are read as forms and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.keeping.days import day_of, is_unclear, month_comes_first

SEOUL = zoneinfo.ZoneInfo("Asia/Seoul")
DAY = dt.date(2024, 7, 8)


@pytest.mark.parametrize(
    "written",
    [
        "2024. 7. 8 오후 3:12:45",
        "2024. 7. 8",
        "2024. 7. 8. 오전 12:05",
        "2024.07.08",
        "2024-07-08",
        "2024-07-08T15:12:45",
        "2024-07-08 15:12:45.123",
        "2024-07-08T20:00:00+09:00",
        "2024-07-07T15:00:00Z",  # midnight in Seoul
        "2024/07/08 3:12:45 PM GMT+9",
        "2024/07/07 8:12:45 PM UTC",
        "2024년 7월 8일",
        "2024년 7월 8일 오후 3:12",
        "7/8/2024 15:12:45",
        "7/8/2024, 3:12 pm",
        "07-08-2024",
        "8.7.2024 15:12",
        " 2024-07-08 ",
    ],
)
def test_what_is_a_day(written: str) -> None:
    wanted = dt.date(2024, 7, 7) if "UTC" in written else DAY
    assert day_of(written, SEOUL) == wanted


def test_a_time_elsewhere_may_be_another_day_here() -> None:
    assert day_of("2024-07-07T16:00:00-05:00", SEOUL) == DAY
    assert day_of("2024/07/08 1:00:00 AM GMT+13", SEOUL) == dt.date(2024, 7, 7)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "13월 5일",
        "2024-13-05",
        "2024-02-30",
        "0000-01-01",
        "yesterday",
        "7/8/24",
        "1/2",
        "2024-07-08 at noon",
        "2024-07-08 25:00",
        "9999-12-31T23:00:00-10:00",
    ],
)
def test_what_is_no_day(written: str) -> None:
    assert day_of(written, SEOUL) is None


@given(st.text(max_size=40) | st.from_regex(r"[0-9./: 오후T+-]{1,30}"))
def test_any_text_is_a_day_or_none(written: str) -> None:
    day_of(written, SEOUL)
    month_comes_first([written])
    is_unclear(written)


def test_a_column_tells_what_comes_first() -> None:
    assert month_comes_first(["1/2/2024", "13/2/2024"]) is False
    assert month_comes_first(["1/2/2024", "2/13/2024 9:00"]) is True
    assert month_comes_first(["1/2/2024", "2024-05-13", "1.13.2024"]) is None
    assert day_of("7/8/2024", SEOUL, month_first=False) == dt.date(2024, 8, 7)
    assert is_unclear("7/8/2024")
    assert not is_unclear("7/7/2024")
    assert not is_unclear("7.8.2024")
