"""How often a letter says buy, and how early: rule `ad/cta-pressure`, for links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.stories import Product
from storyhouse.prose.links import Link, find

RULE = "ad/cta-pressure"
#: Addresses behind which there is a till.
_TILL = re.compile(
    r"(?i)://(?:smartstore|shopping)\.|[/.?=](?:cart|checkout|buy|order|shop|store)"
    r"(?:[/.?=#]|$)"
)


def of_issue(house: House, settings: Settings, issue: Issue) -> Iterator[Diagnostic]:
    """At most one buy link in a letter, and none before its last part."""
    if not settings.is_on(RULE):
        return
    tills = {
        story.buy.rstrip("/")
        for story in house.written.values()
        if isinstance(story, Product) and "://" in story.buy
    }
    links = [link for link in find(issue.body.text) if _sells(link, tills)]
    begins = 1 - settings.number(RULE, "last")
    most = int(settings.number(RULE, "links"))
    for number, link in enumerate(links, 1):
        share = link.start / max(len(issue.body.text), 1)
        if number > most or share < begins:
            yield Diagnostic(
                where=issue.body.locate(link.start),
                until=issue.body.locate(link.start + len(link.written)),
                code=RULE,
                variant="links" if number > most else "early",
                help="links",
                facts={"written": link.written[:60], "most": most},
                severity=Severity.WARNING,
                language=house.language_of(issue),
            )


def _sells(link: Link, tills: set[str]) -> bool:
    if link.picture or link.scheme not in {"http:", "https:"}:
        return False
    return link.written.rstrip("/") in tills or bool(_TILL.search(link.written))
