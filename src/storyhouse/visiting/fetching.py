"""Fetch a feed from somebody's server, which may mean no good.

The only module that knows httpcore. It connects to exactly the address that was looked
at, so that a name cannot point elsewhere a moment later; follows each redirect by hand,
as if it were a new visit; and holds the whole to one deadline and one size. It reads no
settings of proxies: behind one, every address would be the proxy's.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import httpcore

from storyhouse import __version__
from storyhouse.visiting.addresses import (
    Allow,
    Target,
    VisitError,
    is_public,
    parsed,
    target,
)

#: A feed of a hundred long posts is some 500 kB.
MOST_BYTES = 2_000_000
#: Seconds for a feed, its redirects included.
MOST_SECONDS = 10.0
_MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_UNCHANGED = 304
_HEADERS = (
    ("User-Agent", f"storyhouse/{__version__}"),
    ("Accept", "application/atom+xml, application/rss+xml, application/xml;q=0.9"),
    ("Accept-Encoding", "identity"),
    ("Connection", "close"),
)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said by which it knows again what it sent."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came, and from where in the end; no bytes if nothing has changed."""

    url: str
    data: bytes | None
    kind: str = ""  # the server's Content-Type
    validators: Validators = Validators()


def fetch(
    url: str,
    known: Validators | None = None,
    *,
    allow: Allow = is_public,
    seconds: float = MOST_SECONDS,
) -> Fetched:
    """What stands at an address of the web.

    Args:
        url: as it is written.
        known: what the server said last time.
        allow: which addresses may be connected to.
        seconds: how long the whole may take.

    Raises:
        VisitError: if it cannot be had, or should not be.
    """
    guard = _Guard(allow, time.monotonic() + seconds)
    try:
        return _followed(url, known or Validators(), guard)
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise VisitError("slow", int(seconds)) from error
    except httpcore.ProtocolError as error:
        raise VisitError("no-http") from error
    except (httpcore.NetworkError, OSError) as error:
        first = _first(error)
        if isinstance(first, ssl.SSLCertVerificationError):
            raise VisitError("certificate", first.verify_message) from error
        reason = getattr(first, "strerror", "") or str(first) or type(first).__name__
        raise VisitError("no-answer", str(reason)[:120]) from error


def _followed(url: str, known: Validators, guard: _Guard) -> Fetched:
    for _ in range(_MOST_REDIRECTS + 1):
        at = target(url)
        answer = _ask(at, known, guard)
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(str(at), answer)
    raise VisitError("redirects", _MOST_REDIRECTS)


def _ask(at: Target, known: Validators, guard: _Guard) -> Fetched | str:
    """One question: what came, or where else to look."""
    headers = [*_HEADERS]
    if known.etag:
        headers.append(("If-None-Match", known.etag))
    if known.modified:
        headers.append(("If-Modified-Since", known.modified))
    # No pool is used twice: each redirect is a connection of its own, looked at anew.
    with (
        httpcore.ConnectionPool(network_backend=guard, retries=0) as pool,
        pool.stream("GET", str(at), headers=headers) as response,
    ):
        said = _said(response.headers)
        if response.status in _REDIRECTS and said.get("location"):
            return said["location"]
        if response.status == _UNCHANGED and (known.etag or known.modified):
            return Fetched(str(at), None, validators=known)
        if response.status != 200:
            raise VisitError("status", response.status)
        data = _unpacked(_read(response), said.get("content-encoding", ""))
    validators = Validators(_plain(said, "etag"), _plain(said, "last-modified"))
    return Fetched(str(at), data, said.get("content-type", ""), validators)


def _said(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The answer's headers, as far as they are of a length that means something."""
    return {
        name.decode("latin-1").lower(): value.decode("utf-8", "replace")
        for name, value in headers
        if len(value) <= 2000
    }


def _plain(said: Mapping[str, str], name: str) -> str:
    """A header that can be sent back; nothing of one with strange signs."""
    value = said.get(name, "")
    return value if value.isascii() and value.isprintable() else ""


def _read(response: httpcore.Response) -> bytes:
    data = bytearray()
    for part in response.iter_stream():
        data += part
        if len(data) > MOST_BYTES:
            raise VisitError("too-long", MOST_BYTES // 1_000_000)
    return bytes(data)


def _unpacked(data: bytes, packing: str) -> bytes:
    """Some servers pack what they were asked not to; a small pack may hold much."""
    packing = packing.strip().lower()
    if packing in {"", "identity"}:
        return data
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise VisitError("packed", packing[:20])
    try:
        unpacked = zlib.decompressobj(47).decompress(data, MOST_BYTES + 1)
    except zlib.error as error:
        raise VisitError("packed", packing) from error
    if len(unpacked) > MOST_BYTES:
        raise VisitError("too-long", MOST_BYTES // 1_000_000)
    return unpacked


def _first(error: BaseException) -> BaseException:
    """What httpcore's error began with; it keeps that as its word, not as its cause."""
    while error.args and isinstance(error.args[0], BaseException):
        error = error.args[0]
    return error


@dataclass(slots=True)
class _Guard(httpcore.NetworkBackend):
    """Connects to addresses that may be, and until the deadline only."""

    allow: Allow
    deadline: float
    _plain: httpcore.SyncBackend = field(default_factory=httpcore.SyncBackend)

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def connect_tcp(
        self, host: str, port: int, *_: Any, **__: Any
    ) -> httpcore.NetworkStream:
        """Called by httpcore, with a name or an address."""
        found = [a for a in self._resolved(host, port) if self.allow(parsed(a))]
        if not found:
            raise VisitError("private", host)
        for address in found[:-1]:  # as a machine without IPv6 finds one of each
            with suppress(httpcore.ConnectError):
                return _Timed(self._plain.connect_tcp(address, port, self.left), self)
        return _Timed(self._plain.connect_tcp(found[-1], port, self.left), self)

    def _resolved(self, host: str, port: int) -> list[str]:
        """The system's look-up knows no deadline: it is left behind if it must be."""
        found: list[str] = []
        failed: list[OSError] = []

        def look_up() -> None:
            try:
                infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                found.extend(str(info[4][0]) for info in infos)
            except OSError as error:
                failed.append(error)
            except UnicodeError as error:
                failed.append(OSError(str(error)))

        looking = threading.Thread(target=look_up, daemon=True)
        looking.start()
        looking.join(self.left)
        if failed:
            raise VisitError("no-such-host", host) from failed[0]
        if looking.is_alive():
            raise httpcore.ConnectTimeout
        return found


@dataclass(slots=True)
class _Timed(httpcore.NetworkStream):
    """A connection on which every wait ends at the deadline."""

    stream: httpcore.NetworkStream
    guard: _Guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Called by httpcore."""
        return self.stream.read(max_bytes, self.guard.left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Called by httpcore."""
        self.stream.write(buffer, self.guard.left)

    def close(self) -> None:
        """Called by httpcore."""
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Called by httpcore: the certificate must be that of the name."""
        left = self.guard.left
        secret = self.stream.start_tls(ssl_context, server_hostname, left)
        return _Timed(secret, self.guard)

    def get_extra_info(self, info: str) -> Any:
        """Called by httpcore."""
        return self.stream.get_extra_info(info)
