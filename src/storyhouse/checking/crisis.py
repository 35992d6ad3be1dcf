"""When something went wrong: told whole, kept up to date, and nothing sold meanwhile.

Rules `crisis/fields`, `crisis/no-promo`, `crisis/next-update` and `crisis/close`.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyhouse.checking.occasions import listed
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Facts
from storyhouse.model.house import House
from storyhouse.model.issues import Issue, IssueStatus
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.people import ANONYMOUS
from storyhouse.model.record import PersonId
from storyhouse.places import KeyPath

#: The eight answers, in the order they are asked.
FIELDS = tuple(
    "happened affected since did next remedy next_update answered_by".split()
)


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Open letters, then the offers of issues."""
    for letter in house.open_letters.values():
        yield from _fields(house, letter)
        yield from _next_update(house, letter)
        yield from _close(house, letter)
    for issue in house.issues.values():
        yield from _no_promo(house, issue)


def _fields(house: House, letter: OpenLetter) -> Iterator[Diagnostic]:
    """All eight; what is closed has no next word to promise."""
    missing = [
        key
        for key in FIELDS
        if not _says(getattr(letter, key))
        and not (key == "next_update" and letter.closed)
    ]
    if missing:
        facts: Facts = {"missing": listed(missing)}
        yield _of(house, letter, "crisis/fields", ("title",), facts)


def _says(value: object) -> bool:
    return bool(str(value).strip()) if value is not None else False


def _next_update(house: House, letter: OpenLetter) -> Iterator[Diagnostic]:
    """The word that was promised has come, and each promises the next."""
    if not letter.is_open(house.today):
        return
    told, day = letter.told_by(house.today), letter.promised(house.today)
    at: KeyPath = ("next_update",)
    if told:
        at = ("updates", letter.updates.index(told[-1]))
    if day is None and told:
        yield _of(house, letter, "crisis/next-update", at, {}, "none")
    elif day is not None and day < house.today:
        at = (*at, "next_update") if told else at
        facts: Facts = {"day": str(day), "days": (house.today - day).days}
        yield _of(house, letter, "crisis/next-update", at, facts, "late")


def _close(house: House, letter: OpenLetter) -> Iterator[Diagnostic]:
    """The last word thanks whoever reported it."""
    if letter.closed is None:
        return
    missing = [
        f"“{who}”"
        for who in letter.reported_by
        if who not in letter.closed.thanks and _can_be_thanked(house, who)
    ]
    if missing:
        facts: Facts = {"people": ", ".join(missing)}
        yield _of(house, letter, "crisis/close", ("closed",), facts)


def _can_be_thanked(house: House, who: PersonId) -> bool:
    """Nobody thanks the nameless by name, nor those who want out."""
    person = house.people.get(who)
    if who == ANONYMOUS or person is None:
        return False
    return person.withdrawn is None or person.withdrawn > house.today


def _no_promo(house: House, issue: Issue) -> Iterator[Diagnostic]:
    """Nothing is offered while something is not put right; what is sent is sent."""
    if issue.offer is None or issue.status is IssueStatus.SENT:
        return
    letter = next(
        (o for o in house.open_letters.values() if o.is_open(issue.day)), None
    )
    if letter:
        yield Diagnostic(
            where=issue.source.key_at("offer"),
            code="crisis/no-promo",
            facts={"letter": str(letter.source.path)},
            language=house.language_of(issue),
        )


def _of(  # noqa: PLR0913, PLR0917 (each a part of a finding)
    house: House,
    letter: OpenLetter,
    code: str,
    at: KeyPath,
    facts: Facts,
    variant: str = "",
) -> Diagnostic:
    return Diagnostic(
        where=letter.source.value_at(*at),
        code=code,
        variant=variant,
        facts=facts,
        language=house.language_of(letter),
    )
