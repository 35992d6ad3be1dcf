"""What a finished letter must still say, whatever its theme left out."""

from __future__ import annotations

import pytest

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import kept, render
from storyhouse.letters.compose import Composer
from storyhouse.model.house import CheckedHouse
from storyhouse.model.record import IssueId
from storyhouse.prose.fields import filled
from storyhouse.words import words_for

OCTOBER = IssueId("october")


def found_in(house: CheckedHouse, without: str = "") -> list[Diagnostic]:
    """What is said of the letter when some words of it are lost."""
    issue = house.issues[OCTOBER]
    letter, _ = render(house, issue)
    assert letter is not None
    html = filled(letter.html, {})
    if without:
        assert without in html
        html = html.replace(without, "")
    return [*kept.check(house, issue, Composer(house, issue).sheet(), html)]


def of_code(code: str, found: list[Diagnostic]) -> list[Diagnostic]:
    return [finding for finding in found if finding.code == code]


def test_nothing_is_lost(house: CheckedHouse) -> None:
    assert found_in(house) == []


def test_a_lost_credit(house: CheckedHouse) -> None:
    found = of_code("credit/lost", found_in(house, without="Clara"))
    assert {d.facts["name"] for d in found} == {"Clara"}
    stories = {str(d.facts["story"]) for d in found}
    assert stories == {"content/changelog/less.md", "content/products/salt-bread.md"}
    assert {d.where.line for d in found} == {5}  # of `stories`, each at its own place
    assert len({d.where.column for d in found}) == 2


def test_a_lost_notice(house: CheckedHouse) -> None:
    notice = Composer(house, house.issues[OCTOBER]).sheet().cards[1].notice
    found = found_in(house, without=notice.split()[0])
    assert "comp/undisclosed" in {d.code for d in found}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_is_said_in_words(house: CheckedHouse, language: str) -> None:
    words = words_for(language)
    for finding in found_in(house, without="Clara"):
        assert words.message(finding)
        assert words.why(finding)
        assert words.help(finding)
