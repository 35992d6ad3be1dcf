"""Do the word packs keep to their bounds on texts that they were not written on?"""

from __future__ import annotations

import pytest

from bench.corpus import corpus, measure

LANGUAGES = ("en", "ko")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_corpus_is_large_enough(language: str) -> None:
    paragraphs = corpus("test", language)
    assert len(paragraphs) >= 300
    assert sum(p.honest for p in paragraphs) * 2 >= len(paragraphs)
    assert len({p.text for p in paragraphs}) == len(paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_tried_was_not_tuned_on(language: str) -> None:
    tuned = {p.text for p in corpus("tuning", language)}
    assert tuned.isdisjoint(p.text for p in corpus("test", language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ad_is_nearly_always_one(language: str) -> None:
    figures = measure("test", language)
    assert figures.rules["ad/stacked"].precision >= 0.95
    assert figures.stacked_alarms * 1000 <= 3 * figures.honest


@pytest.mark.parametrize("language", LANGUAGES)
def test_honest_paragraphs_are_left_alone(language: str) -> None:
    figures = measure("test", language)
    assert figures.alarms * 100 <= 3 * figures.honest


@pytest.mark.parametrize("language", LANGUAGES)
def test_ads_are_found_and_not_only_left_alone(language: str) -> None:
    assert measure("test", language).rules["ad/stacked"].right > 0
