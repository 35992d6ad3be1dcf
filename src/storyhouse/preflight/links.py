"""Where a letter's links lead."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.preflight import built
from storyhouse.preflight.page import Tag
from storyhouse.preflight.seen import Seen, Span

#: Names that only this machine or this house knows (RFC 6761, RFC 6762).
_NOWHERE = ("localhost", "local", "test", "invalid", "internal", "lan")
_EMPTY = frozenset(["", "#", "mailto:", "tel:", "http://", "https://"])
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_LOOKS_LIKE_ONE = re.compile(
    r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#]\S*)?", re.IGNORECASE
)


def check(seen: Seen) -> Iterator[Diagnostic]:
    """Every link of the HTML, each address once."""
    met: set[str] = set()
    for link in seen.page.named("a"):
        if "href" not in link.attributes:
            continue
        address = link.attributes["href"].strip()
        yield from _of_words(seen, link, address)
        if address not in met:
            met.add(address)
            yield from _of_address(seen, link, address)


def is_nowhere(host: str) -> bool:
    """Whether a host cannot be reached from a reader's mailbox."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rpartition(".")[2] in _NOWHERE


def _of_words(seen: Seen, link: Tag, address: str) -> Iterator[Diagnostic]:
    """Words that are an address themselves, and another than the link's."""
    shown = _LOOKS_LIKE_ONE.fullmatch(link.words)
    if shown and address.startswith("http"):
        said, real = shown[1].lower(), _host(address) or ""
        if real and said.removeprefix("www.") != real.removeprefix("www."):
            where = seen.where(link.words)
            yield seen.found("mail/other-link", where, shown=link.words, link=address)


def _of_address(seen: Seen, link: Tag, address: str) -> Iterator[Diagnostic]:
    where = seen.where(address)
    if where[1] is None:
        where = seen.where(link.words)
    host = _host(address)
    if address in _EMPTY or host is None or _is_lost(seen, address):
        yield seen.found("mail/empty-link", where, Severity.ERROR, words=link.words)
    elif not address.startswith(("http:", "https:")):
        return
    elif is_nowhere(host):
        yield seen.found(
            "mail/local-link",
            where,
            Severity.ERROR,
            help_="whole-address",
            link=address,
        )
    else:
        yield from _of_web(seen, where, address, host)


def _of_web(seen: Seen, where: Span, address: str, host: str) -> Iterator[Diagnostic]:
    if address.startswith("http:"):
        yield seen.found("mail/open-http", where, help_="write-https", link=address)
    if host.removeprefix("www.") in shorteners():
        yield seen.found(
            "mail/short-link", where, help_="whole-address", link=address, host=host
        )
    if missing := _dead(seen, address):
        yield seen.found(
            "mail/dead-link", where, Severity.ERROR, variant=missing, link=address
        )


def _is_lost(seen: Seen, address: str) -> bool:
    """A place within the letter that is not there; a way from a page that is none."""
    if address.startswith("#"):
        ids = (tag.attributes.get("id") for tag in seen.page.all())
        return unquote(address[1:]) not in ids
    return not _SCHEME.match(address)


def _host(address: str) -> str | None:
    """The host of an address; None for what is no address at all."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # which may be no number
    except ValueError:
        return None
    return parts.hostname or ""


def _dead(seen: Seen, address: str) -> str:
    """What is missing on the site: the page, or the place on it."""
    path = built.on_site(seen, address)
    if path is None or not built.is_built(seen) or _is_elsewhere(seen, address, path):
        return ""
    file = built.file_of(seen, path)
    if file is None:
        return "page"
    anchor = unquote(urlsplit(address).fragment)
    return "anchor" if anchor and anchor not in built.anchors(file) else ""


def _is_elsewhere(seen: Seen, address: str, path: str) -> bool:
    """What comes out with the letter; and the way out, which a server answers."""
    page = seen.letter.envelope.unsubscribe_url
    return built.comes_with_it(seen, path) or bool(page and address.startswith(page))


@cache
def shorteners() -> frozenset[str]:
    """Hosts that hide where a link leads."""
    text = (
        files(__name__.rpartition(".")[0]).joinpath("shorteners.txt").read_text("utf-8")
    )
    return frozenset(line for line in text.split("\n") if line and line[0] != "#")
