"""Domains as mail servers and the DNS know them. The one module that knows idna.

By the rules of 2008: Python's own codec keeps those of 2003, by which straße.example
and strasse.example are one domain, and somebody's mail another's.
"""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def in_ascii(domain: str) -> str:
    """The domain in ASCII (xn--…); empty for what is none."""
    if domain.isascii():
        return domain
    import idna  # noqa: PLC0415 (30 ms, and seldom needed)

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:  # idna's own errors are such
        return ""


def sendable(address: str) -> str:
    """An address with its domain in ASCII; as it stands if that is none."""
    name, at, domain = address.rpartition("@")
    return f"{name}{at}{in_ascii(domain) or domain}"
