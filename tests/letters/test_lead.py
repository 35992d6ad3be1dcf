"""The lead of a letter, what goes on around it, and whom they may name."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest

from storyhouse.checking import check
from storyhouse.letters import files_of, kept, render
from storyhouse.letters.compose import Composer
from storyhouse.letters.lead import lead
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import IssueStatus
from storyhouse.model.people import ANONYMOUS, Channel, Consent, Guarded, Part, Person
from storyhouse.model.record import IssueId, PersonId
from storyhouse.model.showing import LETTER
from storyhouse.prose.beside import posts_in
from storyhouse.prose.fields import filled
from tests.shop import TODAY, Shop

WINTER, OCTOBER = IssueId("winter"), IssueId("october")


def text_of(house: CheckedHouse, issue: IssueId = WINTER) -> str:
    letter, found = render(house, house.issues[issue])
    assert letter, found
    return files_of(letter)["letter.txt"].decode()


def test_it_stands_before_the_authors_words(house: CheckedHouse) -> None:
    letter, _ = render(house, house.issues[OCTOBER])
    assert letter
    for name in ("letter.txt", "letter.html"):
        text = files_of(letter)[name].decode()
        title = text.rfind("Why we cut the salt", 0, text.find("What you changed"))
        assert -1 < title < text.find("What you changed") < text.find("welcome")
        assert "Clara and a customer asked for it. It took 37 days." in text


def test_one_line_for_one_ask(house: CheckedHouse) -> None:
    """The bread and the news of it answer the same ask; the news tells it."""
    found = lead(house, house.issues[OCTOBER])
    assert found
    assert [line.story for line in found.lines] == ["less", "hooks"]


def test_everybody_who_counts_as_told_is_named(house: CheckedHouse) -> None:
    issues = {
        id_: replace(issue, status=IssueStatus.SENT)
        for id_, issue in house.issues.items()
    }
    asks = {id_: replace(ask, told=()) for id_, ask in house.asks.items()}
    later = replace(house, issues=issues, asks=asks, today=dt.date(2026, 12, 24))
    shown = later.showing(LETTER, later.issues[WINTER].day)
    letters = "".join(text_of(CheckedHouse(later), id_) for id_ in issues)
    told = {who for ask in later.asks.values() for who in later.told(ask)}
    assert {"clara", "sunja"} <= told
    assert "secret" not in told
    for who in told - {ANONYMOUS}:
        assert str(shown.name(who)) in letters


def test_none_in_a_first_letter(house: CheckedHouse) -> None:
    assert lead(house, house.issues[IssueId("first")]) is None
    assert "What you changed" not in text_of(house, IssueId("first"))


def test_none_when_nothing_was_changed(house: CheckedHouse) -> None:
    assert lead(house, house.issues[IssueId("gullyeo")]) is None


def test_whoever_was_merged_in_is_told_too(house: CheckedHouse) -> None:
    asks = dict(house.asks)
    radio, hook = asks["radio"], asks["lower-hook"]  # type: ignore[index]
    asks[radio.id] = replace(radio, merged_into=hook.id)
    changed = CheckedHouse(replace(house, asks=asks))
    found = lead(changed, changed.issues[WINTER])
    assert found
    assert found.lines[0].words.startswith("Clara님, 순자님과 손님 두 분이")


@pytest.mark.parametrize(("days", "said"), [(0, "그날 바로"), (-1, "말씀해 주셨어요.")])
def test_how_long_it_took(house: CheckedHouse, days: int, said: str) -> None:
    asks = dict(house.asks)
    radio = asks["radio"]  # type: ignore[index]
    asked = dt.date(2026, 12, 2) - dt.timedelta(days=days)
    asks[radio.id] = replace(radio, date=asked)
    changed = CheckedHouse(replace(house, asks=asks))
    found = lead(changed, changed.issues[WINTER])
    assert found
    assert said in found.lines[1].words


def test_a_theme_without_it_loses_credits(house: CheckedHouse) -> None:
    issue = house.issues[WINTER]
    letter, _ = render(house, issue)
    assert letter
    html = filled(letter.html, {})
    sheet = Composer(house, issue).sheet()
    assert [*kept.check(house, issue, sheet, html)] == []
    lost = html.replace("7일 걸렸어요", "")
    found = [*kept.check(house, issue, sheet, lost)]
    assert {(d.code, d.facts["name"]) for d in found} == {
        ("credit/lost", "Clara"),
        ("credit/lost", "순자"),
    }


# What goes on around the shop.


def test_an_open_letter_is_named_at_the_top(house: CheckedHouse) -> None:
    text = text_of(house)
    assert text.find("/open-letters/cold-oven/") < text.find("지난 편지 뒤로")
    assert "cold-oven" not in text_of(house, OCTOBER)


def test_a_gathering_that_is_soon(house: CheckedHouse) -> None:
    assert "2026년 12월 28일 19:00\nThe back room & the yard" in text_of(house)
    assert "dough-night" not in text_of(house, IssueId("gullyeo"))


def test_neighbours_only_if_asked_for(house: CheckedHouse) -> None:
    issue = replace(house.issues[WINTER], neighbours=False)
    assert "tofu.example" not in text_of(
        CheckedHouse(replace(house, issues={**house.issues, WINTER: issue}))
    )


def test_one_post_of_each_neighbour_comes_first(house: CheckedHouse) -> None:
    posts = [*posts_in(house, house.issues[WINTER])]
    assert [post.url for post in posts] == [
        "https://tofu.example/4?a=1&b=2",
        "https://books.example/winter",
        "https://tofu.example/3",
    ]


def test_a_neighbours_words_are_words(house: CheckedHouse) -> None:
    letter, _ = render(house, house.issues[WINTER])
    assert letter
    page = files_of(letter)["letter.html"].decode()
    assert "비지가 &lt;b&gt;남았어요&lt;/b&gt; (unsubscribe_url) &amp; 더" in page
    assert "Zebulon" not in page


# Nobody is named without consent for both, whatever was agreed to before.

WHO = PersonId("quill")
NAME = "Quillon Vexley"
PARTS = [(), (Part.NAME,), (Part.WORDS,), (Part.NAME, Part.WORDS)]
WHERE = [(), (Channel.SITE,), (Channel.LETTER,), (Channel.SITE, Channel.LETTER)]
SPANS = ["now", "over", "to come", "withdrawn", "withdrawn later"]
DAY = dt.date(2026, 12, 3)


@pytest.fixture(scope="module")
def quill(tmp_path_factory: pytest.TempPathFactory) -> CheckedHouse:
    """A shop in which one person asked, tested and is credited; no consent yet."""
    shop = Shop.of("letters", tmp_path_factory.mktemp("quill") / "shop")
    shop.write(f"content/people/{WHO}.yml", f"name: {NAME}\n")
    for ask in ("lower-hook", "radio"):
        shop.change(f"content/asks/{ask}.yml", "by: [", f"by: [{WHO}, ")
    path = "content/changelog/lamp-hook.md"
    shop.change(path, "credits:", f"credits:\n  - {{person: {WHO}, did: [idea]}}")
    checked, found = check(shop.house())
    assert checked, found
    return checked


def person(
    shop: CheckedHouse, parts: tuple[Part, ...], where: tuple[Channel, ...], span: str
) -> Person:
    given = DAY + dt.timedelta(days=1 if span == "to come" else -30)
    until = DAY - dt.timedelta(days=1) if span == "over" else dt.date.max
    consent = Consent(given=given, for_=parts, where=where, kept="box", until=until)
    withdrawn = {"withdrawn": DAY, "withdrawn later": DAY + dt.timedelta(days=1)}
    return replace(
        shop.people[WHO],
        shown_as=Guarded("Quillon"),
        consent=(consent,) if parts and where else (),
        withdrawn=withdrawn.get(span),
    )


@pytest.mark.parametrize(
    ("parts", "where", "span"), [*itertools.product(PARTS, WHERE, SPANS)]
)
def test_names_stay_within_consent(
    quill: CheckedHouse,
    parts: tuple[Part, ...],
    where: tuple[Channel, ...],
    span: str,
) -> None:
    people = {**quill.people, WHO: person(quill, parts, where, span)}
    letter, found = render(
        CheckedHouse(replace(quill, people=people)), quill.issues[WINTER]
    )
    assert letter, found
    whole = Part.NAME in parts and len(where) == 2
    agreed = whole and span in {"now", "withdrawn later"}
    for name, data in files_of(letter).items():
        text = data.decode()
        assert "Vexley" not in text, name
        assert WHO not in text, name
        if name in {"letter.html", "letter.txt", "report.json"}:
            assert ("Quillon" in text) == agreed, name
        else:
            assert agreed or "Quillon" not in text, name
    lines = files_of(letter)["letter.txt"].decode()
    assert ("Quillon, Clara님" in lines or "Quillon님, Clara님" in lines) == agreed


def test_a_withdrawal_reaches_letters_that_were_sent(quill: CheckedHouse) -> None:
    """Its page on the site is built again: after the day, nothing of them is in it."""
    gone = person(quill, (Part.NAME,), WHERE[-1], "withdrawn later")
    later = DAY + dt.timedelta(days=2)
    people = {**quill.people, WHO: gone}
    house = CheckedHouse(replace(quill, people=people, today=later))
    letter, found = render(house, house.issues[WINTER])
    assert letter, found
    for data in files_of(letter).values():
        assert b"Quillon" not in data


# The checks look at what the lead and the rest show.


@pytest.mark.parametrize(
    ("path", "old", "new", "key"),
    [
        ("content/changelog/radio.md", "title: 여덟", "title: Otto와 여덟", "title"),
        ("content/open-letters/cold-oven.md", "title: ", "title: Otto, ", "title"),
        ("content/events/dough-night.md", "where: ", "where: Otto's, ", "where"),
        ("content/neighbours.yml", "Hye's", "Otto's", "name"),
    ],
)
def test_no_name_slips_in_beside_the_stories(
    tmp_path: Path, path: str, old: str, new: str, key: str
) -> None:
    """Otto agreed to the site only."""
    shop = Shop.of("letters", tmp_path / "shop")
    shop.change(path, old, new)
    found = [d for d in check(shop.house(TODAY))[1] if d.code == "consent/carried"]
    assert [(d.where.path.name, d.facts["key"], d.facts["story"]) for d in found] == [
        ("winter.md", f"`{key}`", path)
    ]


def test_the_report_counts_the_lead_as_stories(house: CheckedHouse) -> None:
    letter, _ = render(house, house.issues[WINTER])
    assert letter
    report = json.loads(files_of(letter)["report.json"])
    assert report["changed"] == ["lamp-hook", "radio"]
    assert report["shares"] == {"notices": 0, "selling": 0, "stories": 100}


def test_a_customers_braces_are_no_merge_field(house: CheckedHouse) -> None:
    said: Guarded[str] = Guarded(
        "Write {unsubscribe_url} to {first_name|me}, {not} me."
    )
    asks = {id_: replace(ask, words=said) for id_, ask in house.asks.items()}
    text = text_of(CheckedHouse(replace(house, asks=asks)), OCTOBER)
    said_flat = " ".join(text.split())
    assert "Write (unsubscribe_url) to (first_name|me)" in said_flat
    assert text.count("{unsubscribe_url}") == 2  # our own, in two languages
