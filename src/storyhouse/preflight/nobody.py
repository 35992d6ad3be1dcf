"""A letter that nobody on the list may get, and why."""

from __future__ import annotations

from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.audience import Audience
from storyhouse.model.issues import EVERYONE
from storyhouse.places import Location
from storyhouse.preflight.readers import Readers
from storyhouse.preflight.seen import Seen
from storyhouse.reading.pointing import suggest
from storyhouse.subscribing.places import SUBSCRIBERS


def check(seen: Seen, walked: Readers) -> Iterator[Diagnostic]:
    """A list without readers for this letter; a shop without a list sends elsewhere.

    Of a list that cannot be read it is not known who is in it; why is told once.
    """
    if not walked.listed or walked.headless or walked.count:
        return
    audience, error = seen.issue.audience, Severity.ERROR
    if audience == EVERYONE:
        where = Location(SUBSCRIBERS)
        yield seen.found("mail/nobody", where, error, audience=audience)
        return
    where = seen.issue.source.value_at("audience")
    unknown = sorted(Audience.parse(audience).tags - walked.tags)
    for tag in unknown:
        hint, meant = suggest(tag, sorted(walked.tags), quoted=True)
        yield seen.found("mail/unknown-tag", where, error, help_=hint, tag=tag, **meant)
    if not unknown:
        yield seen.found("mail/nobody", where, error, audience=audience)
