"""The shop's secret, and what is made with it: ids of subscribers."""

from __future__ import annotations

import hmac
import os
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.domains import in_ascii
from storyhouse.model.subscribers import SubscriberId
from storyhouse.refusing import RefusedError
from storyhouse.subscribing.places import SECRET, SUPPRESSED
from storyhouse.subscribing.suppressed import begin, noes_in

_BYTES = 32
_ID = 32  # hexadecimal digits of an id


@dataclass(frozen=True, slots=True)
class Secret:
    """The key; it prints as nothing."""

    key: bytes = field(repr=False)

    def id_of(self, address: str) -> SubscriberId:
        """Whose address it is, however it is spelt."""
        made = self._mac(b"subscriber", canonical(address).encode())
        return SubscriberId(made.hex()[:_ID])

    def sign(self, purpose: str, text: bytes) -> bytes:
        """A signature of 32 bytes that only this shop can make, for one purpose."""
        return self._mac(purpose.encode(), text)

    def _mac(self, purpose: bytes, text: bytes) -> bytes:
        return hmac.digest(self.key, purpose + b"\0" + text, "sha256")


def canonical(address: str) -> str:
    """An address as it is compared: no two mailboxes differ by the case of a letter.

    A domain is the same in Hangul and in ASCII (xn--…).
    """
    written = address.strip()
    if written.isascii():
        return written.lower()
    local, at, domain = unicodedata.normalize("NFC", written).rpartition("@")
    # What is no domain names nobody, and is compared as it stands.
    return f"{local.casefold()}{at}{(in_ascii(domain) or domain).casefold()}"


def secret_of(root: Path) -> Secret:
    """The shop's secret; made when it is first needed, and a list of noes beside it.

    So a list that is lost later is known to be lost.

    Raises:
        RefusedError: if it is gone or damaged while a list of the suppressed is there:
            nobody on it would be known again.
        OSError: if it cannot be read or written.
    """
    path = root / SECRET
    try:
        return _read(path)
    except FileNotFoundError:
        pass
    _has_none(root)
    path.parent.mkdir(exist_ok=True)
    begin(root)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w", encoding="ascii") as file:  # noqa: PTH123 (by its handle)
        file.write(f"{secrets.token_hex(_BYTES)}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)  # of two that begin at once, the first one's holds
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return _read(path)


def _has_none(root: Path) -> None:
    noes = noes_in(root / SUPPRESSED)
    if noes.last or noes.wrong:
        raise RefusedError("subscribers.refused.no-secret", path=str(SECRET))


def secret_for_looking(root: Path) -> Secret:
    """The shop's secret; where there is none yet, one that is kept nowhere.

    Raises:
        RefusedError: as `secret_of`.
        OSError: if it cannot be read.
    """
    if (root / SECRET).is_file():
        return _read(root / SECRET)
    _has_none(root)
    return Secret(secrets.token_bytes(_BYTES))


def _read(path: Path) -> Secret:
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise RefusedError("subscribers.refused.bad-secret", path=str(SECRET))
    return Secret(key)
