"""A stranger's server, once for all tests of a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.visiting.stranger import Stranger, listening


@pytest.fixture(scope="session")
def stranger() -> Iterator[Stranger]:
    with listening() as server:
        yield server
