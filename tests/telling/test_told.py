"""A finding keeps its fingerprint wherever it moves: code hosts know it by that."""

from __future__ import annotations

import datetime as dt

from tests.own_pack import PHRASE, RULE, STORY, rushed, story
from tests.shop import TODAY, Shop


def _prints(shop: Shop, rule: str = RULE, today: dt.date = TODAY) -> list[str]:
    said = shop.told(today).each
    return [s.fingerprint for s in said if s.finding.code == rule]


def test_lines_above_it_change_nothing(shop: Shop) -> None:
    before = _prints(rushed(shop))
    assert len(before) == 1
    rushed(shop, f"New.\n\nNew, too.\n\nCome,  {PHRASE}!\n", "summary: About salt.\n")
    assert _prints(shop) == before


def test_two_alike_in_a_file_differ(shop: Shop) -> None:
    one = _prints(rushed(shop))
    two = _prints(rushed(shop, f"Come, {PHRASE}!\n\nCome, {PHRASE}!\n"))
    assert len(set(two)) == 2
    assert two[0] == one[0]


def test_another_file_another_rule_and_other_words_differ(shop: Shop) -> None:
    rushed(shop)
    shop.write(STORY.replace("salt", "rye"), story(f"Come, {PHRASE}!\n"))
    shop.write(STORY.replace("salt", "oat"), story("Come, chop, chop!\n"))
    prints = [said.fingerprint for said in shop.told().each]
    assert len(set(prints)) == len(prints)
    assert len(_prints(shop)) == 3


def test_days_that_pass_change_nothing(shop: Shop) -> None:
    """`23 days without an answer` is the finding of the day before."""
    shop.change("content/asks/less-salt.yml", "answers:", "# answers:")
    shop.change("content/asks/less-salt.yml", "told:", "# told:")
    shop.change("content/changelog/cut-the-salt.md", "answers: [less-salt]\n", "")
    shop.change("content/products/salt-bread.md", "asks: [less-salt]\n", "")
    today = _prints(shop, "loop/unanswered")
    tomorrow = _prints(shop, "loop/unanswered", TODAY + dt.timedelta(days=1))
    assert len(today) == 1
    assert today == tomorrow


def test_each_is_told_in_the_language_of_its_text(shop: Shop) -> None:
    rushed(shop)
    shop.change("content/shop.yml", "language: en", "language: ko")
    shop.change(STORY, "title: Salt", "title: Salt\nlanguage: en")
    (said,) = (s for s in shop.told().each if s.finding.code == RULE)
    assert said.language == "en"
    assert said.message == f"“{PHRASE}” pushes."
    assert said.help == "Say until when there is some."
    assert said.line == f"Come, {PHRASE}!"
