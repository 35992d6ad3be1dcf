"""A mailbox on a server, only looked at: nothing there is deleted, moved or flagged.

The only module that knows IMAPClient.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from storyhouse.inbox.arrived import MOST, Arrived
from storyhouse.refusing import RefusedError

_SECONDS = 60
_AT_ONCE = 500  # sizes


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox is, and whose."""

    host: str
    port: int
    user: str
    folder: str
    encrypted: bool

    @classmethod
    def of(cls, address: str) -> Account:
        """From `imaps://user@host/FOLDER`.

        Raises:
            RefusedError: if it is no such address, or a password would be sent in the
                open over a network.
        """
        try:
            parts = urlsplit(address)
            host, port, user = parts.hostname, parts.port, parts.username
        except ValueError:
            host = port = user = None
            parts = urlsplit("")
        if parts.scheme not in {"imap", "imaps"} or not host or not user:
            raise RefusedError("inbox.refused.address")
        if parts.password is not None:
            raise RefusedError("inbox.refused.password-in-address")
        encrypted = parts.scheme == "imaps"
        if not encrypted and not _is_this_machine(host):
            raise RefusedError("inbox.refused.in-the-open", host=host)
        folder = unquote(parts.path.strip("/")) or "INBOX"
        port = port or (993 if encrypted else 143)
        return cls(host, port, unquote(user), folder, encrypted)


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def on_server(
    account: Account,
    password: str,
    since: dt.date | None,
    knows: Callable[[str], bool],
) -> Iterator[Arrived]:
    """The mails of a folder, oldest first; of those that are known, only the key.

    Raises:
        RefusedError: if the server cannot be reached, or does not let us in.
    """
    with _said(account), _opened(account) as client:
        try:
            client.login(account.user, password)
        except LoginError:
            raise RefusedError("inbox.refused.login", host=account.host) from None
        chosen = client.select_folder(account.folder, readonly=True)
        validity = int(chosen.get(b"UIDVALIDITY", 0))
        wanted = ["SINCE", since] if since else "ALL"
        uids = sorted(client.search(wanted))
        for begin in range(0, len(uids), _AT_ONCE):
            some = {
                u: _key(account, validity, u) for u in uids[begin : begin + _AT_ONCE]
            }
            yield from (Arrived((key,), None) for key in some.values() if knows(key))
            yield from _fetched(client, {u: k for u, k in some.items() if not knows(k)})


def _fetched(client: IMAPClient, keys: dict[int, str]) -> Iterator[Arrived]:
    sizes = client.fetch([*keys], ["RFC822.SIZE"]) if keys else {}
    for uid, said in sizes.items():
        if uid not in keys:
            continue
        if int(said.get(b"RFC822.SIZE", 0)) > MOST:
            yield Arrived((keys[uid],), None)
            continue
        # PEEK: to have been read here is no reason to look read to the owner.
        mail = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
        if isinstance(mail, bytes):
            yield Arrived.of(mail, keys[uid])


def _key(account: Account, validity: int, uid: int) -> str:
    parts = (account.host, account.user, account.folder, str(validity), str(uid))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@contextmanager
def _opened(account: Account) -> Iterator[IMAPClient]:
    context = ssl.create_default_context() if account.encrypted else None
    client = IMAPClient(
        account.host,
        port=account.port,
        ssl=account.encrypted,
        ssl_context=context,
        timeout=_SECONDS,
    )
    try:
        yield client
    finally:
        with suppress(IMAPClientError, OSError):
            client.logout()


@contextmanager
def _said(account: Account) -> Iterator[None]:
    """What a server or the way to it does wrong, as a no."""
    try:
        yield
    except IMAPClientError as error:
        reason = " ".join(str(error).split())[:200]
        raise RefusedError(
            "inbox.refused.server", host=account.host, reason=reason
        ) from error
    except OSError as error:
        reason = " ".join(str(error.strerror or error).split())[:200]
        raise RefusedError(
            "inbox.refused.unreachable", host=account.host, reason=reason
        ) from error
