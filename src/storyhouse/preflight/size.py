"""How large a letter is: the largest that anybody gets."""

from __future__ import annotations

from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import limits
from storyhouse.preflight.readers import Readers
from storyhouse.preflight.seen import Seen

#: SpamAssassin and many a filter behind it do not read mails beyond this.
UNREAD_BEYOND = 500_000


def check(seen: Seen, walked: Readers) -> Iterator[Diagnostic]:
    """The HTML against Gmail's limit, and the whole mail against the filters'."""
    largest = max(walked.largest, len(seen.html.encode()))
    yield from limits.of_size(seen.issue, largest)
    if len(seen.mail) > UNREAD_BEYOND:
        yield seen.found("mail/heavy", size=len(seen.mail), most=UNREAD_BEYOND)
