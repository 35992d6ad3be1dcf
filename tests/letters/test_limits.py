"""What mailboxes want: a letter that is not cut off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storyhouse.diagnostics import Severity
from storyhouse.letters import limits, render
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import Issue
from storyhouse.model.record import IssueId


def _codes(house: CheckedHouse, issue: Issue) -> list[str]:
    letter, found = render(house, issue)
    assert (letter is None) == any(d.severity is Severity.ERROR for d in found)
    return [d.code for d in found]


@pytest.mark.parametrize(
    ("size", "codes"),
    [
        (limits.NEARLY - 1, []),
        (limits.NEARLY, ["letter/near-limit"]),
        (limits.CLIPPED_AT - 1, ["letter/near-limit"]),
        (limits.CLIPPED_AT, ["letter/too-big"]),
    ],
)
def test_size(house: CheckedHouse, size: int, codes: list[str]) -> None:
    issue = house.issues[IssueId("october")]
    assert [d.code for d in limits.of_size(issue, size)] == codes


def test_a_letter_too_big_is_none(house: CheckedHouse) -> None:
    issue = house.issues[IssueId("october")]
    long = replace(issue, body=replace(issue.body, text="word " * 21_000))
    assert _codes(house, long) == ["letter/too-big"]
