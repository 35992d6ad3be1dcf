"""What there is to mend in a letter that is looked at."""

from __future__ import annotations

from storyhouse import preflight
from storyhouse.diagnostics import Diagnostic, Severity, in_order
from storyhouse.sending.opening import Opened
from storyhouse.subscribing.list import SubscriberList


def findings(opened: Opened) -> list[Diagnostic]:
    """What was found in the issue's own file, and what would keep it from arriving.

    What keeps the shop from sending anything is among it, wherever it stands.
    """
    own, error = opened.issue.source.path, Severity.ERROR
    found = [d for d in opened.found if d.where.path == own or d.severity is error]
    everybody = SubscriberList(opened.root)
    looked = preflight.check(
        opened.root, opened.house, opened.issue, opened.letter, everybody
    )
    found += preflight.not_said(looked, found)
    return in_order(d for d in found if d.severity is not Severity.SUGGESTION)
