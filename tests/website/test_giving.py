"""The thread of give and return, and all thanks."""

from __future__ import annotations

from storyhouse.model.record import PersonId
from storyhouse.website.giving import Knot, threads_of
from storyhouse.website.thanking import thanks_of
from tests.sample import Sample
from tests.shop import Shop


def _thread(sample: Sample, person: str) -> list[tuple[str, str, str]]:
    turns = threads_of(sample.house)[PersonId(person)]
    return [(str(t.date), t.knot.value, t.about.id) for t in turns]


def test_giving_and_returning_stand_in_order_of_their_days(occasions: Sample) -> None:
    assert _thread(occasions, "minji") == [
        ("2026-06-02", "reported", "pebble"),
        ("2026-06-20", "thanked", "pebble"),
        ("2026-09-08", "came", "salt-tasting"),
        ("2026-09-12", "thanked", "salt-tasting"),
        ("2026-10-01", "asked", "rye"),
        ("2026-10-03", "answered", "rye"),
        ("2026-11-02", "asked", "umbrellas"),
        ("2026-11-02", "answered", "umbrellas"),
        ("2026-11-12", "did", "bench-hooks"),
        ("2026-11-12", "built", "bench-hooks"),
        ("2026-11-13", "thanked", "umbrellas"),
        ("2026-11-20", "asked", "bench"),
    ]


def test_who_asked_what_was_joined_gets_what_was_built(occasions: Sample) -> None:
    thread = _thread(occasions, "nokor")
    assert ("2026-08-30", "asked", "too-salty") in thread
    assert ("2026-10-10", "built", "cut-the-salt") in thread


def test_a_tester_a_host_and_a_storyteller_gave_as_well(occasions: Sample) -> None:
    knots = {knot for _, knot, _ in _thread(occasions, "haeseong")}
    assert {"tested", "changed", "said", "written", "reported"} <= knots
    assert ("2026-09-08", "hosted", "salt-tasting") in _thread(occasions, "tofu")


def test_every_knot_is_a_gift_or_a_return() -> None:
    gifts = [knot for knot in Knot if knot.is_gift]
    assert gifts == list(Knot)[: len(gifts)], "gifts stand before what came back"
    assert Knot.SAID in gifts
    assert Knot.ANSWERED not in gifts


def test_what_is_to_come_has_not_happened(shop: Shop) -> None:
    shop.change("content/asks/less-salt.yml", "date: 2026-09-05", "date: 2026-12-05")
    knots = [t.knot for t in threads_of(shop.house())[PersonId("haeseong")]]
    assert Knot.ASKED in knots
    assert Knot.ANSWERED not in knots


def test_nobody_without_a_name_has_a_thread(occasions: Sample) -> None:
    assert "anonymous" not in threads_of(occasions.house)


def test_thanks_are_the_newest_first_and_say_to_how_many(occasions: Sample) -> None:
    thanks = [
        (str(t.date), t.about.id, len(t.people)) for t in thanks_of(occasions.house)
    ]
    assert thanks[0] == ("2026-11-14", "umbrellas", 1)
    assert thanks[-1] == ("2026-06-20", "pebble", 2)
    assert ("2026-09-12", "salt-tasting", 4) in thanks
    assert thanks == sorted(thanks, key=lambda t: t[0], reverse=True)


def test_a_turn_is_told_once(shop: Shop) -> None:
    shop.change(
        "content/spotlights/sundays.md",
        "customer: haeseong",
        "customer: haeseong\npeople: [haeseong]",
    )
    turns = threads_of(shop.house())[PersonId("haeseong")]
    knots = [t.knot for t in turns if t.about.id == "sundays"]
    assert knots == [Knot.SAID, Knot.WRITTEN]


def test_told_without_thanks_is_no_thanks(shop: Shop) -> None:
    shop.change("content/asks/less-salt.yml", "thanked: true", "thanked: false")
    house = shop.house()
    assert "less-salt" not in {t.about.id for t in thanks_of(house)}
    assert Knot.TOLD in {t.knot for t in threads_of(house)[PersonId("haeseong")]}
