"""The mailbox's password: from the environment, or the system's own keyring."""

from __future__ import annotations

import os

from storyhouse.inbox.imap import Account
from storyhouse.refusing import RefusedError
from storyhouse.sending.passwords import kept

PASSWORD = "STORYHOUSE_IMAP_PASSWORD"  # noqa: S105 (a name)


def password_for(account: Account) -> str:
    """The password.

    Raises:
        RefusedError: if it is in neither place.
    """
    if given := os.environ.get(PASSWORD):
        return given
    if found := kept(f"{account.user}@{account.host}"):
        return found
    raise RefusedError("inbox.refused.no-password", variable=PASSWORD)
