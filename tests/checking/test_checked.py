"""Only a house that nothing is wrong with may be published."""

from __future__ import annotations

import datetime as dt

import pytest

from storyhouse import checking
from storyhouse.diagnostics import Severity
from tests.shop import TODAY, Shop, mistakes

TOM = "name: Tom Baker\n"
RYE = "title: Rye\nwords: Rye\nby: [haeseong]\ndate: 2026-10-01\n"
SITE_ONLY = (
    TOM + "consent: [{given: 2026-09-03, for: [name], where: [site], kept: card}]\n"
)


def named(shop: Shop, path: str, text: str, person: str = TOM) -> list[str]:
    """The places where somebody is named, in a shop with one file more."""
    shop.write("content/people/tom.yml", person)
    shop.write(path, text)
    return [line for line in shop.codes() if not line.endswith("link-to-person")]


def story(front: str = "", body: str = "") -> str:
    return f"---\ntitle: Salt\ndate: 2026-10-10\n{front}---\n{body}\n"


SALT = "content/behind-the-scenes/salt.md"


def test_a_shop_that_is_all_right_is_checked(shop: Shop) -> None:
    house = shop.house()
    checked, findings = checking.check(house)
    assert checked is house
    assert {f.severity for f in findings} <= {Severity.SUGGESTION}


def test_an_error_keeps_it_from_being_published_and_a_warning_does_not(
    shop: Shop,
) -> None:
    shop.change("newsletters/2026-10-less-salt.md", "sundays]", "sundays, later]")
    shop.write("content/behind-the-scenes/later.md", story().replace("10-10", "12-10"))
    checked, findings = checking.check(shop.house())
    assert checked is not None
    assert [f.code for f in mistakes(findings)] == ["waiting-story"]
    shop.write(SALT, story(body="[nowhere](nowhere.md)"))
    checked, findings = checking.check(shop.house())
    assert checked is None
    assert [f.code for f in mistakes(findings)] == ["dead-link", "waiting-story"]


@pytest.mark.parametrize(
    ("front", "body", "place"),
    [
        ("", "A loaf for Tom\nBaker.", "5:12"),
        ("", "A loaf for *Tom Baker*.", "5:13"),
        ("", "![Tom Baker with a loaf](../images/loaf.png)", "5:3"),
        ("", '![a loaf](../images/loaf.png "Tom Baker")', "5:31"),
        ("", "> - **Tom Baker’s** loaf", "5:7"),
        ("", "<b title='Tom Baker'>x</b>", "5:11"),
        ("", "`Tom Baker` in code", "5:2"),
        ("", "[^1]\n\n[^1]: Tom Baker", "7:7"),
        ("summary: For Tom Baker\n", "", "4:14"),
        ("question: What would Tom Baker say?\n", "", "4:22"),
        ("moment: {when: 2026-10-01, where: at Tom Baker's}\n", "", "4:38"),
        ("moment: {when: 2026-10-01, where: here, who: Tom Baker}\n", "", "4:46"),
        ("cover: {image: images/loaf.png, alt: x, caption: Tom Baker}\n", "", "4:50"),
    ],
)
def test_a_name_is_found_wherever_a_page_shows_it(
    shop: Shop, front: str, body: str, place: str
) -> None:
    expected = f"{SALT}:{place} person/leftover"
    assert named(shop, SALT, story(front, body)) == [expected]


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("content/pages/him.md", "---\ntitle: About Tom Baker\n---\n", "2:14"),
        (
            "content/people/ann.yml",
            "name: Ann\nrole: maker\nabout: Bakes with Tom Baker\n",
            "3:19",
        ),
        (
            "content/asks/rye.yml",
            RYE.replace("words: Rye", "words: As Tom Baker has it"),
            "2:11",
        ),
        (
            "content/asks/rye.yml",
            f"{RYE}declined: {{date: 2026-10-02, because: Tom Baker is ill}}\n",
            "5:39",
        ),
        (
            "content/spotlights/mondays.md",
            story(
                "customer: haeseong\ncompensation: none\n"
                "quote: {words: Ask Tom Baker, approved: 2026-10-09}\n"
            ),
            "6:20",
        ),
    ],
)
def test_a_name_is_found_in_every_kind_of_record(
    shop: Shop, path: str, text: str, place: str
) -> None:
    assert named(shop, path, text) == [f"{path}:{place} person/leftover"]


@pytest.mark.parametrize(
    "text",
    [
        "title: Rye\nwords: I am Tom Baker\nby: [tom]\ndate: 2026-10-01\n",
        f"{RYE}told: [{{person: tom, how: Tom Baker came, date: 2026-10-02}}]\n",
    ],
)
def test_what_no_page_shows_may_name_anybody(shop: Shop, text: str) -> None:
    assert named(shop, "content/asks/rye.yml", text) == []


def test_drafts_are_looked_at_when_they_are_shown(shop: Shop) -> None:
    assert named(shop, SALT, story("draft: true\n", "Tom Baker")) == []
    assert "person/leftover" in shop.said(drafts=True)


def test_a_person_of_another_files_name_is_no_matter_of_theirs(shop: Shop) -> None:
    shop.write("content/people/other.yml", TOM + "role: maker\n")
    assert named(shop, SALT, story(body="Tom Baker")) == []


def test_a_site_only_name_stays_out_of_letters(shop: Shop) -> None:
    assert named(shop, SALT, story(body="Tom Baker"), SITE_ONLY) == []
    letter = "newsletters/2026-11.md"
    text = "---\nsubject: Salt\ndate: 2026-11-20\n---\nTom Baker\n"
    assert named(shop, letter, text, SITE_ONLY) == [f"{letter}:5:1 consent/scope"]


def test_a_maker_who_left_is_named_no_more(shop: Shop) -> None:
    shop.change(
        "content/people/mara.yml", "role: maker", "role: maker\nwithdrawn: 2026-11-02"
    )
    shop.change("content/shop.yml", "mara@slowrise", "hello@slowrise")
    shop.write(SALT, story(body="By Mara Weber."))
    assert shop.codes(dt.date(2026, 11, 1)) == []
    assert shop.codes(TODAY) == [f"{SALT}:5:4 consent/withdrawn"]


def test_a_file_name_holds_more_than_may_be_shown(shop: Shop) -> None:
    path = "content/behind-the-scenes/for-kim-hae-seong.md"
    shop.write(path, story())
    (found,) = [d for d in shop.told().findings if d.code == "named-in-file-name"]
    assert (found.variant, found.help) == ("page-shown", "rename")
    assert found.facts["shown"] == "Hae-seong"


def test_a_name_in_a_file_name(shop: Shop) -> None:
    path = "content/behind-the-scenes/for-tom-baker.md"
    assert named(shop, path, story()) == [f"{path}:1:1 named-in-file-name"]
    shop.write("content/people/wendy.yml", "name: Wendy\n")
    path = "content/asks/for-wendy.yml"
    shop.write(path, "title: A\nwords: B\nby: [anonymous]\ndate: 2026-10-01\n")
    assert f"{path}:1:1 named-in-file-name" in shop.codes()
