"""Letters of the small shop, as they were last found good: tests/golden/letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyhouse.letters import files_of, render
from storyhouse.model.house import CheckedHouse
from storyhouse.model.record import IssueId
from tests.conftest import Golden
from tests.tools import ROOT

GOLDEN = Path(__file__).parents[1] / "golden/letters"
#: The HTML is the compiler's and changes with it; these are ours.
KEPT = ("letter.mjml", "letter.txt", "report.json")


@pytest.mark.parametrize("issue", ["october", "gullyeo", "winter"])
def test_golden(house: CheckedHouse, issue: str, golden: Golden) -> None:
    letter, found = render(house, house.issues[IssueId(issue)])
    assert letter, found
    assert found == []
    files = files_of(letter)
    for name in KEPT:
        golden(GOLDEN / issue / name, files[name].decode())


def test_same_bytes_again(house: CheckedHouse) -> None:
    issue = house.issues[IssueId("october")]
    first, second = (render(house, issue)[0] for _ in range(2))
    assert first
    assert second
    assert files_of(first) == files_of(second)


def test_nothing_of_this_machine(house: CheckedHouse) -> None:
    for issue in house.issues.values():
        letter, _ = render(house, issue)
        assert letter
        for name, data in files_of(letter).items():
            assert str(house.folder).encode() not in data, name
            assert str(ROOT).encode() not in data, name
