"""Where a visit may go: the open web, and nothing that stands inside our own walls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

Address = IPv4Address | IPv6Address
#: Says whether an address may be connected to.
Allow = Callable[[Address], bool]

#: Below lie mail, shells and the like, which must not be spoken to in our name.
_FIRST_FREE_PORT = 1024
_PORTS = {"http": 80, "https": 443}
#: Networks without IPv4 reach it through these, the address in the last four bytes.
_TRANSLATED = IPv6Network("64:ff9b::/96")
#: For protocols, not for shops; Python calls part of it global.
_PROTOCOLS = IPv4Network("192.0.0.0/24")
_STRANGE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
_MOST = 2000


class VisitError(Exception):
    """Why a feed was not read: a key of `command.neighbours.why`, and its fact."""

    def __init__(self, why: str, fact: str | int = "") -> None:
        super().__init__(why, fact)
        self.why = why
        # A stranger's words, on their way to a terminal: no signs that steer it.
        self.fact = fact if isinstance(fact, int) else "".join(_printable(fact))


def _printable(text: str) -> Iterator[str]:
    return (sign for sign in text if sign.isprintable())


@dataclass(frozen=True, slots=True)
class Target:
    """An address of the web, in ASCII and in its parts."""

    scheme: str
    host: str
    port: int
    path: str  # with its query

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def target(url: str) -> Target:
    """What an address leads to.

    Raises:
        VisitError: if it is none of the web, or one that no feed has.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode().lower()
    except ValueError as error:
        raise VisitError("wrong-address") from error
    if len(url) > _MOST or _STRANGE.search(url):
        raise VisitError("wrong-address")
    if parts.scheme and parts.scheme not in _PORTS:
        raise VisitError("not-web", parts.scheme[:20])
    if not parts.scheme or not host:
        raise VisitError("wrong-address")
    if parts.username is not None or parts.password is not None:
        raise VisitError("password-in-address")
    port = _PORTS[parts.scheme] if port is None else port
    if port not in _PORTS.values() and port < _FIRST_FREE_PORT:
        raise VisitError("wrong-port", port)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~")
    return Target(parts.scheme, host, port, f"{path}?{query}" if query else path)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open web: no machine or network of our own."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = IPv4Address(address.packed[-4:])
        if inner is not None:
            return is_public(inner)
        if address.teredo or address.is_site_local:
            return False
    elif address in _PROTOCOLS:
        return False
    ours = address.is_private or address.is_loopback or address.is_link_local
    strange = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not ours and not strange


def parsed(written: str) -> Address:
    """An address as the system writes it, without the network card (`%eth0`)."""
    return ip_address(written.partition("%")[0])
