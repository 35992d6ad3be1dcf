"""The built sample shop, served for a browser to look at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sample import Sample
from tests.served import served


@pytest.fixture(scope="session")
def address(sample: Sample) -> Iterator[str]:
    """Where the sample shop's site is served; ends in a slash."""
    with served(sample.site) as address:
        yield address
