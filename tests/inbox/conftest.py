from __future__ import annotations

import pytest

from tests.inbox.mails import Box
from tests.shop import Shop


@pytest.fixture
def box(shop: Shop) -> Box:
    """A small shop with a list of subscribers."""
    return Box.of(shop)
