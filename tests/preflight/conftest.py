"""Small shops with their sites, built once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.preflight.desk import SHOPS, Desk, copied, prepare
from tests.shop import Shop


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shop]:
    """A built shop for each language, which no test may change."""
    at = tmp_path_factory.mktemp("preflight")
    return {language: prepare(language, at / language) for language in SHOPS}


@pytest.fixture
def desk(prepared: dict[str, Shop], tmp_path: Path) -> Desk:
    """The English letter."""
    return Desk(copied(prepared["en"], tmp_path / "shop"), "en")


@pytest.fixture(params=SHOPS)
def each(
    request: pytest.FixtureRequest, prepared: dict[str, Shop], tmp_path: Path
) -> Desk:
    """The letter of each language."""
    return Desk(copied(prepared[request.param], tmp_path / "shop"), request.param)
