"""From whom a letter comes, and what the large mailbox providers want of that."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.places import Location
from storyhouse.preflight.links import is_nowhere
from storyhouse.preflight.seen import Seen


def check(seen: Seen) -> Iterator[Diagnostic]:
    """The sender, and the one-click way out."""
    envelope = seen.letter.envelope
    if envelope.domain.lower() in free_mailboxes():
        where = _at(seen, "from")
        yield seen.found(
            "mail/free-mailbox", where, help_="own-domain", domain=envelope.domain
        )
    for key, address in (("from", envelope.sender), ("reply_to", envelope.reply_to)):
        domain = address.rpartition("@")[2].lower()
        if is_nowhere(domain):
            where = _at(seen, key)
            yield seen.found("mail/bad-domain", where, Severity.ERROR, address=address)
            break
    if not envelope.unsubscribe_url:
        mailing = seen.house.shop.newsletter
        written = mailing.unsubscribe if mailing else ""
        variant = "insecure" if written.startswith("http:") else "missing"
        where = _at(seen, "unsubscribe")
        yield seen.found(
            "mail/one-click", where, variant=variant, help_="one-click", link=written
        )


def _at(seen: Seen, key: str) -> Location:
    source = seen.house.shop.source
    if _says(seen, key):
        return source.value_at("newsletter", key)
    return source.value_at("newsletter")


def _says(seen: Seen, key: str) -> bool:
    return ("newsletter", key) in seen.house.shop.source.keys


@cache
def free_mailboxes() -> frozenset[str]:
    """Domains whose mailboxes belong to their readers, not to a shop."""
    folder = files(__name__.rpartition(".")[0])
    text = folder.joinpath("free-mailboxes.txt").read_text("utf-8")
    return frozenset(line for line in text.split("\n") if line and line[0] != "#")
