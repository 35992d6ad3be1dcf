"""Golden files, and small shops to spoil.

A golden file holds what the program should say or make, beside what it is given; run
with --update-golden to accept what it does now, and read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.sample import Sample, build_occasions, build_sample
from tests.shop import Shop
from tests.tools import CHROMIUM

Golden = Callable[[Path, str], None]

# The same examples every time: what fails here fails for everybody. Look for new ones
# with HYPOTHESIS_PROFILE=search.
settings.register_profile("same", derandomize=True, deadline=None, max_examples=100)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Accept the new output."
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare text with a golden file, or write it when run with --update-golden."""

    def compare(path: Path, actual: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8", newline="\n")
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        assert actual == expected, f"{path} differs; accept with --update-golden"

    return compare


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A small English shop that is all right, to change."""
    return Shop.of("small", tmp_path / "shop")


@pytest.fixture
def korean_shop(tmp_path: Path) -> Shop:
    """A small Korean shop that is all right, to change."""
    return Shop.of("small-korean", tmp_path / "korean-shop")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample shop of this repository, built."""
    return build_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def occasions(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A shop with gatherings, open letters and neighbours, built."""
    return build_occasions(tmp_path_factory.mktemp("occasions"), "occasions")


@pytest.fixture(scope="session")
def korean_occasions(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The like in Korean."""
    root = tmp_path_factory.mktemp("occasions-korean")
    return build_occasions(root, "occasions-korean")


#: As root, without a sandbox; and nothing of the browser's own goes out.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; one for a whole run, as Playwright allows no two at a time."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()
