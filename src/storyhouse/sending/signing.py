"""A DKIM signature on each mail, for shops whose server does not sign.

The only module that knows dkimpy. What is signed covers every header that a letter
has, the ways out too (RFC 8058 asks for it); From is signed once more than it stands
there, so that nobody can add a second one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import dkim

from storyhouse.domains import in_ascii
from storyhouse.refusing import RefusedError

#: What the environment says.
KEY, SELECTOR, DOMAIN = (
    f"STORYHOUSE_DKIM_{what}" for what in ("KEY", "SELECTOR", "DOMAIN")
)
_SIGNED = (
    b"from from to subject date message-id reply-to list-id list-unsubscribe "
    b"list-unsubscribe-post mime-version content-type"
).split()
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?")
_PEM = re.compile(rb"-----BEGIN (?:RSA )?PRIVATE KEY-----\n.*?\n-----END", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Signer:
    """A shop's key, and under which name its public half stands in the DNS."""

    domain: str
    selector: str
    key: bytes = field(repr=False)

    def __call__(self, mail: bytes) -> bytes:
        """The mail with its signature before it."""
        signature = dkim.sign(
            mail,
            self.selector.encode("ascii"),
            self.domain.encode("ascii"),
            self.key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=_SIGNED,
        )
        return bytes(signature) + mail


def signer_of(environment: Mapping[str, str], root: Path, sender: str) -> Signer | None:
    """Who signs a shop's letters; None if nobody is asked to.

    Args:
        environment: the program's.
        root: the shop's folder; a key's path may begin there.
        sender: the address the letters come from. Its domain is the one that signs.

    Raises:
        RefusedError: if a setting is missing or the key is none. It names the file.
    """
    written = environment.get(KEY, "")
    if not written:
        return None
    domain = environment.get(DOMAIN) or sender.rpartition("@")[2]
    selector = environment.get(SELECTOR, "")
    for name, value in ((SELECTOR, selector), (DOMAIN, in_ascii(domain))):
        if not _NAME.fullmatch(value):
            raise RefusedError("signing.refused.setting", name=name, written=value)
    signer = Signer(in_ascii(domain), selector, _key(root / written, written))
    _try(signer, written)
    return signer


def _key(path: Path, written: str) -> bytes:
    try:
        text = path.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        reason = "unreadable" if path.exists() else "no-file"
        raise RefusedError(f"signing.refused.{reason}", path=written) from error
    if not _PEM.search(text):
        # An Ed25519 key is one of these, too: many readers' servers know RSA alone.
        raise RefusedError("signing.refused.no-key", path=written)
    return text


def _try(signer: Signer, written: str) -> None:
    """Sign a mail of nobody's, so that a bad key is known before the first letter."""
    try:
        signer(b"From: a@b.example\r\n\r\n\r\n")
    except Exception:  # noqa: BLE001 (dkimpy's own, and whatever its parser meets)
        # Without its cause: that one may show the key.
        raise RefusedError("signing.refused.no-key", path=written) from None
