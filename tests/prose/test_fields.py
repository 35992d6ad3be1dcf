"""Merge fields: what is one, and what it becomes."""

from __future__ import annotations

import html

import pytest

from storyhouse.prose.fields import (
    Fields,
    MergeField,
    Segments,
    filled,
    without_fields,
    written,
)


def _split(text: str) -> Segments:
    fields = Fields()
    return fields.split(fields.in_text(text))


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("Hi {first_name|friend}!", ("Hi ", MergeField("first_name", "friend"), "!")),
        ("{city|}", (MergeField("city"),)),
        ("{도시|서울}에서", (MergeField("도시", "서울"), "에서")),
        ("{view_url}", (MergeField("view_url"),)),
        ("{name|손님}은(는)", (MergeField("name", "손님", "은(는)"),)),
        ("{name|손님}님이(가)", (MergeField("name", "손님"), "님이(가)")),
        ("a {b} c", ("a {b} c",)),
        ("{a b|c}", ("{a b|c}",)),
        ("{{x|y}}", ("{{x|y}}",)),
        ("\\{first_name|friend}", ("{first_name|friend}",)),
        ("{1|2} { | } {|}", ("{1|2} { | } {|}",)),
        ("", ()),
    ],
)
def test_in_text(text: str, segments: Segments) -> None:
    assert _split(text) == segments


def test_code_holds_no_fields() -> None:
    fields = Fields()
    text = fields.in_markdown("{a|b} `{c|d}`\n\n```\n{e|f}\n```\n")
    assert [merge.name for merge in fields.found] == ["a"]
    assert "`{c|d}`" in text
    assert "{e|f}" in text


def test_markdown_keeps_its_own_escape() -> None:
    assert Fields().in_markdown("\\{a|b}") == "\\{a|b}"


@pytest.mark.parametrize(
    ("value", "reads"),
    [
        ("해성", "해성이"),
        ("지호", "지호가"),
        ("", "손님이"),
        ("  ", "손님이"),
        ("?", "?이(가)"),
    ],
)
def test_particle_follows_the_name(value: str, reads: str) -> None:
    merge = MergeField("name", "손님", "이(가)")
    assert merge.filled({"name": value}) == reads


@pytest.mark.parametrize(
    "pair", ["은(는)", "을(를)", "와(과)", "과(와)", "(으)로", "아(야)", "(이)"]
)
def test_every_pair_is_known(pair: str) -> None:
    (merge,) = _split(f"{{name|손님}}{pair}")
    assert isinstance(merge, MergeField)
    assert merge.written == f"{{name|손님}}{pair}"
    assert merge.filled({"name": "지호"}).startswith("지호")


def test_filled_and_written() -> None:
    segments = _split("<b> {name|you & me}, {view_url}")
    assert filled(segments, {"name": "A<B"}, html.escape) == "<b> A&lt;B, "
    assert filled(segments, {}) == "<b> you & me, "
    assert written(segments) == "<b> {name|you & me}, {view_url}"


def test_same_field_has_one_mark() -> None:
    fields = Fields()
    assert fields.in_text("{a|b}") == fields.in_text("{a|b}")
    assert fields.in_text("{a|b}") != fields.in_text("{a|c}")


def test_marks_in_a_text_are_no_marks() -> None:
    assert _split("\ufffe0\uffff {a|b}") == ("�0� ", MergeField("a", "b"))


def test_what_is_not_ours_to_fill_has_no_braces() -> None:
    said = without_fields("{name|you} pay {view_url}, {} and {1}")
    assert said == "(name|you) pay (view_url), {} and {1}"
    assert _split(said) == (said,)
