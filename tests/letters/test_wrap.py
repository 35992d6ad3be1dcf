"""Lines as wide as they look."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from storyhouse.letters.wrap import COLUMNS, rewrapped, width, wrapped


def test_hangul_is_twice_as_wide() -> None:
    assert width("가나") == 4
    assert width("ab") == 2
    assert width("e\u0301") == 1


def test_an_address_is_never_broken() -> None:
    address = "https://moss.example/" + "a" * 100
    assert address in wrapped(f"See {address} there").split("\n")


def test_beginnings() -> None:
    text = wrapped("one two three", "* ", "  ", columns=9)
    assert text == "* one two\n  three"


def test_lists_and_quotes_keep_their_shape() -> None:
    line = "word " * 30
    for first, rest in (("  * ", "    "), ("12. ", "    "), ("> ", "> "), ("", "")):
        lines = rewrapped(f"{first}{line}").split("\n")
        assert lines[0].startswith(first)
        assert all(made.startswith(rest) for made in lines[1:])


@given(st.text("ab가é \n\u00a0👩‍🍳", max_size=300))
def test_no_word_is_lost_and_no_line_too_wide(text: str) -> None:
    made = wrapped(text)
    assert re.split(r"[ \n]+", made.strip(" \n")) == re.split(
        r"[ \n]+", text.strip(" \n")
    )
    for line in made.split("\n"):
        assert width(line) <= COLUMNS or " " not in line.strip(" ")
