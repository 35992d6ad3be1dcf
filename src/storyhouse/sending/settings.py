"""The mail server that takes the letters, as the environment says.

    STORYHOUSE_SMTP=smtp://mara@mail.slowrise.example:587?rate=5&connections=2
    STORYHOUSE_SMTP_PASSWORD=…

The password is never part of the address: addresses end up in logs.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import parse_qsl, unquote, urlsplit

from storyhouse.refusing import RefusedError
from storyhouse.sending.passwords import kept

SMTP = "STORYHOUSE_SMTP"
PASSWORD = "STORYHOUSE_SMTP_PASSWORD"  # noqa: S105 (a name)
BOUNCES = "STORYHOUSE_BOUNCES"
_PORTS = {"smtp": 587, "smtps": 465}
_OPTIONS = ("rate", "connections", "tls")
_MOST_CONNECTIONS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the letters are handed over, and how."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    wrapped: bool = False  # TLS from the first byte
    starttls: bool = True  # ask for TLS, and send nothing without it
    rate: float = 0.0  # letters a second, at the most; 0 is as many as go
    connections: int = 1
    bounces: str = ""  # who hears of letters that come back


def server() -> Server | None:
    """The server; None if none is set.

    Raises:
        RefusedError: if what is set cannot be understood.
    """
    written = os.environ.get(SMTP, "").strip()
    return parsed(written) if written else None


def parsed(written: str) -> Server:
    """The server an address names.

    Raises:
        RefusedError: if it cannot be understood.
    """
    try:
        parts = urlsplit(written)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused("bad-server") from None
    if parts.scheme not in _PORTS or not host or parts.path not in {"", "/"}:
        raise _refused("bad-server")
    if parts.password is not None:
        raise _refused("password-in-server", password=PASSWORD)
    options = _options(parts.query)
    user, wrapped = unquote(parts.username or ""), parts.scheme == "smtps"
    private = options.get("tls") == "yes" or not is_loopback(host)
    bare = options.get("tls") == "no"
    if user and bare and not is_loopback(host):
        raise _refused("password-in-the-open")
    return Server(
        host=host,
        port=port or _PORTS[parts.scheme],
        user=user,
        password=_password(user, host) if user else "",
        wrapped=wrapped,
        starttls=private and not wrapped and not bare,
        rate=_number(options, "rate", 0.0, 10_000.0),
        connections=int(_number(options, "connections", 1.0, _MOST_CONNECTIONS)),
        bounces=os.environ.get(BOUNCES, "").strip(),
    )


def is_loopback(host: str) -> bool:
    """Whether nothing leaves this machine on the way there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _options(query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    for name in options:
        if name not in _OPTIONS:
            near = get_close_matches(name, _OPTIONS, 1)
            known = near[0] if near else ", ".join(_OPTIONS)
            raise _refused("unknown-option", option=name, known=known)
    if options.get("tls", "yes") not in {"yes", "no"}:
        raise _refused("bad-option", option="tls", value=options["tls"])
    return options


def _number(options: dict[str, str], name: str, default: float, most: float) -> float:
    if name not in options:
        return default
    try:
        number = float(options[name])
    except ValueError:
        number = -1.0
    if not 0 < number <= most or (name == "connections" and number % 1):
        raise _refused("bad-option", option=name, value=options[name])
    return number


def _password(user: str, host: str) -> str:
    if set_ := os.environ.get(PASSWORD):
        return set_
    if found := kept(f"{user}@{host}"):
        return found
    raise _refused("no-password", password=PASSWORD, user=user, host=host)


def _refused(code: str, **facts: str | int) -> RefusedError:
    return RefusedError(f"letter_send.refused.{code}", "", name=SMTP, **facts)
