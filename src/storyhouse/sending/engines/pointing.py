"""Where in an issue its author wrote a field, for what a service cannot express."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from storyhouse.diagnostics import Diagnostic
from storyhouse.model.issues import Issue
from storyhouse.places import Location
from storyhouse.prose.fields import MergeField, written_in
from storyhouse.prose.links import blanked


@dataclass(frozen=True, slots=True)
class Asked:
    """A field's place, and in which of the issue's texts that is."""

    where: Location
    until: Location
    variant: str  # the key of the text: subject, body

    def diagnostic(self, code: str, *, variant: str = "", **facts: str) -> Diagnostic:
        """What is wrong there."""
        return Diagnostic(
            where=self.where, until=self.until, code=code, variant=variant, facts=facts
        )


def asked_for(issue: Issue) -> Iterator[tuple[Asked, MergeField]]:
    """Every field of an issue, in the order of its keys, then its body's."""
    for key, text, locate in _texts(issue):
        for start, end, merge in written_in(text):
            yield Asked(locate(start), locate(end), key), merge


def _texts(issue: Issue) -> Iterator[tuple[str, str, Callable[[int], Location]]]:
    lines = {
        ("subject",): issue.subject,
        ("preheader",): issue.preheader,
        ("question",): issue.question,
        ("offer", "words"): issue.offer.words if issue.offer else "",
    }
    for at, line in lines.items():
        yield at[0], line, partial(issue.source.place, at, line)
    yield "body", blanked(issue.body.text), issue.body.locate
