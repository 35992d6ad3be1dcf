"""Keys of mailing services: from the environment, or from the system's keyring.

Never from a file of the shop: files are copied, sent to friends and kept in histories.
"""

from __future__ import annotations

import importlib
import os

from storyhouse.refusing import RefusedError

_KEYRING = "storyhouse"


def key_named(name: str) -> str:
    """The key.

    Raises:
        RefusedError: if there is none.
    """
    if key := os.environ.get(name, "").strip() or _from_keyring(name):
        return key
    raise RefusedError("engines.refused.no-key", name=name)


def _from_keyring(name: str) -> str:
    """What the keyring holds; nothing where there is no keyring to ask."""
    try:
        keyring = importlib.import_module("keyring")
        errors = importlib.import_module("keyring.errors")
    except ImportError:
        return ""
    try:
        return keyring.get_password(_KEYRING, name) or ""
    except errors.KeyringError:
        return ""
