"""Consent that is missing, too old, or a child's own: rules `consent/*` of fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.people import ANONYMOUS, Channel, Consent, Part, Person, Role
from storyhouse.model.stories import Spotlight

_DAYS_A_MONTH = 30.4375


def check(house: House, settings: Settings) -> Iterator[Diagnostic]:
    """Spotlights, then everybody who agreed to something."""
    for story in house.stories.values():
        if isinstance(story, Spotlight) and story.customer in house.people:
            yield from _spotlight(house, story)
    met = {who for who, stories in house.appears_in.items() if stories}
    met |= {who for ask in house.asks.values() for who in ask.by if who != ANONYMOUS}
    for person in house.people.values():
        if _asks_consent(house, person):
            yield from _minor(house, person)
            if person.id in met:
                yield from _expired(house, settings, person)


def _asks_consent(house: House, person: Person) -> bool:
    gone = person.withdrawn is not None and person.withdrawn <= house.today
    return person.role is not Role.MAKER and not gone


def _spotlight(house: House, story: Spotlight) -> Iterator[Diagnostic]:
    """A portrait needs a yes. One that has run out leaves a page without a name."""
    person = house.people[story.customer]
    if not _asks_consent(house, person):
        return
    missing, elsewhere = [], []
    for part in (Part.NAME, Part.WORDS):
        given = [c for c in person.consent if part in c.for_ and c.given <= house.today]
        if not given:
            missing.append(part.value)
        elif not any(Channel.SITE in c.where for c in given):
            elsewhere.append(f"{part.value}-site")
    variants = ["both"] if len(missing) > 1 else missing
    found = [("consent/missing", variant) for variant in variants]
    found += [("consent/scope", variant) for variant in elsewhere]
    for code, variant in found:
        yield Diagnostic(
            where=story.source.value_at("customer"),
            code=code,
            variant=variant,
            facts={"person": story.customer},
            language=house.language_of(story),
        )


def _minor(house: House, person: Person) -> Iterator[Diagnostic]:
    """Under fourteen, somebody who has custody agrees."""
    if not person.child:
        return
    for index, consent in enumerate(person.consent):
        if not consent.guardian.strip():
            yield Diagnostic(
                where=person.source.value_at("consent", index),
                code="consent/minor",
                facts={"person": person.id},
                language=house.shop.language,
            )


def _expired(house: House, settings: Settings, person: Person) -> Iterator[Diagnostic]:
    """Past its end, or so old that one should ask again."""
    months = settings.number("consent/expired", "months")
    oldest = house.today - dt.timedelta(days=months * _DAYS_A_MONTH)
    for index, consent in enumerate(person.consent):
        ended, old = consent.until < house.today, consent.given < oldest
        if (ended or old) and not _renewed(house, person, consent, oldest):
            day = consent.until if ended else consent.given
            yield Diagnostic(
                where=person.source.value_at("consent", index),
                code="consent/expired",
                variant="ended" if ended else "old",
                facts={"person": person.id, "day": str(day), "months": int(months)},
                language=house.shop.language,
            )


def _renewed(house: House, person: Person, old: Consent, oldest: dt.date) -> bool:
    """Whether younger consents cover all that this one did."""
    return all(
        any(
            c.given >= oldest and c.covers(part, channel, house.today)
            for c in person.consent
        )
        for part in old.for_
        for channel in old.where
    )
