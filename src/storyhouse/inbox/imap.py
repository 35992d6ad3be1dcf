"""A mailbox on a server, only looked at: nothing there is deleted, moved or flagged.

The only module that knows IMAPClient.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import logging
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from storyhouse.inbox.arrived import MOST, Arrived
from storyhouse.refusing import RefusedError
from storyhouse.sending.reasons import said
from storyhouse.sending.unreached import why_unreached

_SECONDS = 60
_AT_ONCE = 500  # sizes
#: What imaplib says where a server speaks another protocol.
_STRANGE = "unexpected response"
_BYTES = re.compile(r"""\bb(['"])(.*)\1""")
_MOST_FOLDERS = 20  # that are told
# Without a handler, Python prints a library's warnings for it, in English.
logging.getLogger("imapclient").addHandler(logging.NullHandler())


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
    with _told(account), _opened(account) as client:
        _log_in(client, account, password)
        chosen = _chosen(client, account)
        validity = int(chosen.get(b"UIDVALIDITY", 0))
        wanted = ["SINCE", since] if since else "ALL"
        uids = sorted(client.search(wanted))
        for begin in range(0, len(uids), _AT_ONCE):
            some = {
                u: _key(account, validity, u) for u in uids[begin : begin + _AT_ONCE]
            }
            yield from (Arrived((key,), None) for key in some.values() if knows(key))
            yield from _fetched(client, {u: k for u, k in some.items() if not knows(k)})


def _log_in(client: IMAPClient, account: Account, password: str) -> None:
    try:
        client.login(account.user, password)
    except LoginError as error:
        if isinstance(error.__context__, IMAPClientAbortError):
            raise error.__context__ from error
        raise RefusedError(
            "inbox.refused.login", host=account.host, reason=_words(error)
        ) from None


def _chosen(client: IMAPClient, account: Account) -> dict[bytes, Any]:
    """The folder, opened for reading alone; if it is not there, those that are."""
    folder = account.folder
    try:
        chosen: dict[bytes, Any] = client.select_folder(folder, readonly=True)
    except IMAPClientError as error:
        if isinstance(error, IMAPClientAbortError) or client.folder_exists(folder):
            raise
    else:
        return chosen
    names = [str(name) for _, _, name in client.list_folders()]
    raise RefusedError(
        "inbox.refused.no-folder",
        host=account.host,
        folder=folder,
        folders=said(", ".join(names[:_MOST_FOLDERS])),
    )


def _fetched(client: IMAPClient, keys: dict[int, str]) -> Iterator[Arrived]:
    sizes = client.fetch([*keys], ["RFC822.SIZE"]) if keys else {}
    for uid, told in sizes.items():
        if uid not in keys:
            continue
        if int(told.get(b"RFC822.SIZE", 0)) > MOST:
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
        try:
            client.logout()
        except (IMAPClientError, OSError):
            with suppress(OSError):
                client.shutdown()


@contextmanager
def _told(account: Account) -> Iterator[None]:
    """What a server or the way to it does wrong, as a no."""
    try:
        yield
    except IMAPClientAbortError as error:
        strange = str(error).startswith(_STRANGE)
        raise _unreached(account, "strange" if strange else "hung-up") from error
    except IMAPClientError as error:
        raise RefusedError(
            "inbox.refused.server", host=account.host, reason=_words(error)
        ) from error
    except (OSError, UnicodeError) as error:  # the latter of a name that cannot be one
        raise _unreached(account, *why_unreached(error)) from error


def _words(error: IMAPClientError) -> str:
    """A server's words; imaplib writes them as Python writes bytes."""
    return said(_BYTES.sub(r"\2", str(error)))


def _unreached(account: Account, why: str, reason: str = "") -> RefusedError:
    key = f"inbox.refused.unreached.{why}"
    return RefusedError(key, host=account.host, port=account.port, reason=reason)
