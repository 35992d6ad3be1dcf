"""What a letter says, of whom, and in which order."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from storyhouse.letters import files_of, render
from storyhouse.model.house import CheckedHouse
from storyhouse.model.record import IssueId


def _files(house: CheckedHouse, issue: str) -> dict[str, str]:
    letter, found = render(house, house.issues[IssueId(issue)])
    assert letter, found
    return {name: data.decode() for name, data in files_of(letter).items()}


@pytest.fixture(scope="module")
def october(house: CheckedHouse) -> dict[str, str]:
    return _files(house, "october")


@pytest.fixture(scope="module")
def gullyeo(house: CheckedHouse) -> dict[str, str]:
    return _files(house, "gullyeo")


def _in_order(text: str, *pieces: str) -> None:
    at = -1
    for piece in pieces:
        found = text.find(piece, at + 1)
        assert found > at, piece
        at = found


def test_order(gullyeo: dict[str, str]) -> None:
    text = gullyeo["letter.txt"]
    _in_order(
        text,
        "이끼 빵집 & Moss",
        "비 오는 새벽",
        "안녕하세요",
        "우산 고리 열두 개",
        "Less salt",
        "무엇을 드시나요?",
        "호밀빵 반 개",
        "수신거부",
        "Unsubscribe",
    )


def test_nobody_without_consent(
    october: dict[str, str], gullyeo: dict[str, str]
) -> None:
    for files in (october, gullyeo):
        for name, text in files.items():
            for hidden in ("Zebulon", "secret", "Siteonly", "onsite", "Knit one"):
                assert hidden not in text, (name, hidden)


def test_compensation_comes_before_the_story(october: dict[str, str]) -> None:
    card = october["letter.txt"].partition("A regular")[2]
    _in_order(card, "Before you read: Clara got a gift", "After the night shift")


def test_quote_needs_name_or_says_customer(house: CheckedHouse) -> None:
    files = _files(house, "october")
    assert '“I sleep & dream of "rye".”' in files["letter.txt"]
    assert "— Clara" in files["letter.txt"]


def test_product(october: dict[str, str]) -> None:
    card = october["letter.txt"].partition("Made together · we make it")[2]
    _in_order(
        card,
        "Salt bread",
        "Is it the grains?",
        "Fewer grains.",
        "* Clara: had the idea, tested it",
        "* Mara: fixed it",
        "* A customer: tested it",
        "It costs ₩3,800. Where to get it: At the counter.",
    )
    assert "Old?" not in card


def test_change(october: dict[str, str]) -> None:
    text = october["letter.txt"]
    _in_order(
        text,
        "Could it be less salty?",
        "— Clara",
        "Clara and a customer asked for it on 3 September 2026. It took 37 days.",
        "Before: Salt at 2.1 percent.",
        "Now: Salt at 1.7 percent.",
        "Thank you, Clara, and all who asked without a name.",
    )
    assert "Nobody asked. This one was our own idea." in text


def test_change_in_korean(gullyeo: dict[str, str]) -> None:
    text = gullyeo["letter.txt"]
    assert "2026년 10월 1일에 손님 한 분이 말씀해 주셨고, 10일 걸렸어요." in text
    assert "순자님, 그리고 이름 없이 말씀해 주신 분들, 고맙습니다." in text
    assert "* 순자님: 써 보셨어요" in text


def test_card_keeps_its_storys_language(gullyeo: dict[str, str]) -> None:
    page = gullyeo["letter.html"]
    assert '<html lang="ko" dir="ltr"' in page
    assert re.search(r'lang="en"[^>]*>\s*<p class="kicker changelog"', page)
    assert "Could it be less salty?" in gullyeo["letter.txt"]


BODY = """\
See [the change](../content/changelog/less.md#now),
[Clara](../content/people/clara.yml), [Otto](../content/people/onsite.yml),
[a wait](../content/changelog/none.md),
[here]({view_url}), [bad](javascript:no) and `{first_name|code}`.

\\{braces} stay, {a b} and {{x}} too; 3. is no list, **“굵게”**는.

![elsewhere](https://track.example/x.gif) ![Loaves](../content/images/oven.jpg)
"""


@pytest.fixture(scope="module")
def body(house: CheckedHouse) -> dict[str, str]:
    """A body that `checking` would refuse: the letters have doors of their own."""
    issue = house.issues[IssueId("october")]
    issue = replace(issue, stories=(), body=replace(issue.body, text=BODY))
    letter, found = render(house, issue)
    assert letter, found
    return {name: data.decode() for name, data in files_of(letter).items()}


def test_body_links(body: dict[str, str]) -> None:
    page = body["letter.html"]
    assert 'href="https://moss.example/changelog/less/#now"' in page
    assert 'href="https://moss.example/people/clara/"' in page
    assert 'href="{view_url}"' in page
    for never in ("javascript", "nowhere", "onsite", "../content", "none.md"):
        assert never not in page
    assert "Otto, a wait," in re.sub(r"\s+", " ", body["letter.txt"])


def test_body_text(body: dict[str, str]) -> None:
    assert "{first_name|code}" in body["letter.html"]
    assert (
        "{braces} stay, {a b} and {{x}} too; 3. is no list, “굵게”는."
        in body["letter.txt"]
    )


def test_body_shows_only_our_own_pictures(body: dict[str, str]) -> None:
    assert "track.example" not in body["letter.html"]
    assert "elsewhere" in body["letter.html"]
    assert "https://moss.example/images/in-letters/oven.jpg" in body["letter.html"]


def test_pictures_are_hosted_and_sized(october: dict[str, str]) -> None:
    images = re.findall(r"<img[^>]*>", october["letter.html"])
    assert len(images) == 3
    for image in images:
        assert re.search(r'alt="[^"]', image)
        assert 'src="https://moss.example/images/in-letters/' in image
    for image in images[:2]:
        assert 'width="552"' in image
        assert 'height="414"' in image
    assert 'width="88"' in images[2]


def test_a_page_fit_for_mail(october: dict[str, str]) -> None:
    page = october["letter.html"]
    assert len(re.findall("<h1", page)) == 1
    assert 'name="color-scheme" content="light dark"' in page
    assert 'name="supported-color-schemes" content="light dark"' in page
    assert "prefers-color-scheme: dark" in page
    for table in re.findall(r"<table[^>]*>", page.partition('class="prose')[0]):
        assert 'role="presentation"' in table
    for never in (
        "<script",
        "<link",
        "@import",
        "@font-face",
        "url(",
        "#ffffff",
        "#000000",
    ):
        assert never not in page.lower(), never
    sizes = [int(px) for px in re.findall(r"font-size: ?(\d+)px", page)]
    assert min(size for size in sizes if size) >= 16


def test_report(october: dict[str, str]) -> None:
    report = json.loads(october["report.json"])
    assert report["credited"] == ["Clara", "Mara"]
    assert report["fields"] == ["first_name", "unsubscribe_url", "view_url"]
    assert [story["id"] for story in report["stories"]] == [
        *("less", "night", "shy", "salt-bread", "oven", "own-idea")
    ]
    assert all(
        link.startswith(("https:", "mailto:", "tel:")) for link in report["links"]
    )
    assert sum(report["shares"].values()) == 100
    assert list(report) == sorted(report)


def test_particle_after_a_field(gullyeo: dict[str, str]) -> None:
    assert "{name|손님}이(가) 오시면" in gullyeo["letter.txt"]
