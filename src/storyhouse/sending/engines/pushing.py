"""Hand a letter to a service that takes it directly, once however often it is tried.

A draft is made, and nothing is sent but on the owner's word. Where no answer came, the
service is asked what it has; only where that fails, too, is the owner told to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from storyhouse.model.audience import Audience
from storyhouse.model.issues import IssueStatus
from storyhouse.refusing import RefusedError
from storyhouse.sending.engines.desks import (
    Buttondown,
    Found,
    Listmonk,
    SaidNoError,
    StrangeError,
)
from storyhouse.sending.engines.posting import UncertainError, UnreachedError
from storyhouse.sending.engines.shape import Handing

#: Both services call it so; whatever else a letter is, it is no longer to be changed.
_DRAFT = "draft"


class Desk(Protocol):
    """What is asked of a service."""

    def find(self) -> Iterator[Found]:
        """Every copy of the letter that it has."""

    def make(self) -> Found:
        """Make a draft."""

    def update(self, found: Found) -> Found:
        """Make a draft what the letter is now."""

    def start(self, found: Found) -> None:
        """Begin to send."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was done: `made`, `again` or `started`, and where to look at it."""

    how: str
    address: str


_DESKS: Mapping[str, Callable[[Handing], Desk]] = {
    "listmonk": Listmonk,
    "buttondown": Buttondown,
}
_NAMES = {"listmonk": "listmonk", "buttondown": "Buttondown"}


def refuse(service: str, handing: Handing, *, push: bool, start: bool) -> None:
    """What is not to be done, before anything is.

    Raises:
        RefusedError: if it is not.
    """
    issue = handing.issue
    if start and not push:
        raise RefusedError("engines.refused.start-without-push")
    if service not in _DESKS:
        raise RefusedError("engines.refused.no-push", engine=service)
    if start and issue.status is IssueStatus.DRAFT:
        raise RefusedError("engines.refused.start-draft", id=issue.id)
    if service == "listmonk" and not handing.lists:
        raise RefusedError("engines.refused.no-list")
    everyone = Audience.parse(issue.audience) == Audience()
    if service == "buttondown" and start and not everyone:
        raise RefusedError("engines.refused.start-audience", id=issue.id)


def push(service: str, handing: Handing, *, start: bool) -> Pushed:
    """Have the letter there as one draft; begin to send it if that was asked for.

    Raises:
        RefusedError: if the service cannot be asked, says no, or has sent it already.
    """
    engine, desk = _NAMES[service], _DESKS[service](handing)
    try:
        how, found = _draft(engine, desk)
        if not start:
            return Pushed(how, found.address)
        _start(engine, desk, found)
        return Pushed("started", found.address)
    except UnreachedError as error:
        raise RefusedError(
            "engines.refused.no-answer", engine=engine, reason=str(error)
        ) from None
    except SaidNoError as error:
        answer = error.answer
        raise RefusedError(
            "engines.refused.said-no",
            engine=engine,
            status=answer.status,
            reason=answer.reason,
        ) from None
    except (StrangeError, KeyError, TypeError, ValueError, AttributeError) as error:
        # An answer of another form than promised: a proxy's page, a newer service.
        reason = " ".join(str(error).split())[:80] or type(error).__name__
        raise RefusedError(
            "engines.refused.strange", engine=engine, reason=reason
        ) from error


def _draft(engine: str, desk: Desk) -> tuple[str, Found]:
    if found := _only(engine, desk):
        if found.status != _DRAFT:
            raise RefusedError(
                "engines.refused.sent-already", engine=engine, status=found.status
            )
        try:
            return "again", desk.update(found)
        except UncertainError as error:
            raise _uncertain(engine, error) from None
    try:
        return "made", desk.make()
    except UncertainError as error:
        return "made", _looked_up(engine, desk, error)


def _looked_up(engine: str, desk: Desk, unknown: UncertainError) -> Found:
    """The draft that may have been made, if it was."""
    try:
        found = _only(engine, desk)
    except (UnreachedError, SaidNoError):
        raise _uncertain(engine, unknown) from None
    if found is None:
        raise _uncertain(engine, unknown)
    return found


def _start(engine: str, desk: Desk, found: Found) -> None:
    try:
        desk.start(found)
    except UncertainError:
        try:
            now = _only(engine, desk)
        except (UnreachedError, SaidNoError):
            now = None
        if now is None or now.status == _DRAFT:
            raise RefusedError(
                "engines.refused.uncertain-start", engine=engine
            ) from None


def _only(engine: str, desk: Desk) -> Found | None:
    found = [*desk.find()]
    if len(found) > 1:
        raise RefusedError("engines.refused.twice", engine=engine, found=len(found))
    return found[0] if found else None


def _uncertain(engine: str, why: UncertainError) -> RefusedError:
    return RefusedError("engines.refused.uncertain", engine=engine, reason=str(why))
