"""A letter before its day: what comes out with it is not missed on the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyhouse import preflight
from storyhouse.building import build_shop, check_shop
from storyhouse.letters import render
from storyhouse.model.record import IssueId
from storyhouse.subscribing.list import SubscriberList
from tests.preflight.desk import Desk
from tests.sample import SAMPLE_DAY, Sample
from tests.shop import TODAY


def test_a_draft_does_not_miss_its_own_page(desk: Desk) -> None:
    desk.head("status", "draft")
    build_shop(desk.shop.root, TODAY)
    assert not (desk.shop.root / "out/site/letters/2026-10-less-salt").exists()
    assert desk.said() == ""


def test_the_letters_of_the_sample_shop_are_all_right(sample: Sample) -> None:
    house = check_shop(sample.root, SAMPLE_DAY).house
    assert house is not None
    listed = SubscriberList(sample.root)
    assert len(house.issues) > 5
    for issue in house.issues.values():
        letter, _ = render(house, issue)
        assert letter is not None
        looked = preflight.look_at(
            sample.root, house, issue, letter, listed, spam_filter=False
        )
        assert looked.found == [], issue.id


@pytest.mark.parametrize("name", ["occasions", "korean_occasions"])
def test_the_letters_of_other_shops_break_on_no_client(
    name: str, request: pytest.FixtureRequest
) -> None:
    made: Sample = request.getfixturevalue(name)
    house = check_shop(made.root, TODAY).house
    assert house is not None
    for issue in house.issues.values():
        letter, _ = render(house, issue)
        assert letter is not None
        listed = SubscriberList(made.root)
        looked = preflight.look_at(
            made.root, house, issue, letter, listed, spam_filter=False
        )
        codes = {finding.code for finding in looked.found}
        assert not codes & {"mail/unsupported", "mail/contrast", "mail/text-link"}
        assert not codes & {"mail/dead-link", "mail/dead-picture", "mail/sender-lost"}


def test_links_stay_in_the_shops_folder(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/index.html").write_text("x")
    site = desk.shop.root / "out/site"
    (site / "away").symlink_to(tmp_path / "secret")
    desk.write_more("[A](https://slowrise.example/away/)")
    desk.write_more("[B](https://slowrise.example/../../../secret/)")
    codes = [finding.code for finding in desk.found()]
    assert codes == ["mail/dead-link", "mail/dead-link"]


def test_an_issue_is_known_by_its_id(desk: Desk) -> None:
    house, issue, _ = desk.opened()
    assert house.issues[IssueId("2026-10-less-salt")] is issue
