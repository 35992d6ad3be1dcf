"""One call to a mailing service, over HTTPS; plain HTTP is for this machine alone.

It knows httpcore, as `visiting/fetching.py` does, and guards other things: a service is
the owner's own choice, so any address will do, but a key goes with each call. No
redirect is followed, since the key would go along. What may have arrived is told apart
from what has not: whoever asks for a change must know.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpcore

from storyhouse import __version__
from storyhouse.sending.reasons import said

SECONDS = 20.0
_MOST_BYTES = 20_000_000
_MOST_REASON = 160
_HERE = {"localhost", "127.0.0.1", "::1"}
#: What fails before the first byte of a call is on its way.
_BEFORE = (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.UnsupportedProtocol)
#: What fails when it may have arrived.
_DURING = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    OSError,
)


class UnreachedError(Exception):
    """The call has not arrived; says why in a few words."""


class UncertainError(Exception):
    """The call may have arrived; says why that is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Any  # of JSON; None where it is none
    text: str

    @property
    def is_yes(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300

    @property
    def reason(self) -> str:
        """What a service says of its no, in one line."""
        body = self.body if isinstance(self.body, dict) else {}
        words = body.get("message") or body.get("detail") or self.text
        return said(str(words))[:_MOST_REASON]


def is_safe(url: str) -> bool:
    """Whether a key may go there."""
    parts = urlsplit(url)
    if parts.username or parts.password or not parts.hostname:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in _HERE
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """A service's address, and the headers with which it knows its owner."""

    base: str
    headers: Mapping[str, str]
    secrets: tuple[str, ...] = ()  # not to be read in what is told
    seconds: float = SECONDS

    def __repr__(self) -> str:
        return f"Caller({self.base})"

    def call(self, method: str, path: str, body: object = None, **also: str) -> Answer:
        """One call; `also` are headers of this one alone, with _ for -.

        Raises:
            UnreachedError: if it has not arrived, or nothing was to be changed by it.
            UncertainError: if it may have.
        """
        try:
            return self._asked(method, path, body, also)
        except _BEFORE as error:
            raise UnreachedError(_words_of(error)) from None
        except _DURING as error:
            failed = UnreachedError if method == "GET" else UncertainError
            raise failed(_words_of(error)) from None

    def _asked(
        self, method: str, path: str, body: object, also: Mapping[str, str]
    ) -> Answer:
        content = None if body is None else json.dumps(body).encode()
        headers = {
            "User-Agent": f"storyhouse/{__version__}",
            "Accept": "application/json",
            "Connection": "close",
            **({"Content-Type": "application/json"} if content else {}),
            **self.headers,
            **{name.replace("_", "-"): value for name, value in also.items()},
        }
        waits = dict.fromkeys(("connect", "read", "write", "pool"), self.seconds)
        until = time.monotonic() + self.seconds
        with (
            httpcore.ConnectionPool(retries=0) as pool,
            pool.stream(
                method,
                f"{self.base}{path}",
                headers=list(headers.items()),
                content=content,
                extensions={"timeout": waits},
            ) as response,
        ):
            data = bytearray()
            for part in response.iter_stream():
                data += part
                if time.monotonic() > until or len(data) > _MOST_BYTES:
                    raise httpcore.ReadTimeout
            return self._answer(response.status, data.decode("utf-8", "replace"))

    def _answer(self, status: int, text: str) -> Answer:
        for secret in filter(None, self.secrets):
            text = text.replace(secret, "…")
        try:
            body = json.loads(text)
        except ValueError:
            body = None
        return Answer(status, body, text)


def _words_of(error: Exception) -> str:
    return said(str(error))[:_MOST_REASON] or type(error).__name__
