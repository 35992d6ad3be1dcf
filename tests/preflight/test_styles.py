"""Style sheets as far as they are understood."""

from __future__ import annotations

import pytest

from storyhouse.preflight.page import page_of
from storyhouse.preflight.styles import (
    colour,
    colour_in,
    declared,
    matches,
    sheet_of,
    specificity,
)
from storyhouse.preflight.subject import width

PAGE = page_of(
    '<div class="sheet a"><table><tr><td id="x"><p title="t">Hi <b>you</b><br>all'
    "</p></td></tr></table></div>"
)


@pytest.mark.parametrize(
    ("selector", "is_meant"),
    [
        ("p", True),
        (".sheet p", True),
        ("div.sheet.a p", True),
        ("td > p", True),
        ("td>p", True),
        ("table > p", False),
        (".sheet > p", False),
        ("#x p", True),
        ("p[title]", True),
        ("p[lang]", False),
        ("p:hover", False),
        ("*", True),
        ("h1 p", False),
        (".sheet", False),
        ("", False),
        ("> p", False),
    ],
)
def test_which_tag_a_selector_means(selector: str, *, is_meant: bool) -> None:
    (paragraph,) = PAGE.named("p")
    assert matches(selector, paragraph) is is_meant


def test_which_selector_is_stronger() -> None:
    assert specificity("#x") > specificity(".a.b p") > specificity(".a p")


@pytest.mark.parametrize(
    ("written", "is_"),
    [
        ("#fff", (255, 255, 255, 1)),
        ("black", (0, 0, 0, 1)),
        ("rgba(0, 0, 0, 0.5)", (0, 0, 0, 0.5)),
        ("inherit", None),
        ("currentcolor", None),
        ("", None),
    ],
)
def test_colours(written: str, is_: tuple[float, ...] | None) -> None:
    assert colour(written) == is_


def test_a_colour_among_other_things() -> None:
    assert colour_in("url(x.png) no-repeat #102030") == (16, 32, 48, 1)
    assert colour_in("none") is None


def test_rules_of_media_queries_know_their_query() -> None:
    sheet = sheet_of("p { color: red } @media (x: y) { p { color: blue !important } }")
    assert [rule.media for rule in sheet.rules] == ["", "(x: y)"]
    assert [r.declared[0].important for r in sheet.rules] == [False, True]
    assert sheet.at_rules == (("media", "(x: y)"),)


def test_what_is_no_style_declares_nothing() -> None:
    assert declared("}{;;:") == ()
    assert [r.declared for r in sheet_of("} p {{{ @").rules] == [()]


def test_a_page_keeps_words_where_they_stand() -> None:
    (paragraph,) = PAGE.named("p")
    assert paragraph.own_words == "Hi all"
    assert paragraph.words == "Hi you all"
    assert [tag.name for tag in paragraph.up()] == [*"p td tr table div".split(), ""]


def test_a_syllable_takes_two_columns() -> None:
    assert [width("abc"), width("소금"), width("e\u0301"), width("👨\u200d👩")] == [
        3,
        4,
        1,
        4,
    ]
