"""Take a yes down: to what, where, where it is kept, until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from storyhouse.editing.changes import Add, Plain
from storyhouse.editing.files import edit
from storyhouse.model.house import House
from storyhouse.model.people import Channel, Consent, Part, Person, Role
from storyhouse.model.record import NEVER
from storyhouse.reading.pointing import suggest
from storyhouse.words import Words
from storyhouse.words.local import day

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """A yes as it was typed."""

    for_: str
    where: str
    kept: str
    until: str = ""
    guardian: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class RefusedError(Exception):
    """A yes that cannot be taken down; `key` says why."""

    key: str
    facts: dict[str, str] = field(default_factory=dict)
    help: str = ""

    def said(self, words: Words) -> str:
        """The reason in words, with what was probably meant."""
        said = words.say(f"person.consent.{self.key}", **self.facts)
        if not self.help:
            return said
        return f"{said} {words.say(f'messages.any.help.{self.help}', **self.facts)}"


def record(root: Path, house: House, person: Person, asked: Asked) -> Person:
    """Append the yes to the person's file, and the person as they are with it.

    Raises:
        RefusedError: if it is no yes that counts, such as a child's own.
        UnreadableError, InUseError, OSError: if the file cannot be changed.
    """
    consent = _consent(house, asked)
    if person.withdrawn is not None and person.withdrawn <= house.today:
        _refuse_withdrawn(house, person, asked)
    if person.child and not _says_something(consent.guardian):
        raise RefusedError("needs-guardian", {"who": person.id})
    edit(root, person.source.path, Add(("consent",), _written(consent)))
    return replace(person, consent=(*person.consent, consent))


def _refuse_withdrawn(house: House, person: Person, asked: Asked) -> None:
    """Who took a yes back and gives a new one says so, and the owner takes it out.

    No command takes `withdrawn` out: it is the record that a wish was honoured, and to
    lose it by a word too many at the command line would show somebody again.
    """
    if not asked.again:
        facts = {
            "who": person.id,
            "day": day(person.withdrawn or house.today, house.shop.language),
            "path": str(person.source.path),
        }
        raise RefusedError("withdrawn", facts)


def _consent(house: House, asked: Asked) -> Consent:
    kept, guardian = " ".join(asked.kept.split()), " ".join(asked.guardian.split())
    if not _says_something(kept):
        raise RefusedError("no-kept")
    return Consent(
        given=house.today,
        for_=_several(asked.for_, Part, "part"),
        where=_several(asked.where, Channel, "channel"),
        kept=kept,
        until=_until(house.today, asked.until),
        guardian=guardian,
    )


def _says_something(written: str) -> bool:
    """No to the “…” of an example that was pasted as it stood."""
    return any(sign.isalnum() for sign in written)


def _several(written: str, choices: type[E], key: str) -> tuple[E, ...]:
    """The choices of a list with commas, each once."""
    chosen: dict[E, None] = {}
    for word in (w.strip().casefold() for w in written.split(",")):
        if word not in set(choices):
            help_, facts = suggest(word, choices)
            raise RefusedError(f"wrong-{key}", {"written": word, **facts}, help_)
        chosen[choices(word)] = None
    return tuple(chosen)


def _until(today: dt.date, written: str) -> dt.date:
    if not written:
        return NEVER
    try:
        until = dt.date.fromisoformat(written)
    except ValueError as error:
        raise RefusedError("wrong-until", {"written": written}) from error
    if until < today:
        raise RefusedError("ended", {"written": written})
    return until


def _written(consent: Consent) -> dict[str, Plain]:
    """The yes as an owner would write it."""
    record_: dict[str, Plain] = {
        "given": consent.given,
        "for": [part.value for part in consent.for_],
        "where": [channel.value for channel in consent.where],
        "kept": consent.kept,
    }
    if consent.until != NEVER:
        record_["until"] = consent.until
    if consent.guardian:
        record_["guardian"] = consent.guardian
    return record_


def shown_now(house: House, person: Person, words: Words) -> Iterator[str]:
    """What may be shown where, as of today."""
    yield words.say("person.consent.done", path=str(person.source.path))
    if person.role is Role.MAKER:
        yield words.say("person.consent.maker")
    for channel in Channel:
        parts = [p for p in Part if person.allows(p, channel, house.today)]
        where = words.say(f"person.channels.{channel.value}")
        what = ", ".join(words.say(f"person.parts.{p.value}") for p in parts)
        yield f"    {where}: {what or words.say('person.nothing')}"
    if person.withdrawn is not None and person.withdrawn <= house.today:
        yield words.say("person.consent.take-out", path=str(person.source.path))
