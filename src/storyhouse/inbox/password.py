"""The mailbox's password: from the environment, or the system's own safe.

The only module here that knows keyring, which need not be installed.
"""

from __future__ import annotations

import os

from storyhouse.inbox.imap import Account
from storyhouse.refusing import RefusedError

PASSWORD = "STORYHOUSE_IMAP_PASSWORD"  # noqa: S105 (a name)
_SERVICE = "storyhouse"


def password_for(account: Account) -> str:
    """The password.

    Raises:
        RefusedError: if it is in neither place.
    """
    if given := os.environ.get(PASSWORD):
        return given
    try:
        import keyring  # noqa: PLC0415 (an extra)

        kept = keyring.get_password(_SERVICE, f"{account.user}@{account.host}")
    except Exception:  # noqa: BLE001 (each system's safe fails in its own way)
        kept = None
    if not kept:
        raise RefusedError("inbox.refused.no-password", variable=PASSWORD)
    return kept
