"""Words of strangers are no more than words, and stay what they were otherwise."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.keeping import untrusted
from storyhouse.keeping.wording import language_of, short_id, title_of
from storyhouse.model.record import Language
from storyhouse.reading.text import STRANGE


@pytest.mark.parametrize(
    "text",
    [
        "I <3 your bread, 2 < 3 & 4 > 1",
        "- less salt\n- more rye",
        "+1 for the rye",
        "a@b",
        "빵이 맛있어요 😀 👨‍👩‍👧",
        "10-20 loaves, 010 no number",
        "{first_name} & *so* [it](is)",
    ],
)
def test_honest_words_stay(text: str) -> None:
    assert untrusted.words(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "kept", "found"),
    [
        ('=HYPERLINK("http://x")', 'HYPERLINK("http://x")', ["formula"]),
        ("=1+1", "1+1", ["formula"]),
        ("+cmd|' /C calc'!A0", "cmd|' /C calc'!A0", ["formula"]),
        ("@SUM(A1)", "SUM(A1)", ["formula"]),
        ("-  IMPORTXML(a)", "IMPORTXML(a)", ["formula"]),
        ("<script>alert(1)</script>hi", "alert(1)hi", ["html"]),
        ("<scr<b>ipt>hi", "‹script>hi", ["html"]),
        ("<!-- x -->hi <img src=x", "hi ‹img src=x", ["html"]),
        ("hi\x07 there\u202e", "hi there", ["signs"]),
        ("write to ada@example.com now", "write to […] now", ["address"]),
        ("call 010-1234-5678", "call […]", ["address"]),
        ("call +82 10 1234 5678", "call […]", ["address"]),
        ("a\r\nb  \r\n", "a\nb", []),
        ("x" * 6000, "x" * 4999 + "…", ["long"]),
    ],
)
def test_what_is_taken_out(text: str, kept: str, found: list[str]) -> None:
    assert untrusted.words(text) == (kept, found)


def test_an_address_is_no_name() -> None:
    assert untrusted.name("ada@example.com") == ("", ["address"])
    assert untrusted.name(" Ada\n Lovelace ") == ("Ada Lovelace", [])


@given(st.text(max_size=200))
def test_nothing_of_html_or_of_signs_is_left(text: str) -> None:
    kept, _ = untrusted.words(text)
    assert not STRANGE.search(kept.replace("\n", ""))
    assert "<s" not in kept
    assert not kept.startswith("=")
    assert untrusted.words(kept)[0] == kept or "=" in text or "@" in text


@pytest.mark.parametrize("part", ["<a", "<!--", "a.", "0", "=@", "a@a.", "\u202e"])
def test_long_tricks_take_no_time(part: str) -> None:
    started = time.monotonic()
    untrusted.words(part * 100_000)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("less salt, please", "less salt, please"),
        ("Less salt. Please!", "Less salt"),
        ("Could you? It is dry.", "Could you?"),
        ("소금빵이 짜요. 조금만 덜 짜게요", "소금빵이 짜요"),
        ("first line\nsecond", "first line"),
        ("word " * 30, "word word word word word word word word word word word word…"),
        ("가" * 80, "가" * 59 + "…"),
        ("...", "..."),
    ],
)
def test_a_title_is_how_the_words_begin(words: str, title: str) -> None:
    assert title_of(words) == title


def test_ids_are_cut_between_words() -> None:
    assert short_id("salt") == "salt"
    assert short_id("-".join(["word"] * 30)) == "-".join(["word"] * 12)
    assert short_id("가" * 100) == "가" * 60


def test_the_language_of_words() -> None:
    assert language_of("less salt", Language.KO) is Language.EN
    assert language_of("덜 짜게 (salt bread)", Language.KO) is Language.KO
    assert language_of("덜 짜게 해 주세요", Language.EN) is Language.KO
    assert language_of("1+1", Language.KO) is Language.KO
