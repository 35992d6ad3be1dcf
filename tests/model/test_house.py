"""How far an ask has come, and what leads from one record to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from storyhouse.model.asks import AskState
from storyhouse.model.house import House, people_in
from storyhouse.model.record import AskId, IssueId, PersonId, ProductId, StoryId
from tests.shop import TODAY, Shop

ASK = "title: A bench\nwords: Could there be a bench?\ndate: 2026-09-01\n"


def ask(shop: Shop, id_: str, more: str = "", by: str = "[haeseong]") -> None:
    shop.write(f"content/asks/{id_}.yml", f"{ASK}by: {by}\n{more}")


def change(shop: Shop, id_: str, answers: str, day: str = "2026-10-01") -> None:
    shop.write(
        f"content/changelog/{id_}.md",
        f"---\ntitle: Changed\ndate: {day}\nanswers: [{answers}]\n---\n",
    )


def product(shop: Shop, id_: str, asks: str, status: str) -> None:
    shop.write(
        f"content/products/{id_}.md",
        f"---\ntitle: Made\ndate: 2026-10-05\nasks: [{asks}]\nstatus: {status}\n---\n",
    )


def state(shop: Shop, id_: str = "bench", today: dt.date = TODAY) -> AskState:
    house = shop.house(today)
    return house.state(house.asks[AskId(id_)])


def ids(records: Iterable[object]) -> list[str]:
    return [str(record.id) for record in records]  # type: ignore[attr-defined]


ANSWER = "answers: [{date: 2026-09-02, words: We will see.}]\n"
PLANNED = "plan: {state: planned, promised_by: 2026-12-01}\n"
BUILDING = "plan: {state: building}\n"
DECLINED = "declined: {date: 2026-10-03, because: no room}\n"
TOLD = "told: [{person: haeseong, how: in person, date: 2026-10-12}]\n"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", AskState.HEARD),
        (ANSWER, AskState.ANSWERED),
        (PLANNED, AskState.PLANNED),
        (ANSWER + PLANNED, AskState.PLANNED),
        (ANSWER + BUILDING, AskState.BUILDING),
        (DECLINED, AskState.DECLINED),
        (ANSWER + PLANNED + DECLINED, AskState.DECLINED),
        (TOLD, AskState.HEARD),
        ("merged_into: less-salt\n", AskState.MERGED),
        ("merged_into: less-salt\n" + DECLINED, AskState.MERGED),
    ],
)
def test_an_ask_that_nothing_was_built_for(
    shop: Shop, more: str, expected: AskState
) -> None:
    ask(shop, "bench", more)
    assert state(shop) is expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", AskState.BUILT),
        (PLANNED, AskState.BUILT),
        (TOLD, AskState.TOLD),
        ("merged_into: less-salt\n" + TOLD, AskState.MERGED),
        (DECLINED.replace("10-03", "09-30"), AskState.BUILT),
        (DECLINED.replace("10-03", "10-01"), AskState.BUILT),
        (DECLINED.replace("10-03", "10-02"), AskState.DECLINED),
    ],
)
def test_an_ask_that_a_change_of_october_first_answers(
    shop: Shop, more: str, expected: AskState
) -> None:
    ask(shop, "bench", more)
    change(shop, "a-bench", "bench")
    assert state(shop) is expected


def test_declined_then_built_then_told(shop: Shop) -> None:
    ask(shop, "bench", DECLINED + TOLD)
    change(shop, "a-stool", "bench", "2026-09-15")
    assert state(shop) is AskState.DECLINED
    change(shop, "a-bench", "bench", "2026-10-20")
    assert state(shop, today=dt.date(2026, 10, 19)) is AskState.DECLINED
    assert state(shop, today=dt.date(2026, 10, 20)) is AskState.TOLD


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("idea", AskState.PLANNED),
        ("testing", AskState.BUILDING),
        ("made", AskState.BUILT),
        ("retired", AskState.BUILT),
    ],
)
def test_a_product_answers_its_asks_once_it_is_made(
    shop: Shop, status: str, expected: AskState
) -> None:
    ask(shop, "bench", PLANNED)
    product(shop, "a-bench", "bench", status)
    assert state(shop) is expected


def test_what_is_told_tomorrow_is_not_told_today(shop: Shop) -> None:
    ask(shop, "bench", TOLD)
    change(shop, "a-bench", "bench")
    assert state(shop, today=dt.date(2026, 10, 11)) is AskState.BUILT
    assert state(shop, today=dt.date(2026, 10, 12)) is AskState.TOLD


@pytest.mark.parametrize(("draft", "day"), [("true", "2026-10-01"), ("false", "2027")])
def test_what_is_not_out_yet_answers_nothing(shop: Shop, draft: str, day: str) -> None:
    ask(shop, "bench")
    day = "2027-01-01" if day == "2027" else day
    change(shop, "a-bench", "bench", day)
    shop.change("content/changelog/a-bench.md", "answers", f"draft: {draft}\nanswers")
    assert state(shop) is AskState.HEARD
    with_drafts = shop.house(drafts=True)
    assert with_drafts.state(with_drafts.asks[AskId("bench")]) is AskState.BUILT


def test_everybody_who_asked_must_be_told_the_anonymous_too(shop: Shop) -> None:
    change(shop, "a-bench", "bench")
    ask(shop, "bench", TOLD, by="[haeseong, anonymous]")
    assert state(shop) is AskState.BUILT
    told = TOLD.replace("}]", "}, {person: anonymous, how: a card, date: 2026-10-13}]")
    ask(shop, "bench", told, by="[haeseong, anonymous]")
    assert state(shop) is AskState.TOLD


def test_a_chain_of_merged_asks_keeps_all_who_asked(shop: Shop) -> None:
    shop.write("content/people/tom.yml", "name: Tom\n")
    shop.write("content/people/ann.yml", "name: Ann\n")
    ask(shop, "bench", TOLD)
    ask(shop, "seat", "merged_into: bench\n", by="[tom, haeseong]")
    ask(shop, "chair", "merged_into: seat\n", by="[ann, anonymous]")
    change(shop, "a-bench", "bench")
    house = shop.house()
    bench = house.asks[AskId("bench")]
    assert house.askers(bench) == ["haeseong", "tom", "ann", "anonymous"]
    assert house.state(bench) is AskState.BUILT
    everybody = ", ".join(
        f"{{person: {who}, how: a card, date: 2026-10-12}}"
        for who in ("haeseong", "tom", "ann", "anonymous")
    )
    ask(shop, "bench", f"told: [{everybody}]\n")
    assert state(shop) is AskState.TOLD
    assert state(shop, "seat") is AskState.MERGED
    assert state(shop, "chair") is AskState.MERGED


def test_days_from_the_ask_to_the_first_answer(shop: Shop) -> None:
    ask(shop, "bench")
    ask(shop, "early")
    ask(shop, "never")
    change(shop, "a-bench", "bench, early", "2026-10-01")
    change(shop, "a-better-bench", "bench", "2026-11-01")
    change(shop, "before-it-was-asked", "early", "2026-08-01")
    house = shop.house()
    days = [
        house.days_to_build(house.asks[AskId(i)]) for i in ("bench", "early", "never")
    ]
    assert days == [30, 0, None]


# Links, both ways.


def test_everything_that_the_small_shop_links(shop: Shop) -> None:
    house = shop.house()
    salt, bread = AskId("less-salt"), ProductId("salt-bread")
    person = PersonId("haeseong")
    assert ids(house.asked_by[person]) == ["less-salt"]
    assert ids(house.built_by[salt]) == ["salt-bread", "cut-the-salt"]
    assert ids(house.told_in[salt]) == ["cut-the-salt", "salt-bread"]
    assert ids(house.about_product[bread]) == ["cut-the-salt"]
    assert ids(house.appears_in[person]) == ["sundays", "cut-the-salt", "salt-bread"]
    assert set(house.asked_by) | set(house.appears_in) == {person}
    assert house.merged_from == {}


def test_somebody_is_in_a_story_once_whatever_they_did_in_it(shop: Shop) -> None:
    shop.write("content/people/tom.yml", "name: Tom\n")
    shop.change(
        "content/spotlights/sundays.md",
        "customer:",
        "people: [tom, haeseong]\ncustomer:",
    )
    shop.change(
        "content/products/salt-bread.md",
        "people: [haeseong]",
        "people: [anonymous, tom]",
    )
    house = shop.house()
    assert people_in(house.written[StoryId("sundays")]) == ["haeseong", "tom"]
    assert people_in(house.written[StoryId("salt-bread")]) == ["haeseong", "tom"]
    assert people_in(house.written[StoryId("oven-at-four")]) == []


def test_a_story_that_touches_and_answers_an_ask_stands_once(shop: Shop) -> None:
    shop.change(
        "content/changelog/cut-the-salt.md", "answers:", "asks: [less-salt]\nanswers:"
    )
    assert ids(shop.house().told_in[AskId("less-salt")]) == [
        "cut-the-salt",
        "salt-bread",
    ]


def test_what_is_in_the_making(shop: Shop) -> None:
    ask(shop, "bench")
    product(shop, "a-bench", "bench, less-salt", "testing")
    house = shop.house()
    assert ids(house.in_the_making[AskId("bench")]) == ["a-bench"]
    assert AskId("bench") not in house.built_by


def test_the_newest_comes_first_and_the_same_day_by_name(shop: Shop) -> None:
    for name in ("b", "a"):
        change(shop, name, "less-salt", "2026-10-10")
    assert ids(shop.house().stories.values()) == [
        *("sundays", "a", "b", "cut-the-salt", "salt-bread", "oven-at-four")
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-10-01", []),
        ("2026-10-02", ["oven-at-four"]),
        ("2026-10-09", ["salt-bread", "oven-at-four"]),
    ],
)
def test_a_story_waits_for_its_day(shop: Shop, today: str, expected: list[str]) -> None:
    house = shop.house(dt.date.fromisoformat(today))
    assert ids(house.stories.values()) == expected
    assert len(house.written) == 4


def test_what_nobody_else_signs_the_owner_does(shop: Shop) -> None:
    shop.change("content/spotlights/sundays.md", "customer:", "by: haeseong\ncustomer:")
    house = shop.house()
    authors = [house.author_of(s) for s in house.stories.values()]
    assert authors == ["haeseong", "mara", "mara", "mara"]
    assert [house.author_of(i) for i in house.issues.values()] == ["mara"]


def test_what_says_no_language_speaks_the_shops(shop: Shop) -> None:
    shop.change("content/spotlights/sundays.md", "customer:", "language: ko\ncustomer:")
    house = shop.house()
    spoken = {s.id: house.language_of(s) for s in house.stories.values()}
    assert spoken[StoryId("sundays")] == "ko"
    assert spoken[StoryId("cut-the-salt")] == "en"
    assert house.language_of(house.asks[AskId("less-salt")]) == "en"


# Letters.


def issue(shop: Shop, more: str, day: str = "2026-11-25 09:00") -> House:
    shop.write(
        "newsletters/2026-11.md",
        f"---\nsubject: New\ndate: {day}\n{more}\n---\nHello.\n",
    )
    return shop.house()


def carried(house: House) -> list[str]:
    return ids(house.carried(house.issues[IssueId("2026-11")]))


def test_a_letter_carries_what_it_names_in_its_order(shop: Shop) -> None:
    house = issue(shop, "stories: [oven-at-four, sundays, cut-the-salt]")
    assert carried(house) == ["oven-at-four", "sundays", "cut-the-salt"]


def test_a_letter_carries_all_since_a_day_the_oldest_first(shop: Shop) -> None:
    house = issue(shop, "since: 2026-10-09")
    assert carried(house) == ["salt-bread", "cut-the-salt", "sundays"]
    house = issue(shop, "since: 2026-10-09", day="2026-10-19")
    assert carried(house) == ["salt-bread", "cut-the-salt"]
    assert carried(issue(shop, "question: And you?")) == []


def test_a_letter_prepared_early_carries_what_will_be_out(shop: Shop) -> None:
    change(shop, "next-week", "less-salt", "2026-12-01")
    named = "stories: [next-week, sundays]"
    assert carried(issue(shop, named)) == ["sundays"]
    assert carried(issue(shop, named, day="2026-11-30")) == ["sundays"]
    assert carried(issue(shop, named, day="2026-12-01")) == ["next-week", "sundays"]
    since = "since: 2026-11-01"
    assert carried(issue(shop, since, day="2026-12-02")) == ["next-week"]


def test_a_letter_carries_drafts_only_when_they_are_shown(shop: Shop) -> None:
    shop.change("content/spotlights/sundays.md", "customer:", "draft: true\ncustomer:")
    issue(shop, "stories: [sundays, cut-the-salt]")
    assert carried(shop.house()) == ["cut-the-salt"]
    assert carried(shop.house(drafts=True)) == ["sundays", "cut-the-salt"]


def test_letters_that_went_out_have_a_page_the_newest_first(shop: Shop) -> None:
    for day, status in (
        ("24", "ready"),
        ("26", "ready"),
        ("27", "ready"),
        ("25", "draft"),
    ):
        shop.write(
            f"newsletters/2026-11-{day}.md",
            f"---\nsubject: New\ndate: 2026-11-{day} 09:00\nstatus: {status}\n---\n",
        )
    assert ids(shop.house().letters) == [
        "2026-11-26",
        "2026-11-24",
        "2026-10-less-salt",
    ]
    assert len(shop.house(drafts=True).letters) == 5


def test_an_issues_hour_is_the_shops(shop: Shop) -> None:
    (only,) = shop.house().issues.values()
    assert only.date.isoformat() == "2026-10-27T17:00:00+09:00"
    house = issue(shop, "", day="2026-11-25")
    assert (
        house.issues[IssueId("2026-11")].date.isoformat() == "2026-11-25T09:00:00+09:00"
    )


# Who has heard.


def sent(shop: Shop, id_: str, more: str, day: str = "2026-10-20") -> None:
    shop.write(
        f"newsletters/{id_}.md",
        f"---\nsubject: New\ndate: {day} 09:00\n{more}\n---\n",
    )


def told(shop: Shop, today: dt.date = TODAY) -> dict[str, str]:
    house = shop.house(today)
    return {w: str(d) for w, d in house.told(house.asks[AskId("bench")]).items()}


@pytest.fixture
def bench(shop: Shop) -> Shop:
    """A bench that somebody named and somebody unnamed asked for, built in October."""
    (shop.root / "newsletters/2026-10-less-salt.md").unlink()
    ask(shop, "bench", by="[haeseong, anonymous]")
    change(shop, "a-bench", "bench", "2026-10-10")
    return shop


def test_a_sent_letter_tells_those_it_names_and_those_without_a_name(
    bench: Shop,
) -> None:
    sent(bench, "2026-10", "stories: [a-bench]\nstatus: sent")
    assert told(bench) == {"haeseong": "2026-10-20", "anonymous": "2026-10-20"}
    assert told(bench, dt.date(2026, 10, 19)) == {}
    assert state(bench) is AskState.TOLD


def test_it_tells_of_what_was_changed_since_the_last_one(bench: Shop) -> None:
    sent(bench, "2026-10", "status: sent")
    assert told(bench) == {}  # the first letter: everything would be new in it
    sent(bench, "2026-09", "status: ready", "2026-09-20")
    assert told(bench) == {"haeseong": "2026-10-20", "anonymous": "2026-10-20"}
    sent(bench, "2026-09", "status: ready", "2026-10-11")
    assert told(bench) == {}


def test_what_is_of_its_own_day_is_for_the_next_one(bench: Shop) -> None:
    """Unless the letter carries it: it may have been written when that was out."""
    sent(bench, "2026-09", "status: sent", "2026-09-20")
    sent(bench, "2026-10", "status: sent", "2026-10-10")
    sent(bench, "2026-11", "status: sent", "2026-11-10")
    assert told(bench) == {"haeseong": "2026-11-10", "anonymous": "2026-11-10"}
    sent(bench, "2026-10", "stories: [a-bench]\nstatus: sent", "2026-10-10")
    assert told(bench) == {"haeseong": "2026-10-10", "anonymous": "2026-10-10"}
    house = bench.house()
    again = house.changed_since_last(house.issues[IssueId("2026-11")])
    assert StoryId("a-bench") not in {story.id for story in again}


@pytest.mark.parametrize(
    "more", ["status: ready", "status: draft", "status: sent\naudience: regulars"]
)
def test_a_letter_that_may_not_have_reached_them_tells_nobody(
    bench: Shop, more: str
) -> None:
    sent(bench, "2026-10", f"stories: [a-bench]\n{more}")
    assert told(bench) == {}
    assert state(bench) is AskState.BUILT


def test_who_may_not_be_named_in_letters_was_not_told_by_one(bench: Shop) -> None:
    sent(bench, "2026-10", "stories: [a-bench]\nstatus: sent")
    bench.change(
        "content/people/haeseong.yml", "where: [site, letter]", "where: [site]"
    )
    assert told(bench) == {"anonymous": "2026-10-20"}
    house = bench.house()
    assert house.untold(house.asks[AskId("bench")]) == ["haeseong"]


def test_who_withdrew_before_hearing_is_owed_no_word(bench: Shop) -> None:
    sent(bench, "2026-10", "stories: [a-bench]\nstatus: sent")
    file = bench.root / "content/people/haeseong.yml"
    file.write_text(file.read_text("utf-8") + "withdrawn: 2026-10-15\n", "utf-8")
    assert told(bench) == {"anonymous": "2026-10-20"}
    house = bench.house()
    assert house.untold(house.asks[AskId("bench")]) == []
    assert state(bench) is AskState.TOLD


@pytest.mark.parametrize("into", [("bench", "bench"), ("seat", "bench")])
def test_asks_merged_in_a_circle_are_walked_once(
    bench: Shop, into: tuple[str, str]
) -> None:
    first, second = into
    ask(bench, "bench", f"merged_into: {first}\n")
    ask(bench, "seat", f"merged_into: {second}\n", by="[anonymous]")
    house = bench.house()
    found = house.asks[AskId("bench")]
    assert house.askers(found) == ["haeseong", "anonymous"]
    assert house.told(found) == {}
    assert house.state(found) is AskState.MERGED
    assert "merged-in-circle" in bench.said()
