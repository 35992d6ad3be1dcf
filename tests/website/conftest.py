from __future__ import annotations

import pytest

from tests.sample import Sample, build_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample shop, built."""
    return build_sample(tmp_path_factory.mktemp("sample"))
