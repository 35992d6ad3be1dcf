"""Both languages say the same things."""

from __future__ import annotations

import re
from string import Formatter

from storyhouse.letters.naming import Naming
from storyhouse.model.house import CheckedHouse
from storyhouse.model.record import PersonId
from storyhouse.model.stories import Compensation, Did, Kind, Status
from storyhouse.words import words_for


def test_same_keys_and_facts() -> None:
    en, ko = words_for("en").of("letter"), words_for("ko").of("letter")
    assert set(en) == set(ko)
    for key, sentence in en.items():
        # A mail's subject and the count of a few need none.
        assert _facts(ko[key]) <= _facts(sentence) | {"who"}, key


def _facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_kind_is_named() -> None:
    for language in ("en", "ko"):
        keys = set(words_for(language).of("letter"))
        assert keys >= {f"kinds.{kind}" for kind in Kind}
        assert keys >= {f"did.{did}" for did in Did}
        assert keys >= {f"status.{status}" for status in Status}
        given = set(Compensation) - {Compensation.NONE}
        assert keys >= {f"compensation.{what}" for what in given}


def test_people_are_counted_and_joined(house: CheckedHouse) -> None:
    showing = house.showing_in(next(iter(house.issues.values())))
    ko, en = (Naming(showing, words_for(one)) for one in ("ko", "en"))
    clara, sunja, secret = map(PersonId, ("clara", "sunja", "secret"))
    assert ko.all([clara, sunja, secret]) == "Clara님, 순자님과 손님 한 분"
    assert en.all([clara, sunja, secret]) == "Clara, 순자 and a customer"
    assert en.all([secret]) == "a customer"
    assert en.unnamed(12) == "12 customers"
    assert ko.unnamed(2) == "손님 두 분"
    assert not re.search(r"\d분", ko.unnamed(12))
    assert ko.name(PersonId("mara")) == "Mara"
