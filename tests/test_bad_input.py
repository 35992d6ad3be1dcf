"""What an owner can get wrong, and the messages that it gets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.conftest import Golden
from tests.shop import TODAY, Shop

CASES = Path(__file__).parent / "golden" / "bad-input"
SHOPS = {"en": "small", "ko": "small-korean"}


def days(case: Path) -> list[dt.date]:
    """The days to look at a case: those of its files said-YEAR-MONTH-DAY.txt."""
    written = [p.stem.removeprefix("said-") for p in case.glob("said-*.txt")]
    return [dt.date.fromisoformat(day) for day in written] or [TODAY]


@pytest.mark.parametrize(
    "case",
    sorted(p for p in CASES.glob("*/*") if p.is_dir()),
    ids=lambda p: f"{p.parent.name}/{p.name}",
)
def test_says_what_to_mend(case: Path, golden: Golden, tmp_path: Path) -> None:
    """A small shop with a case's files laid over it; the messages lie beside them."""
    shop = Shop.of(SHOPS[case.parent.name], tmp_path / "shop")
    shop.lay_over(case)
    for day in days(case):
        golden(case / f"said-{day}.txt", shop.said(day))
