"""The loop in figures: counted once, honest when there is little to count."""

from __future__ import annotations

import datetime as dt

import pytest

from storyhouse.model.house import CheckedHouse, House
from storyhouse.model.record import Language
from storyhouse.website.desk import Desk, Sheet
from storyhouse.website.loop_charts import over_time, steps
from storyhouse.website.loop_figures import ENOUGH, Step, loop_of
from tests.sample import Sample
from tests.shop import Shop


def _ask(shop: Shop, name: str, date: str, more: str = "") -> None:
    shop.write(
        f"content/asks/{name}.yml",
        f"title: Ask {name}\nwords: Please.\nby: [anonymous]\ndate: {date}\n{more}",
    )


def _built(shop: Shop, asks: str, date: str) -> None:
    shop.write(
        f"content/changelog/for-{date}.md",
        f"---\ntitle: Done\ndate: {date}\nanswers: [{asks}]\n---\nIt is done.\n",
    )


def test_a_joined_ask_counts_once_with_all_who_asked(occasions: Sample) -> None:
    loop = loop_of(occasions.house)
    assert sorted(ask.id for ask in loop.asked) == [
        "bench",
        "delivery",
        "less-salt",
        "rye",
        "umbrellas",
    ]
    assert loop.people == 4  # haeseong, minji, nokor, gone
    assert loop.notes == 2


def test_what_came_of_each(occasions: Sample) -> None:
    loop = loop_of(occasions.house)
    assert {ask.id for ask in loop.built} == {"less-salt", "umbrellas"}
    assert [ask.id for ask in loop.told] == ["umbrellas"], "nokor's thirst is untold"
    assert [ask.id for ask in loop.declined] == ["delivery"]
    assert "bench" not in {ask.id for ask in loop.answered}
    assert len(loop.answered) == 4


def test_the_wait_is_from_the_day_it_was_first_said(occasions: Sample) -> None:
    loop = loop_of(occasions.house)
    waits = {str(wait.ask.id): wait.days for wait in loop.to_build.each}
    # Asked on 30 August in what was joined with it, built on 9 October.
    assert waits == {"umbrellas": 10, "less-salt": 40}


def test_a_no_is_an_answer_and_so_is_the_thing_itself(shop: Shop) -> None:
    _ask(shop, "no", "2026-11-01", "declined: {date: 2026-11-04, because: No room.}\n")
    _ask(shop, "done", "2026-11-01")
    _built(shop, "done", "2026-11-06")
    waits = {str(w.ask.id): w.days for w in loop_of(shop.house()).to_answer.each}
    assert waits["no"] == 3
    assert waits["done"] == 5


def test_an_answer_to_come_is_none_yet(shop: Shop) -> None:
    _ask(shop, "later", "2026-11-20", "answers: [{date: 2026-11-30, words: Yes.}]\n")
    loop = loop_of(shop.house())
    assert "later" not in {ask.id for ask in loop.answered}


@pytest.mark.parametrize(("asks", "half"), [(ENOUGH - 2, None), (ENOUGH - 1, 4)])
def test_a_middle_is_only_told_of_enough(
    shop: Shop, asks: int, half: int | None
) -> None:
    """The small shop has one that was answered after two days."""
    for days in range(1, asks + 1):
        _ask(
            shop,
            f"a{days}",
            "2026-11-01",
            f"answers: [{{date: 2026-11-{days + 1:02}, words: Yes.}}]\n",
        )
    waits = loop_of(shop.house()).to_answer
    assert waits.half_within == half
    if half is not None:
        within = sum(wait.days <= half for wait in waits.each)
        assert within >= len(waits.each) / 2, "half of them were, and not fewer"


@pytest.mark.parametrize(
    ("first", "step", "periods"),
    [
        ("2026-08-01", Step.MONTH, 4),
        ("2025-12-31", Step.MONTH, 12),
        ("2025-11-30", Step.QUARTER, 5),
        ("2024-01-01", Step.QUARTER, 12),
        ("2023-12-31", Step.YEAR, 4),
        ("1999-01-01", Step.YEAR, 12),
    ],
)
def test_periods_are_as_fine_as_a_narrow_screen_allows(
    shop: Shop, first: str, step: Step, periods: int
) -> None:
    _ask(shop, "first", first)
    _ask(shop, "last", "2026-11-20")
    loop = loop_of(shop.house())
    assert loop.step is step
    assert len(loop.over_time) == periods
    assert loop.over_time[-1].asked >= 1
    starts = [p.start for p in loop.over_time]
    assert starts == sorted(set(starts))
    if step is not Step.YEAR or periods < 12:
        assert sum(p.asked for p in loop.over_time) == 3
        assert sum(p.built for p in loop.over_time) == 1


def test_nothing_asked_is_nothing_counted(shop: Shop) -> None:
    (shop.root / "content/asks/less-salt.yml").unlink()
    for story in ("changelog/cut-the-salt.md", "products/salt-bread.md"):
        (shop.root / "content" / story).unlink()
    loop = loop_of(shop.house())
    assert (loop.asked, loop.over_time, loop.credited) == ([], [], [])
    assert loop.to_build.half_within is None


def _sheet(house: House) -> Sheet:
    checked = CheckedHouse(house)
    return Desk(checked, checked.showing()).page("changed/", Language.EN)


def test_a_bar_is_as_long_as_its_count(occasions: Sample) -> None:
    sheet = _sheet(occasions.house)
    rows = steps(sheet, loop_of(occasions.house))["rows"]
    assert [(r["step"], r["count"], r["width"]) for r in rows] == [
        ("asked", 5, 360),
        ("answered", 4, 288),
        ("built", 2, 144),
        ("told", 1, 72),
        ("declined", 1, 72),
    ]


def test_one_of_a_thousand_can_still_be_seen(shop: Shop) -> None:
    for number in range(300):
        _ask(shop, f"n{number}", "2026-11-01")
    house = shop.house()
    rows = steps(_sheet(house), loop_of(house))["rows"]
    built = next(row for row in rows if row["step"] == "built")
    assert (built["count"], built["width"]) == (1, 3)


def test_bars_stay_inside_the_drawing(shop: Shop) -> None:
    day = dt.date(2025, 12, 1)
    for number in range(12):
        month = (day.replace(day=1) + dt.timedelta(days=31 * number)).replace(day=2)
        _ask(shop, f"m{number}", month.isoformat())
    house = shop.house()
    drawn = over_time(_sheet(house), loop_of(house))
    assert drawn is not None
    for group in drawn["groups"]:
        for bar in (group["asked"], group["built"]):
            assert bar["x"] >= 0
            assert bar["x"] + bar["width"] <= drawn["width"]
            assert 0 <= bar["y"] <= drawn["floor"]


def test_one_bar_is_no_course_of_things(shop: Shop) -> None:
    for story in ("changelog/cut-the-salt.md", "products/salt-bread.md"):
        (shop.root / "content" / story).unlink()
    house = shop.house()
    assert over_time(_sheet(house), loop_of(house)) is None
