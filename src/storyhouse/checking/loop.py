"""What is owed to those who asked: rules `loop/*`, but for who has not heard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Facts, Severity
from storyhouse.model.asks import Ask, AskState
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.stories import Change
from storyhouse.places import KeyPath

_QUESTION = re.compile("[?？]")
_NOBODY = re.compile(r"(?i)^[\"'<\s]*(?:no[-_.]?reply|do[-_.]?not[-_.]?reply)")
_SETTLED = {AskState.BUILT, AskState.TOLD, AskState.DECLINED, AskState.MERGED}


def check(house: House, settings: Settings) -> Iterator[Diagnostic]:
    """Every ask, then changes and letters."""
    for ask in house.asks.values():
        yield from _unanswered(house, settings, ask)
        yield from _overdue(house, ask)
        yield from _declined(house, ask)
        yield from _unthanked(house, ask)
    for story in house.stories.values():
        if isinstance(story, Change) and not story.answers and story.origin is None:
            where = story.source.key_at("answers")
            yield Diagnostic(
                where=where,
                code="loop/orphan-change",
                language=house.language_of(story),
            )
    for issue in house.issues.values():
        yield from _asks_back(house, issue)
    yield from _no_reply(house)
    yield from _cadence(house, settings)


def _unanswered(house: House, settings: Settings, ask: Ask) -> Iterator[Diagnostic]:
    if house.state(ask) is not AskState.HEARD:
        return
    days = (house.today - ask.date).days
    grave = days > settings.number("loop/unanswered", "error")
    if grave or days > settings.number("loop/unanswered", "warning"):
        yield Diagnostic(
            where=ask.source.value_at("date"),
            code="loop/unanswered",
            facts={"days": days, "ask": ask.id},
            severity=Severity.ERROR if grave else Severity.WARNING,
            language=house.language_of(ask),
        )


def _overdue(house: House, ask: Ask) -> Iterator[Diagnostic]:
    promised = ask.plan.promised_by if ask.plan else None
    if promised and promised < house.today and house.state(ask) not in _SETTLED:
        days = (house.today - promised).days
        at: KeyPath = ("plan", "promised_by")
        facts: Facts = {"day": str(promised), "days": days}
        yield _of(house, ask, "loop/promise-overdue", at, facts)


def _declined(house: House, ask: Ask) -> Iterator[Diagnostic]:
    """A no has a reason, and something instead or a day to look again."""
    declined = ask.declined
    if declined and not (declined.instead.strip() or declined.look_again):
        yield _of(house, ask, "loop/decline-reason", ("declined",), {"ask": ask.id})


def _unthanked(house: House, ask: Ask) -> Iterator[Diagnostic]:
    credited = {
        credit.person
        for story in house.built_by.get(ask.id, [])
        for credit in story.credited
    }
    credited |= {*house.told_by_letter(ask)}
    for index, told in enumerate(ask.told):
        if not told.thanked and told.person not in credited:
            at: KeyPath = ("told", index)
            yield _of(house, ask, "loop/no-thanks", at, {"person": told.person})


def _asks_back(house: House, issue: Issue) -> Iterator[Diagnostic]:
    """A letter asks one real question."""
    asked = _QUESTION.findall(issue.question)
    if issue.question.strip() and len(asked) == 1:
        return
    variant = "none" if not issue.question.strip() else "many" if asked else "flat"
    source = issue.source
    at = ("question",)
    yield Diagnostic(
        where=source.value_at(*at) if at in source.values else source.key_at(*at),
        code="loop/ask-back",
        variant=variant,
        help="question",
        severity=Severity.WARNING,
        language=house.language_of(issue),
    )


def _no_reply(house: House) -> Iterator[Diagnostic]:
    """An answer to a letter must reach somebody."""
    mailing = house.shop.newsletter
    if mailing is None:
        return
    for key, address in (("from", mailing.from_), ("reply_to", mailing.reply_to)):
        if _NOBODY.match(address) and (key == "reply_to" or not mailing.reply_to):
            yield Diagnostic(
                where=house.shop.source.value_at("newsletter", key),
                code="loop/ask-back",
                variant="noreply",
                help="noreply",
                facts={"written": address},
                severity=Severity.ERROR,
            )


def _cadence(house: House, settings: Settings) -> Iterator[Diagnostic]:
    """A letter comes often enough to be remembered."""
    silent, most = days_silent(house), int(settings.number("loop/cadence", "days"))
    if silent is not None and silent > most:
        yield Diagnostic(
            where=house.shop.source.key_at("newsletter"),
            code="loop/cadence",
            variant="late" if last_letter(house) else "none",
            facts={"days": silent},
        )


def last_letter(house: House) -> Issue | None:
    """The finished letter whose day came last."""
    out = (i for i in house.issues.values() if not i.is_draft and i.day <= house.today)
    return max(out, key=lambda i: (i.date, i.id), default=None)


def days_silent(house: House) -> int | None:
    """Days since the last letter or, before the first, since the first story.

    None where no letter is expected: a shop without a newsletter, or without stories.
    """
    if house.shop.newsletter is None:
        return None
    last = last_letter(house)
    first = min((s.date for s in house.written.values() if not s.draft), default=None)
    since = last.day if last else first
    return (house.today - since).days if since else None


def _of(house: House, ask: Ask, code: str, at: KeyPath, facts: Facts) -> Diagnostic:
    where, language = ask.source.value_at(*at), house.language_of(ask)
    return Diagnostic(where=where, code=code, facts=facts, language=language)
