"""Keys of mailing services: from the environment, or from the system's keyring."""

from __future__ import annotations

import os

from storyhouse.refusing import RefusedError
from storyhouse.sending.passwords import kept


def key_named(name: str) -> str:
    """The key.

    Raises:
        RefusedError: if there is none.
    """
    if key := os.environ.get(name, "").strip() or kept(name):
        return key
    raise RefusedError("engines.refused.no-key", name=name)
