"""HTML as words, for lists and for the search."""

from __future__ import annotations

import pytest

from storyhouse.prose.markdown import to_html
from storyhouse.prose.plain import first_sentence, words_of


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("One **two** *three*.", "One two three."),
        ("# Head\n\nText", "Head Text"),
        ("- one\n- two", "one two"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("![a loaf](a.png) and `code`", "and code"),
        ("<script>alert(1)</script>Salt", "Salt"),
        ("  \n", ""),
    ],
)
def test_words(markdown: str, words: str) -> None:
    assert words_of(to_html(markdown)) == words


@pytest.mark.parametrize(
    ("markdown", "sentence"),
    [
        (
            "It begins at four, every day. Then it goes on.",
            "It begins at four, every day.",
        ),
        ("Short. But the second is longer.", "Short. But the second is longer."),
        (
            "# Head\n\n![a](a.png)\n\nThe text begins here. More.",
            "The text begins here.",
        ),
        (
            "> A quote\n\n- a list\n\nThen *words* come, at last! More.",
            "Then words come, at last!",
        ),
        (
            "네 시에 시작해서 열두 시에 끝나는 날이었어요. 그리고요.",
            "네 시에 시작해서 열두 시에 끝나는 날이었어요.",
        ),
        ("“Is it too salty for you?” he asked.", "“Is it too salty for you?”"),
        ("No end to be seen here", "No end to be seen here"),
        ("# Only a heading", ""),
        ("", ""),
    ],
)
def test_first_sentence(markdown: str, sentence: str) -> None:
    assert first_sentence(markdown) == sentence


def test_a_long_sentence_is_cut_between_its_signs() -> None:
    cut = first_sentence("salt " * 100)
    assert len(cut) <= 200
    assert cut.endswith("salt…")
    assert first_sentence("salt " * 100, most=10) == "salt salt…"
