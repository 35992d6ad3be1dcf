from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.prose.as_text import to_text
from storyhouse.prose.markdown import to_html
from storyhouse.prose.plain import words_of

CASES = {
    "Hello *you*, **dear** `reader`.": "Hello you, dear reader.",
    "One.  \nTwo.": "One.\nTwo.",
    "# Head\n\nText": "Head\n\nText",
    "[our page](https://x.example/a_b)": "our page (https://x.example/a_b)",
    "<https://y.example>": "https://y.example",
    "[me](mailto:a@b.example)": "me (a@b.example)",
    "[down](#below)": "down",
    "- one\n- two\n    - deeper\n- three": "* one\n* two\n  * deeper\n* three",
    "Before\n\n- one\n\nAfter": "Before\n\n* one\n\nAfter",
    "9. nine\n10. ten": "9. nine\n10. ten",
    "Said:\n\n> one\n>\n> two\n\nThen": "Said:\n\n> one\n>\n> two\n\nThen",
    "> - in a quote": "> * in a quote",
    "|a|b|\n|-|-|\n|1|2|": "a | b\n1 | 2",
    "```\ncode\n  here\n```": "    code\n      here",
    "a\n\n---\n\nb": "a\n\n* * *\n\nb",
    "3. and - and > stay": "3. and - and > stay",
    "a &lt; b &amp; c": "a < b & c",
    "no\u00a0break": "no\u00a0break",
}


@pytest.mark.parametrize("markdown", CASES)
def test_reads_as_it_was_meant(markdown: str) -> None:
    assert to_text(to_html(markdown)) == CASES[markdown]


@pytest.mark.parametrize("start", ["²", "-1", "", "9" * 5000, "one"])
def test_a_list_begins_with_a_number(start: str) -> None:
    assert to_text(to_html(f'<ol start="{start}"><li>a</li></ol>')) == "1. a"


def test_a_footnote_keeps_its_number() -> None:
    text = to_text(to_html("Foot[^1]\n\n[^1]: note"))
    assert text.startswith("Foot[1]\n")
    assert "1. note" in text


@given(st.text(st.sampled_from("<>/ablipu olrqteh=\"'#[]()*-1.\n "), max_size=80))
def test_no_letter_is_lost_whatever_the_markup(markup: str) -> None:
    """Addresses are added; all that a page would say is there, in its order."""
    clean = to_html(markup)
    written = iter(to_text(clean))
    assert all(sign in written for sign in words_of(clean) if sign.isalpha())


@given(st.lists(st.from_regex(r"[a-z가-힣]{1,8}", fullmatch=True), min_size=1))
def test_every_word_of_a_paragraph_is_kept(words: list[str]) -> None:
    assert to_text(f"<p>{' '.join(words)}</p>") == " ".join(words)
