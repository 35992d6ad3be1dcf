"""이/가 and the like: a table a Korean reader can look through."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.words.particles import with_particle


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("해성", "이/가", "해성이"),
        ("지호", "이/가", "지호가"),
        ("해성", "은/는", "해성은"),
        ("지호", "을/를", "지호를"),
        ("미라", "과/와", "미라와"),
        ("빵집", "으로/로", "빵집으로"),
        ("가게", "으로/로", "가게로"),
        ("서울", "으로/로", "서울로"),
        ("서울", "이/가", "서울이"),
        ("서울", "은/는", "서울은"),
        ("값", "이/가", "값이"),
        ("닭", "으로/로", "닭으로"),
        ("뷁", "은/는", "뷁은"),
        ("힣", "은/는", "힣은"),
        ("0", "이/가", "0이"),
        ("1", "이/가", "1이"),
        ("2", "이/가", "2가"),
        ("3", "으로/로", "3으로"),
        ("4", "은/는", "4는"),
        ("5", "을/를", "5를"),
        ("6", "으로/로", "6으로"),
        ("7", "으로/로", "7로"),
        ("8", "으로/로", "8로"),
        ("8", "은/는", "8은"),
        ("9", "이/가", "9가"),
        ("10", "으로/로", "10으로"),
        ("2026-10-10", "이에요/예요", "2026-10-10이에요"),
        ("Tom", "이/가", "Tom이"),
        ("Mara", "이/가", "Mara가"),
        ("Hae-seong", "은/는", "Hae-seong은"),
        ("Craig", "은/는", "Craig는"),
        ("g", "은/는", "g는"),
        ("email", "으로/로", "email로"),
        ("salt.yml", "으로/로", "salt.yml로"),
        ("salt.md", "으로/로", "salt.md로"),
        ("지호 님", "이/가", "지호 님이"),
        ("지호!", "이/가", "지호!가"),
        ("“소금빵”", "이/가", "“소금빵”이"),
        ("지호 🍞", "은/는", "지호 🍞는"),
        ("🍞", "은/는", "🍞은(는)"),
        ("", "은/는", "은(는)"),
        ("…", "이에요/예요", "…이에요(예요)"),
        ("日本", "으로/로", "日本으로(로)"),
        ("해성", "”이에요/예요", "해성”이에요"),
        ("지호", "”이에요/예요", "지호”예요"),
        ("서울", "”으로는/로는", "서울”로는"),
        ("🍞", "”은/는", "🍞”은(는)"),
        ("지호", "은/", "지호"),
    ],
)
def test_table(word: str, pair: str, expected: str) -> None:
    assert with_particle(word, pair) == expected


@given(st.text(), st.sampled_from(["은/는", "이/가", "으로/로", "”을/를"]))
def test_the_word_stays_and_something_follows(word: str, pair: str) -> None:
    said = with_particle(word, pair)
    assert said.startswith(word)
    assert len(said) > len(word)


@given(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))
def test_a_final_consonant_can_be_heard(syllable: str) -> None:
    """Decomposed, a syllable that ends in a consonant has three parts."""
    closed = len(unicodedata.normalize("NFD", syllable)) == 3
    assert with_particle(syllable, "은/는") == syllable + ("은" if closed else "는")
