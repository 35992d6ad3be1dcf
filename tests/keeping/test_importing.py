"""Asks from a table: each once, whole, and nothing of anybody's that is not theirs."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyhouse.keeping.desk import open_desk
from storyhouse.keeping.importing import Report, import_asks
from storyhouse.keeping.refused import RefusedError
from tests.shop import TODAY, Shop

_HEAD = ["Timestamp", "Name", "Your idea", "Email"]


def _table(shop: Shop, rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> Path:
    file = shop.root / "answers.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head or _HEAD, *rows])
    return file


def _import(shop: Shop, file: Path, *, dry: bool = False) -> Report:
    return import_asks(open_desk(shop.root, TODAY), file, via="a form", dry=dry)


def _asks(shop: Shop) -> dict[str, str]:
    folder = shop.root / "content/asks"
    return {f.name: f.read_text("utf-8") for f in folder.iterdir()}


def test_a_row_becomes_an_ask(shop: Shop) -> None:
    report = _import(
        shop,
        _table(
            shop,
            [
                [
                    "2026. 10. 7 오후 3:12:45",
                    "Hae-seong",
                    "Warm milk. Please",
                    "a@b.de",
                ],
                ["2026. 10. 8 오전 9:00:00", "", "A bench, outside", ""],
            ],
        ),
    )
    assert (report.kept, report.new_people, report.odd) == (2, 0, [])
    made = _asks(shop)
    assert made["warm-milk.yml"] == (
        "title: Warm milk\nwords: Warm milk. Please\nby: [haeseong]\n"
        "date: 2026-10-07\nvia: a form\n"
    )
    assert "by: [anonymous]" in made["a-bench-outside.yml"]
    assert not any("a@b.de" in text for text in made.values())


def test_nothing_is_doubled(shop: Shop) -> None:
    rows = [
        ["2026-10-07", "Park Ji-woo", "A bench", ""],
        ["2026-10-07", "Park  ji-woo", "a   bench", ""],
        ["no day", "", "A lamp", ""],
        ["", "New Name", "A lamp", ""],
    ]
    first = _import(shop, _table(shop, rows))
    assert (first.kept, first.new_people) == (3, 2)
    assert [(n.line, n.what) for n in first.skipped] == [(3, "twice")]
    before = _asks(shop)
    later = open_desk(shop.root, TODAY + dt.timedelta(3))
    again = import_asks(later, shop.root / "answers.csv", via="a form")
    assert (again.kept, again.new_people) == (0, 0)
    assert {n.what for n in again.skipped} <= {"there", "twice"}
    assert _asks(shop) == before


def test_somebody_new_has_a_name_and_nothing_else(shop: Shop) -> None:
    rows = [
        ["2026-10-07", "Ada L.", "A bench for two", "ada@example.com"],
        ["2026-10-08", "Ada L.", "A lamp", ""],
    ]
    assert _import(shop, _table(shop, rows)).new_people == 1
    person = (shop.root / "content/people/ada-l.yml").read_text("utf-8")
    assert person == "name: Ada L.\n"
    house = shop.house()
    asks = house.asked_by[house.people["ada-l"].id]  # type: ignore[index]
    assert [a.date.day for a in asks] == [8, 7]
    # A title is shown; their words are not.
    assert all("bench" not in f"{a.title} {a.id}" for a in asks)
    assert "A bench for two" in _asks(shop)["what-somebody-asked-on-7-october-2026.yml"]


def test_a_dry_run_writes_nothing_and_says_the_same(shop: Shop) -> None:
    file = _table(shop, [["2026-10-07", "Ada", "A bench", ""], ["", "", "", "x"]])
    before = sorted(shop.root.rglob("*"))
    dry = _import(shop, file, dry=True)
    assert sorted(shop.root.rglob("*")) == before
    wet = _import(shop, file)
    assert (dry.kept, dry.new_people) == (wet.kept, wet.new_people) == (1, 1)
    assert dry.skipped == wet.skipped


def test_what_is_odd_is_told_with_its_line(shop: Shop) -> None:
    shop.write("content/people/kim.yml", "name: Twin\n")
    shop.write("content/people/lee.yml", "name: Twin\n")
    rows = [
        ["1/2/2026", "", 'One\ntwo"', ""],
        ["2026-10-07", "", "short"],
        ["2026-10-07", "", "long row", "", "", "more"],
        ["2026-12-24", "", "of tomorrow", ""],
        ["the 3rd", "", "no day", ""],
        ["2026-10-07", "Twin", "whose?", ""],
        ["2026-10-07", "Kim Hae-sung", "near", ""],
        ["2026-10-07", "", "=SUM(A1)", ""],
        ["2026-10-07", "", " \n", "x@y.de"],
        ["2026-10-07", "q@home.example", "whose words?", ""],
    ]
    report = _import(shop, _table(shop, rows))
    assert [(n.line, n.what) for n in report.odd] == [
        (2, "month-first"),
        (4, "ragged"),
        (5, "ragged"),
        (6, "day-to-come"),
        (7, "no-day"),
        (9, "near-person"),
        (10, "formula"),
    ]
    assert [(n.line, n.what) for n in report.skipped] == [
        (8, "two-people"),
        (11, "empty"),
        (13, "no-name"),
    ]
    assert report.columns.never_kept == ["Email"]
    assert shop.house().asks


def test_asks_that_cannot_be_read_stop_it(shop: Shop) -> None:
    shop.write("content/asks/broken.yml", "title: [\n")
    with pytest.raises(RefusedError, match="unread"):
        _import(shop, _table(shop, [["2026-10-07", "", "A bench", ""]]))
    assert "a-bench.yml" not in _asks(shop)


def test_what_is_wrong_elsewhere_does_not(shop: Shop) -> None:
    shop.write("content/shop.yml", "name: [\n")
    shop.write("content/products/rye.md", "---\ntitle\n---\n")
    assert _import(shop, _table(shop, [["2026-10-07", "", "A bench", ""]])).kept == 1


def test_a_fault_in_the_middle_leaves_whole_files(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["2026-10-07", f"Name {n}", f"idea {n}", ""] for n in range(40)]
    file = _table(shop, rows)
    monkeypatch.setattr("storyhouse.editing.together._AT_ONCE", 16)

    def fails(done: int, _all: int) -> None:
        if done == 25:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        import_asks(open_desk(shop.root, TODAY), file, progress=fails)
    for folder in ("asks", "people"):
        found = [*(shop.root / "content" / folder).iterdir()]
        assert [f for f in found if f.name.startswith(".")] == []
    assert shop.codes() == []
    rest = _import(shop, file)
    assert rest.kept + len(rest.skipped) == 40
    assert len(shop.house().asks) == 41


_CELL = st.text(
    st.sampled_from(list("aé빵🍞 ,;'\"#-[]{}|>&*%@`=<>/()1\t\n\r\x07\u202e:")),
    max_size=30,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=st.lists(st.lists(_CELL, max_size=5), max_size=6))
def test_any_table_makes_asks_that_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    shop = Shop.of("small", tmp_path_factory.mktemp("any") / "shop")
    file = _table(shop, rows)
    report = _import(shop, file)
    desk = open_desk(shop.root, TODAY)
    assert desk.unread == []
    assert len(desk.house.asks) == 1 + report.kept
    assert _import(shop, file).kept == 0


def test_what_stands_above_their_words_is_theirs_too(shop: Shop) -> None:
    """A form's column for a subject is no title until they agreed to their words."""
    file = shop.write(
        "form.csv",
        "Name,Subject,Message,Date\nQuilla,My subject,My words,2026-11-20\n"
        ",Unnamed subject,Unnamed words,2026-11-20\n",
    )
    assert _import(shop, file).kept == 2
    titles = {ask.title for ask in shop.house().asks.values()}
    assert "Unnamed subject" in titles
    assert not any("My" in f"{a.title} {a.id}" for a in shop.house().asks.values())


@pytest.mark.parametrize("words", ["없음", "none.", "N/A", "-", "특별히 없어요", "…"])
def test_no_wish_is_no_ask(shop: Shop, words: str) -> None:
    report = _import(shop, _table(shop, [["2026-10-07", "Ada", words, ""]]))
    assert (report.kept, report.new_people) == (0, 0)
    assert [n.what for n in report.skipped] == ["nothing"]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("WiFi 느려요", ""),
        ("Wi-Fi", ""),
        ("BGM volume 조금만", ""),
        ("less salt, please", "en"),
    ],
)
def test_a_little_latin_makes_no_korean_english(
    korean_shop: Shop, words: str, language: str
) -> None:
    _import(korean_shop, _table(korean_shop, [["2026-10-07", "지우", words, ""]]))
    made = next(t for t in _asks(korean_shop).values() if f"words: {words}" in t)
    assert ("language: en" in made) is bool(language)
    assert ("What somebody asked" in made) is bool(language)
