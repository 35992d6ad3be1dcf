"""Nothing of a person is shown without their yes to that part, there, on that day."""

from __future__ import annotations

import datetime as dt

import pytest

from storyhouse.model.people import (
    ANONYMOUS,
    Channel,
    Consent,
    Guarded,
    Part,
    Person,
    Role,
)
from storyhouse.model.record import PersonId, Picture, PicturePath
from storyhouse.model.showing import LETTER, SITE, Showing
from storyhouse.places import Source
from tests.shop import Shop

GIVEN, UNTIL = dt.date(2026, 9, 3), dt.date(2026, 12, 31)
DAY = dt.timedelta(days=1)
TOM = PersonId("tom")
ALL = (Part.NAME, Part.WORDS, Part.PHOTO)
BOTH = (Channel.SITE, Channel.LETTER)


def tom(
    *consent: Consent,
    role: Role = Role.CUSTOMER,
    withdrawn: dt.date | None = None,
    shown_as: str = "Tom",
) -> Person:
    return Person(
        source=Source(None),  # type: ignore[arg-type]
        id=TOM,
        name=Guarded("Thomas Baker"),
        shown_as=Guarded(shown_as),
        role=role,
        about=Guarded("Bakes."),
        photo=Guarded(Picture(image=PicturePath("tom.jpg"), alt="Tom")),
        consent=consent,
        withdrawn=withdrawn,
    )


def yes(
    *parts: Part, where: tuple[Channel, ...] = BOTH, until: dt.date = dt.date.max
) -> Consent:
    return Consent(given=GIVEN, for_=parts, where=where, kept="a card", until=until)


def showing(
    person: Person, channels: frozenset[Channel] = SITE, day: dt.date = GIVEN
) -> Showing:
    return Showing(people={TOM: person}, channels=channels, day=day)


def seen(door: Showing) -> set[str]:
    """Which parts can be met through this door."""
    met = {
        "name": door.name(TOM),
        "about": door.about(TOM),
        "photo": door.photo(TOM),
        "words": door.words(TOM, Guarded("Less salt, please.")),
    }
    return {part for part, value in met.items() if value}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((), set()),
        ((Part.NAME,), {"name", "about"}),
        ((Part.WORDS,), {"words"}),
        ((Part.PHOTO,), set()),
        ((Part.NAME, Part.PHOTO), {"name", "about", "photo"}),
        (ALL, {"name", "about", "photo", "words"}),
    ],
)
def test_by_part(parts: tuple[Part, ...], expected: set[str]) -> None:
    assert seen(showing(tom(yes(*parts)))) == expected


@pytest.mark.parametrize(
    ("where", "site", "letter"),
    [
        ((), False, False),
        ((Channel.SITE,), True, False),
        ((Channel.LETTER,), False, False),
        (BOTH, True, True),
    ],
)
def test_by_channel_and_a_letter_is_also_a_page(
    where: tuple[Channel, ...],
    site: bool,  # noqa: FBT001 (a table's column)
    letter: bool,  # noqa: FBT001 (as above)
) -> None:
    person = tom(yes(*ALL, where=where))
    assert bool(seen(showing(person, SITE))) is site
    assert bool(seen(showing(person, LETTER))) is letter


def test_two_yeses_add_up() -> None:
    person = tom(
        yes(*ALL, where=(Channel.SITE,)), yes(Part.NAME, where=(Channel.LETTER,))
    )
    assert seen(showing(person, LETTER)) == {"name", "about"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [(GIVEN - DAY, False), (GIVEN, True), (UNTIL, True), (UNTIL + DAY, False)],
)
def test_by_day(
    day: dt.date,
    expected: bool,  # noqa: FBT001 (a table's column)
) -> None:
    assert bool(seen(showing(tom(yes(*ALL, until=UNTIL)), day=day))) is expected


def test_withdrawn_from_that_day_on_makers_too() -> None:
    for person in (
        tom(yes(*ALL), withdrawn=UNTIL),
        tom(role=Role.MAKER, withdrawn=UNTIL),
    ):
        assert len(seen(showing(person, LETTER, UNTIL - DAY))) == 4
        assert not seen(showing(person, LETTER, UNTIL))
        assert not seen(showing(person, SITE, UNTIL + DAY))


@pytest.mark.parametrize("role", list(Role))
def test_only_makers_agree_by_having_a_file(role: Role) -> None:
    assert bool(seen(showing(tom(role=role), LETTER))) is (role is Role.MAKER)


def test_the_name_is_the_one_they_chose() -> None:
    assert showing(tom(yes(Part.NAME))).name(TOM) == "Tom"
    assert showing(tom(yes(Part.NAME), shown_as="")).name(TOM) == "Thomas Baker"


def test_of_somebody_unknown_nothing_is_shown() -> None:
    door = Showing(people={}, channels=SITE, day=GIVEN)
    assert not seen(door)


def test_an_anonymous_note_may_be_read_and_has_no_name() -> None:
    door = Showing(people={}, channels=LETTER, day=GIVEN)
    assert door.words(ANONYMOUS, Guarded("Less salt.")) == "Less salt."
    assert door.name(ANONYMOUS) is None


def test_an_issue_is_shown_on_its_day_or_today(shop: Shop) -> None:
    (issue,) = shop.house().issues.values()
    early = shop.house(dt.date(2026, 10, 1)).showing_in(issue)
    late = shop.house(dt.date(2026, 12, 1)).showing_in(issue)
    assert early.day == issue.day
    assert late.day == dt.date(2026, 12, 1)
    assert early.channels == late.channels == LETTER


def test_what_is_guarded_cannot_slip_into_a_text() -> None:
    kept = Guarded("Thomas Baker")
    texts = [str(kept), f"{kept}", repr(kept), "%s" % kept, f"{kept!r:>30}"]  # noqa: UP031 (each way to print)
    texts += [str([kept]), str({"name": kept}), repr(tom(yes(*ALL))), "{}".format(kept)]  # noqa: UP032 (as above)
    assert not [text for text in texts if "Baker" in text or "Tom" in text]
    assert kept.opened() == "Thomas Baker"


def test_what_is_guarded_can_be_compared() -> None:
    assert Guarded("tom") == Guarded("tom")
    assert Guarded("tom") != Guarded("ann")
    assert Guarded("tom")
    assert not Guarded("")


def test_a_childs_own_yes_opens_nothing(shop: Shop) -> None:
    shop.write(
        "content/people/tom.yml",
        "name: Tom\nchild: true\nconsent:\n"
        "  - {given: 2026-09-03, for: [name], where: [site], kept: card}\n",
    )
    assert shop.house().showing().name(TOM) is None
    shop.change("content/people/tom.yml", "kept: card", "kept: card, guardian: Ann")
    assert shop.house().showing().name(TOM) == "Tom"
