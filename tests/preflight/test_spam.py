"""What SpamAssassin answers, and what is made of it."""

from __future__ import annotations

import pytest

from storyhouse.preflight import spam
from storyhouse.preflight.seen import Seen
from storyhouse.preflight.spam import Score
from tests.conftest import Golden
from tests.preflight.desk import Desk
from tests.preflight.test_findings import GOLDEN
from tests.shop import said
from tests.tools import needs

ANSWER = """X-Spam-Flag: YES
X-Spam-Status: Yes, score=6.4 required=5.0 tests=FREEMAIL_FROM,
\tHTML_MESSAGE,NO_RELAYS,SUBJ_ALL_CAPS autolearn=no autolearn_force=no version=4.0.0

Hello
"""


def test_reads_the_score_and_its_rules() -> None:
    rules = ("FREEMAIL_FROM", "HTML_MESSAGE", "SUBJ_ALL_CAPS")
    assert spam.read(ANSWER) == Score(6.4, rules)
    none = "X-Spam-Status: No, score=-0.0 required=5.0 tests=none autolearn=no"
    assert spam.read(none) == Score(0.0, ())
    assert spam.read("something else") is None


@pytest.mark.parametrize(
    ("points", "severity"), [(1.9, []), (2.0, ["warning"]), (5.0, ["error"])]
)
def test_how_grave_a_score_is(desk: Desk, points: float, severity: list[str]) -> None:
    seen = Seen(desk.shop.root, *desk.opened())
    found = spam.check(seen, Score(points, ("A",)))
    assert [finding.severity for finding in found] == severity


def test_says_the_score(each: Desk, golden: Golden) -> None:
    seen = Seen(each.shop.root, *each.opened())
    found = [*spam.check(seen, spam.read(ANSWER))]
    golden(GOLDEN / each.language / "spam.txt", said(found, each.language))


def test_without_spamassassin_there_is_no_score(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    seen = Seen(desk.shop.root, *desk.opened())
    assert spam.score_of(seen.mail) is None


@needs("SpamAssassin")
def test_a_letter_that_is_all_right_is_no_spam(each: Desk) -> None:
    score = spam.score_of(Seen(each.shop.root, *each.opened()).mail)
    assert score is not None
    assert score.points < spam.NEAR
