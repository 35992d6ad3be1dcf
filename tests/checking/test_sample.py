"""The sample shop keeps the rules that its program asks others to keep."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from storyhouse.building import check_shop
from storyhouse.diagnostics import Severity
from tests.shop import TODAY

ROOT = Path(__file__).parents[2]
#: It is looked at again on days to come: nothing of it grows old within a year.
DAYS = [TODAY, TODAY + dt.timedelta(days=30), TODAY + dt.timedelta(days=365)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_to_mend(day: dt.date) -> None:
    checked = check_shop(ROOT, day)
    grave = [d for d in checked.diagnostics if d.severity is not Severity.SUGGESTION]
    if day == TODAY:
        assert not grave
    assert not [d for d in grave if d.severity is Severity.ERROR]


def test_it_shows_what_a_shop_can_do() -> None:
    """A pack of its own, and an allowance that gives its reason."""
    judge = check_shop(ROOT, TODAY).judge
    assert judge is not None
    assert any(p.source.path.is_relative_to("content/rules") for p in judge.house.packs)
    texts = [story.body.text for story in judge.house.written.values()]
    assert any("storyhouse: allow own/" in text for text in texts)
