"""The shop of the letters' tests: tests/shops/letters, as it was read and checked."""

from __future__ import annotations

import pytest

from storyhouse.checking import check
from storyhouse.model.house import CheckedHouse
from tests.shop import Shop


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> CheckedHouse:
    """A shop with every kind of story, and people who agreed to less and more."""
    shop = Shop.of("letters", tmp_path_factory.mktemp("letters") / "shop")
    checked, found = check(shop.house())
    assert checked is not None, found
    return checked
