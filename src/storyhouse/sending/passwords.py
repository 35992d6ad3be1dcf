"""Passwords in the system's own keyring. The one module that knows keyring, an extra.

Never in a file of the shop: files are copied, sent to friends and kept in histories.
"""

from __future__ import annotations

import importlib

from storyhouse.refusing import RefusedError

#: Under which name the keyring holds what is ours.
_SERVICE = "storyhouse"


def kept(name: str) -> str:
    """What the keyring holds under a name; nothing where there is none to ask.

    Raises:
        RefusedError: if it is there and does not answer: it may be locked.
    """
    try:
        keyring = importlib.import_module("keyring")
        nobody = importlib.import_module("keyring.errors").NoKeyringError
    except ImportError:
        return ""
    try:
        return str(keyring.get_password(_SERVICE, name) or "")
    except nobody:
        return ""
    except Exception as error:  # noqa: BLE001 (each keyring fails in its own way)
        facts = {"name": name, "reason": type(error).__name__}
        raise RefusedError("mailing.refused.keyring", **facts) from None
