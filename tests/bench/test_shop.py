from __future__ import annotations

from pathlib import Path

import pytest

from bench.shop import write_shop
from bench.tales import KINDS, TODAY, tales
from storyhouse.building import check_shop
from storyhouse.diagnostics import Severity


@pytest.mark.parametrize("count", [4, 20, 200])
def test_a_generated_shop_has_nothing_to_mend(tmp_path: Path, count: int) -> None:
    write_shop(tmp_path, tales(count))
    checked = check_shop(tmp_path, TODAY)
    assert checked.house is not None
    assert {d.severity for d in checked.diagnostics} <= {Severity.SUGGESTION}
    assert {story.KIND.value for story in checked.house.stories.values()} == set(KINDS)


def test_the_same_seed_tells_the_same_stories() -> None:
    assert tales(8) == tales(8)
    assert tales(8) != tales(8, seed=2)


def test_a_story_has_400_words() -> None:
    signs = {"##", "-", ">"}
    counts = {
        sum(word not in signs for word in tale.body.split()) for tale in tales(40)
    }
    assert counts == {400}
