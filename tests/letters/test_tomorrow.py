"""A letter that is prepared before its day leads to what will be out by then."""

from __future__ import annotations

from storyhouse.building import check_shop
from tests.shop import TODAY, Shop, mistakes


def test_a_link_to_a_story_of_tomorrow(shop: Shop) -> None:
    shop.write(
        "content/behind-the-scenes/tomorrow.md",
        "---\ntitle: Tomorrow\ndate: 2026-12-01\n---\n\nNot yet.\n",
    )
    link = "[tomorrow](../content/behind-the-scenes/tomorrow.md)"
    letter = (
        f"---\nsubject: News\ndate: DAY\nstatus: ready\n---\n\nHello, see {link}.\n"
    )
    shop.write("newsletters/in-time.md", letter.replace("DAY", "2026-12-02"))
    checked = check_shop(shop.root, TODAY)
    assert checked.house is not None, checked.diagnostics
    html = checked.rendered["in-time"]["letter.html"].decode()
    assert "https://slowrise.example/behind-the-scenes/tomorrow/" in html

    shop.write("newsletters/too-early.md", letter.replace("DAY", "2026-11-28"))
    found = mistakes(check_shop(shop.root, TODAY).diagnostics)
    assert [d.code for d in found] == ["link-to-waiting"]
