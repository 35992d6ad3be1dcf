"""What laws and mailboxes want of a letter, beyond its words."""

from __future__ import annotations

from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.letters.compose import AD_LABEL
from storyhouse.letters.footing import KOREA
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.places import Location

#: Gmail cuts a message's HTML here, footer and way out included.
CLIPPED_AT = 102_400
NEARLY = 90_000


def of_sender(house: House, issue: Issue) -> Iterator[Diagnostic]:
    """The rules `kr/ad-label`, `kr/sender` and `us/postal`."""
    country, shop = house.shop.country.upper(), house.shop
    if country == KOREA:
        yield from _label(issue)
        if not shop.contact.address:
            yield _no_address(house, "kr/sender")
    if country == "US" and not shop.contact.address:
        yield _no_address(house, "us/postal")


def of_size(issue: Issue, size: int) -> Iterator[Diagnostic]:
    """A letter that mail programs would cut."""
    where = Location(issue.source.path)
    if size >= CLIPPED_AT:
        facts = {"size": size, "most": CLIPPED_AT}
        yield Diagnostic(
            where=where, code="letter/too-big", facts=facts, help="fewer-stories"
        )
    elif size >= NEARLY:
        yield Diagnostic(
            where=where,
            code="letter/near-limit",
            facts={"size": size, "most": CLIPPED_AT},
            help="fewer-stories",
            severity=Severity.WARNING,
        )


def _label(issue: Issue) -> Iterator[Diagnostic]:
    """Exactly `(광고)`, at the very start; the author writes it, not we."""
    commercial = issue.commercial
    # Saying no takes a reason; saying nothing, with an offer, is a yes.
    denied = commercial is not None and not commercial.is_ and commercial.because
    owed = not denied if issue.offer else commercial is not None and commercial.is_
    if owed and not issue.subject.startswith(AD_LABEL):
        where = issue.source.value_at("subject")
        facts = {"label": AD_LABEL}
        yield Diagnostic(
            where=where, code="kr/ad-label", facts=facts, help="write-label"
        )


def _no_address(house: House, code: str) -> Diagnostic:
    where = house.shop.source.key_at("contact", "address")
    return Diagnostic(where=where, code=code, help="write-address")
