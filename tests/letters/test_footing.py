"""Who sends a letter, and the way out of it."""

from __future__ import annotations

from dataclasses import replace

from storyhouse.letters import render
from storyhouse.model.house import CheckedHouse
from storyhouse.model.record import IssueId


def _text(house: CheckedHouse) -> str:
    letter, found = render(house, house.issues[IssueId("october")])
    assert letter, found
    return "".join(s for s in letter.text if isinstance(s, str))


def test_the_foot_speaks_both_languages_in_korea(house: CheckedHouse) -> None:
    text = _text(house)
    assert text.index("Unsubscribe") < text.index("수신거부")
    abroad = CheckedHouse(replace(house, shop=replace(house.shop, country="EU")))
    assert "수신거부" not in _text(abroad)
