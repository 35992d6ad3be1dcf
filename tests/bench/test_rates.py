"""Rates as a table, in the page that is written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.rates import in_turns, table
from bench.table import put_into

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


def test_each_way_in_turns_and_held_against_its_peer() -> None:
    ran: list[str] = []

    def way(name: str, *rates: float) -> float:
        ran.append(name)
        return rates[ran.count(name) - 1]

    ways = {
        "ours": lambda: way("ours", 300, 100, 1_200),
        "peer": lambda: way("peer", 100, 200, 400),
    }
    assert table(in_turns("mails", ways, "peer")).splitlines()[2:] == [
        "| mails | ours | 300 | 100–1,200 | 3.00 × |",
        "| mails | peer | 200 | 100–400 |  |",
    ]
    assert ran == ["ours", "peer"] * 3


@pytest.mark.parametrize("what", ["sites", "letters"])
def test_the_page_has_a_place_for_each_table(what: str, tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(PAGE.read_text("utf-8"), "utf-8")
    put_into(page, what, "| a table |")
    text = page.read_text("utf-8")
    assert text.count("| a table |") == 1
    put_into(page, what, "| another |")
    assert page.read_text("utf-8") == text.replace("| a table |", "| another |")


def test_a_page_without_a_place_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("nothing", "utf-8")
    with pytest.raises(ValueError, match="bench letters"):
        put_into(page, "letters", "")
    assert page.read_text("utf-8") == "nothing"
