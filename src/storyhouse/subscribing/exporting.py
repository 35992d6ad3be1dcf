"""The list for a spreadsheet or another service: nothing in it can be run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storyhouse.model.subscribers import Standing, Subscriber
from storyhouse.places import leads_out
from storyhouse.refusing import RefusedError
from storyhouse.subscribing.columns import COLUMNS
from storyhouse.subscribing.formulas import neutral
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.places import PRIVATE, SECRET, SUBSCRIBERS, SUPPRESSED
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import suppressed
from storyhouse.subscribing.tags import cell_of


def exported(root: Path, subscribers: SubscriberList) -> Iterator[list[str]]:
    """The rows of an export, the columns' names first.

    Who said no is there with the address and that no, so that no other service writes
    to them; what else is known of them is nobody's business any more.

    Raises:
        RefusedError: if the list of noes cannot be read.
        OSError: if a file cannot be read.
    """
    gone = suppressed(root)
    secret = secret_of(root) if gone else None
    more: list[str] = []
    begun = False
    for one in subscribers:
        if not begun:
            more, begun = [*one.more], True
            yield [*COLUMNS, *map(neutral, more)]
        no = gone.get(secret.id_of(one.email)) if secret else None
        standing = no.why if no else one.status
        yield [neutral(cell) for cell in _cells(one, standing, more)]
    if not begun:
        yield [*COLUMNS]


def _cells(one: Subscriber, standing: Standing, more: list[str]) -> Iterator[str]:
    known = {"email": one.email, "status": standing.value}
    if standing in {Standing.ACTIVE, Standing.PENDING}:
        known |= {
            "first_name": one.first_name,
            "name": one.name,
            "person": one.person or "",
            "language": one.language or "",
            "tags": cell_of(one.tags),
            "consented_at": one.consented_at,
            "consent_how": one.consent_how,
        }
        known |= {name: one.more.get(name, "") for name in more}
    for name in (*COLUMNS, *more):
        yield known.get(name, "")


def place_for(root: Path, wished: Path) -> Path:
    """Where an export may be written: in private/, and over none of its own files.

    Everywhere else in a shop it could be published or committed.

    Raises:
        RefusedError: if it is to go anywhere else.
    """
    path = wished if wished.is_absolute() else Path.cwd() / wished
    home = (root / PRIVATE).resolve()
    real = path.resolve()
    own = {(root / p).resolve() for p in (SUBSCRIBERS, SUPPRESSED, SECRET)}
    if real in own or not real.is_relative_to(home) or leads_out(root, path):
        raise RefusedError("subscribers.refused.not-there", path=str(wished))
    return real
