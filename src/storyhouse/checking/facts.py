"""Facts that cannot be: days in the wrong order, prices and countries that are none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.asks import Ask
from storyhouse.model.events import Event
from storyhouse.model.house import House
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.people import Channel, Part, Person
from storyhouse.model.record import Record
from storyhouse.model.stories import Product, Spotlight, Story
from storyhouse.words.local import is_currency

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
#: Without these a spotlight shows nobody.
_SHOWN = (Part.NAME, Part.WORDS)
#: 4500, 4,500, 3.20: with one meaning everywhere, and so not 3,20.
_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """The shop's own facts, then those of asks, stories and occasions."""
    yield from _shop(house)
    for ask in house.asks.values():
        yield from _ask(house, ask)
    for story in house.stories.values():
        yield from _story(house, story)
    for event in house.events.values():
        yield from _event(event)
    for letter in house.open_letters.values():
        yield from _open_letter(letter)


def _shop(house: House) -> Iterator[Diagnostic]:
    shop = house.shop
    if shop.country and not _COUNTRY.fullmatch(shop.country):
        yield _wrong(shop, ("country",), "wrong-country", shop.country)
    mails = {("contact", "email"): shop.contact.email}
    if shop.newsletter:
        mails[("newsletter", "from")] = shop.newsletter.from_
        mails[("newsletter", "reply_to")] = shop.newsletter.reply_to
    for at, mail in mails.items():
        if mail and not _MAIL.fullmatch(mail):
            yield _wrong(shop, at, "wrong-mail", mail)


def _ask(house: House, ask: Ask) -> Iterator[Diagnostic]:
    if ask.date > house.today and not house.drafts:
        yield _wrong(ask, ("date",), "in-the-future", str(ask.date))
    for index, answer in enumerate(ask.answers):
        if answer.date < ask.date:
            yield _before(ask, ("answers", index, "date"), answer.date, ask)
    for index, told in enumerate(ask.told):
        if told.date < ask.date:
            yield _before(ask, ("told", index, "date"), told.date, ask)


def _story(house: House, story: Story) -> Iterator[Diagnostic]:
    for ask_id in story.built_for:
        ask = house.asks.get(ask_id)
        if ask and story.date < ask.date:
            yield _before(story, ("date",), story.date, ask)
    if isinstance(story, Spotlight):
        yield from _spotlight(house, story)
    if isinstance(story, Product) and (price := story.price):
        if not _AMOUNT.fullmatch(price.amount):
            yield _wrong(story, ("price", "amount"), "wrong-amount", price.amount)
        if not is_currency(price.currency):
            yield _wrong(story, ("price", "currency"), "wrong-currency", price.currency)


def _spotlight(house: House, story: Spotlight) -> Iterator[Diagnostic]:
    approved = story.quote.approved
    if approved > house.today and not house.drafts:
        yield _wrong(story, ("quote", "approved"), "in-the-future", str(approved))
    person = house.people.get(story.customer)
    if person is None:
        return  # a file that could not be read, which is said in its own place
    showing, gone = house.showing(), person.withdrawn is not None
    agreed = all(_once_agreed(person, part, house.today) for part in _SHOWN)
    hollow = not all(showing.allows(story.customer, p) for p in _SHOWN)
    if hollow and (gone or agreed):
        yield Diagnostic(
            where=story.source.value_at("customer"),
            code="hollow-spotlight",
            facts={"id": story.customer},
            severity=Severity.WARNING,
        )


def _once_agreed(person: Person, part: Part, day: dt.date) -> bool:
    """Of one who never did, `consent/missing` and `consent/scope` speak."""
    given = [c for c in person.consent if part in c.for_]
    here = any(Channel.SITE in c.where for c in given)
    return here and any(c.given <= day for c in given)


def _event(event: Event) -> Iterator[Diagnostic]:
    if event.end and event.end < event.start:
        begins, ends = f"{event.start:%Y-%m-%d %H:%M}", f"{event.end:%Y-%m-%d %H:%M}"
        yield _too_early(event, ("end",), "ends-before-start", ends, begins)
    if event.recap and event.recap.date < event.day:
        at, day = ("recap", "date"), str(event.recap.date)
        yield _too_early(event, at, "recap-before-event", day, str(event.day))


def _open_letter(letter: OpenLetter) -> Iterator[Diagnostic]:
    """Its updates, its end and the words it promises come after it."""
    told: dict[tuple[str | int, ...], dt.date | None] = {
        ("next_update",): letter.next_update,
        ("closed", "date"): letter.closed.date if letter.closed else None,
    }
    for index, update in enumerate(letter.updates):
        told["updates", index, "date"] = update.date
    for at, day in told.items():
        if day and day < letter.date:
            begins = str(letter.date)
            yield _too_early(letter, at, "before-the-letter", str(day), begins)
    for index, update in enumerate(letter.updates):
        promised, at = update.next_update, ("updates", index, "next_update")
        if promised and promised < update.date:
            days = (str(promised), str(update.date))
            yield _too_early(letter, at, "before-the-letter", *days)


def _too_early(
    record: Record, at: tuple[str | int, ...], code: str, day: str, begins: str
) -> Diagnostic:
    facts = {"day": day, "begins": begins}
    return Diagnostic(where=record.source.value_at(*at), code=code, facts=facts)


def _wrong(
    record: Record, at: tuple[str | int, ...], code: str, written: str
) -> Diagnostic:
    where, facts = record.source.value_at(*at), {"written": written[:40]}
    return Diagnostic(where=where, code=code, facts=facts)


def _before(
    record: Record, at: tuple[str | int, ...], day: dt.date, ask: Ask
) -> Diagnostic:
    facts = {"day": str(day), "asked": str(ask.date), "id": ask.id}
    where = record.source.value_at(*at)
    return Diagnostic(where=where, code="before-the-ask", facts=facts)
