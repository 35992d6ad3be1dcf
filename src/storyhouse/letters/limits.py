"""What mailboxes want of a letter, beyond its words."""

from __future__ import annotations

from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.issues import Issue
from storyhouse.places import Location

#: Gmail cuts a message's HTML here, footer and way out included.
CLIPPED_AT = 102_400
NEARLY = 90_000


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
