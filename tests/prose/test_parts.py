"""A part that only some readers get, from its marks to a reader's text."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.prose.fields import (
    Fields,
    MergeField,
    PartMarks,
    Repeated,
    filled,
    one_line,
    written,
)

MARKS = PartMarks("asked")
_TEXTS = st.text(st.characters(exclude_characters="\ufffe\uffff", codec="utf-8"))


def text_of(title: str = "", behind: str = "") -> str:
    line = f"<li>{MARKS.field('title')}</li>"
    part = f"{MARKS.before}<ul>{MARKS.each}{line}{MARKS.after}</ul>{MARKS.end}"
    return f"{title}{part}{behind}"


def test_it_is_cut_at_its_marks() -> None:
    fields = Fields()
    name = fields.mark(MergeField("first_name", "friend"))
    segments = fields.split(text_of(f"Hello {name}, ", "bye"))
    assert segments == (
        "Hello ",
        MergeField("first_name", "friend"),
        ", ",
        Repeated(
            "asked", ("<ul>",), ("<li>", MergeField("title"), "</li>"), ("</ul>",)
        ),
        "bye",
    )
    own = {"asked": [{"title": "a < b"}, {"title": "{first_name|x}"}]}
    assert filled(segments, {}, html.escape, own) == (
        "Hello friend, <ul><li>a &lt; b</li><li>{first_name|x}</li></ul>bye"
    )
    assert filled(segments, {"title": "a column of the list"}) == "Hello friend, bye"
    assert "asked" not in written(segments)


@given(_TEXTS, _TEXTS, st.lists(_TEXTS, max_size=4))
def test_any_text(before: str, behind: str, titles: list[str]) -> None:
    segments = Fields().split(text_of(before, behind))
    titles = [" ".join(title.split("\n")).strip() for title in titles]
    own = {"asked": [{"title": title} for title in titles]}
    lines = "".join(f"<li>{one_line(title)}</li>" for title in titles)
    part = f"<ul>{lines}</ul>" if titles else ""
    assert filled(segments, {}, parts=own) == before + part + behind


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (text_of(), True),
        (text_of("a", "b"), True),
        ("", False),
        (text_of() + MARKS.end, False),
        (text_of().replace(MARKS.each, ""), False),
        (text_of(MARKS.field("title")), False),
        (text_of("", MARKS.field("title")), False),
        (MARKS.end + text_of().replace(MARKS.end, ""), False),
    ],
)
def test_whole(text: str, *, whole: bool) -> None:
    assert MARKS.are_whole_in(text) is whole


def test_a_lost_mark_is_no_text() -> None:
    segments = Fields().split(f"a{MARKS.each}b")
    assert filled(segments, {}) == "ab"


def test_an_items_words_keep_their_lines() -> None:
    segments = Fields().split(text_of())
    own = {"asked": [{"title": "Salt\r\n  at 1.7\u202e percent.\n\n  Less."}]}
    assert filled(segments, {}, parts=own) == (
        "<ul><li>Salt\n  at 1.7 percent.\n\n  Less.</li></ul>"
    )


def test_a_value_of_a_list_is_one_line_that_governs_nothing_else() -> None:
    for end in "\n \r \r\n \v \f \x1c \x85 \u2028 \u2029 \0".split(" "):
        merge = MergeField("name", "friend")
        value = merge.filled({"name": f"Ann{end}Bcc: a@b.example"})
        assert value == "Ann Bcc: a@b.example"
    assert MergeField("name").filled({"name": "\u202eAnn\u2066\ufeff"}) == "Ann"
    assert MergeField("name").filled({"name": "a\ud800b"}) == "a\ufffdb"
    assert MergeField("name", "friend").filled({"name": " \u2029 "}) == "friend"
