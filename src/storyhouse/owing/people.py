"""What is owed to people for what they allowed, or no longer allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.people import ANONYMOUS, Consent, Person, Role
from storyhouse.model.record import NEVER, PersonId
from storyhouse.owing.owed import Kind, Owed

#: A consent that ends within so many days is worth asking about now.
_SOON = dt.timedelta(days=30)
#: Korean law gives so many days to honour a withdrawal.
_TO_TAKE_OUT = dt.timedelta(days=10)


def of_people(house: House, findings: Sequence[Diagnostic]) -> Iterator[Owed]:
    """Who wants out and is still named; whose yes ends."""
    met = _met(house)
    for person in house.people.values():
        gone = person.withdrawn is not None and person.withdrawn <= house.today
        if gone:
            yield from _still_named(person, findings)
        elif person.role is not Role.MAKER and person.id in met:
            yield from _ending(house, person)


def _still_named(person: Person, findings: Sequence[Diagnostic]) -> Iterator[Owed]:
    left = [f for f in findings if _leaves_in(f, person)]
    if left and person.withdrawn:
        due = person.withdrawn + _TO_TAKE_OUT
        yield Owed(
            kind=Kind.WITHDRAWAL,
            since=due,
            who=(person.id,),
            where=left[0].where,
            facts={"person": person.id, "places": len(left)},
            command=("person", "withdraw", person.id),
        )


def _leaves_in(finding: Diagnostic, person: Person) -> bool:
    """Whether it is about somebody's name, also in a file's name, or their page."""
    if finding.code in {"consent/withdrawn", "named-in-file-name"}:
        return finding.facts.get("person") == person.id
    leads = str(finding.facts.get("written", "")).partition("#")[0]
    return finding.code == "link-to-person" and PurePosixPath(leads).stem == person.id


def _met(house: House) -> set[PersonId]:
    met = {who for who, stories in house.appears_in.items() if stories}
    return met | {w for a in house.asks.values() for w in a.by if w != ANONYMOUS}


def _ending(house: House, person: Person) -> Iterator[Owed]:
    ending = [
        (index, consent)
        for index, consent in enumerate(person.consent)
        if consent.until != NEVER
        and consent.until <= house.today + _SOON
        and not _goes_on(person, consent)
    ]
    if ending:
        index, last = max(ending, key=lambda each: each[1].until)
        yield Owed(
            kind=Kind.CONSENT,
            since=last.until,
            who=(person.id,),
            where=person.source.value_at("consent", index),
            facts={"person": person.id},
            command=("person", "form", person.id),
        )


def _goes_on(person: Person, ending: Consent) -> bool:
    """Whether other consents cover all of it on the day after its last."""
    after = ending.until + dt.timedelta(days=1)
    return all(
        any(other.covers(part, channel, after) for other in person.consent)
        for part in ending.for_
        for channel in ending.where
    )
