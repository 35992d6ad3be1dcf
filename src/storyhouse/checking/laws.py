"""What laws want of a letter: rules `kr/ad-label`, `kr/sender` and `us/postal`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.issues import AD_LABEL, Issue

KOREA, AMERICA = "KR", "US"
#: 【광고】, [광고], (광 고), (AD): what mail programs and the law do not take for it.
_LIKE_A_LABEL = re.compile(
    r"^\s*[(\[【<（［〈《]\s*(?:광\s*고[^)\]】>）］〉》]{0,9}|AD)\s*[)\]】>）］〉》]",
    re.IGNORECASE,
)


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Every letter of a shop in Korea or America."""
    country = house.shop.country.upper()
    if country == KOREA:
        for issue in house.issues.values():
            yield from _label(issue)
    if house.issues and not house.shop.contact.address:
        code = {KOREA: "kr/sender", AMERICA: "us/postal"}.get(country)
        if code:
            yield _no_address(house, code)


def _label(issue: Issue) -> Iterator[Diagnostic]:
    """Exactly `(광고)`, at the very start; the author writes it, not we."""
    commercial = issue.commercial
    # Saying no takes a reason; saying nothing, with an offer, is a yes.
    denied = commercial is not None and not commercial.is_ and commercial.because
    owed = not denied if issue.offer else commercial is not None and commercial.is_
    if issue.subject.startswith(AD_LABEL):
        return
    like = _LIKE_A_LABEL.match(issue.subject)
    if owed or like:
        source, at = issue.source, ("subject",)
        yield Diagnostic(
            where=source.place(at, issue.subject, 0) if like else source.value_at(*at),
            until=source.place(at, issue.subject, like.end()) if like else None,
            code="kr/ad-label",
            variant="alike" if like else "missing",
            facts={"label": AD_LABEL, "written": like[0] if like else ""},
            help="write-label",
        )


def _no_address(house: House, code: str) -> Diagnostic:
    where = house.shop.source.key_at("contact", "address")
    return Diagnostic(where=where, code=code, help="write-address")
