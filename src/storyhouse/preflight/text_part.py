"""The text part: for those who read without HTML, and for filters that compare."""

from __future__ import annotations

from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.preflight.seen import Seen

#: Of the words of the HTML part, how many the text must have at least.
_LEAST = 0.2
#: RFC 5322, 2.1.1: octets of a line, without its end.
LONGEST_LINE = 998


def check(seen: Seen) -> Iterator[Diagnostic]:
    """There, as full as the HTML, with its links, in lines that servers take."""
    words, of_html = len(seen.text.split()), len(seen.page.words.split())
    if words < max(1, _LEAST * of_html):
        yield seen.found(
            "mail/no-text", severity=Severity.ERROR, words=words, all=of_html
        )
    else:
        yield from _links(seen)
    longest = max(map(len, seen.mail.split(b"\r\n")))
    if longest > LONGEST_LINE:
        yield seen.found(
            "mail/long-line",
            severity=Severity.ERROR,
            size=longest,
            most=LONGEST_LINE,
        )


def _links(seen: Seen) -> Iterator[Diagnostic]:
    """A mailbox or a telephone may stand in it as people write it."""
    met: set[str] = set()
    for link in seen.page.named("a"):
        address = link.attributes.get("href", "").strip()
        if address in met or not address.startswith(("http:", "https:")):
            continue
        met.add(address)
        if address.rstrip("/") not in seen.text and not _is_the_shop(seen, address):
            where = seen.where(link.words)
            yield seen.found("mail/text-link", where, link=address, words=link.words)


def _is_the_shop(seen: Seen, address: str) -> bool:
    """The site itself, which the shop's name leads to."""
    return address.rstrip("/") == seen.house.shop.url.rstrip("/")
