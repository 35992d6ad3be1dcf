"""What a story and a letter give: rules `value/*`, for one record at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from storyhouse.checking.patterns import finders
from storyhouse.checking.settings import Settings
from storyhouse.checking.signals import signals
from storyhouse.checking.spoken import language_in, without_quotes
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.record import Language, Record
from storyhouse.model.stories import Product, Story, Value
from storyhouse.places import KeyPath, Location
from storyhouse.prose.links import find
from storyhouse.prose.runs import plain_run, runs

_SPACES = re.compile(r"\W+")


def check(house: House, settings: Settings) -> Iterator[Diagnostic]:
    """Stories that are out, letters, and why anybody should buy here."""
    for story in house.stories.values():
        yield from _story(house, settings, story)
    for issue in house.issues.values():
        yield from _issue(house, settings, issue)
    yield from _why_us(house)


def _story(house: House, settings: Settings, story: Story) -> Iterator[Diagnostic]:
    if not story.value:
        yield _of(house, story, "value/declared", ("value",))
    yield from _takeaway(house, settings, story)
    if story.moment is None:
        yield _of(house, story, "value/experience", ("moment",))
    if story.cover is None and not any(link.picture for link in find(story.body.text)):
        yield _of(house, story, "value/fun", ("cover",))
    yield from _social(house, story)
    if isinstance(story, Product) and not _is_bound(house, story):
        yield _of(house, story, "value/relationship-first", ("people",), "alone")


def _takeaway(house: House, settings: Settings, story: Story) -> Iterator[Diagnostic]:
    takeaway, at = story.takeaway.strip(), ("takeaway",)
    rule, least = "value/takeaway", int(settings.number("value/takeaway", "characters"))
    language = language_in(takeaway, house.language_of(story))
    if not takeaway:
        yield _of(house, story, rule, at, "missing")
    elif len(takeaway) < least:
        yield _of(house, story, rule, at, "short", least=least)
    elif _same(takeaway, story.title):
        yield _of(house, story, rule, at, "title")
    else:
        yield from _ad_in_takeaway(house, story, language)


def _ad_in_takeaway(
    house: House, story: Story, language: Language
) -> Iterator[Diagnostic]:
    at = ("takeaway",)
    run = plain_run(story.takeaway)
    met = finders(house)[language].find(without_quotes(run.text))
    met.pop("ad/price-first", None)
    if met:
        start, end = min(spans[0] for _, spans in met.values())
        written = run.text[start:end]
        found = _of(house, story, "value/takeaway", at, "ad", written=written)
        place = partial(story.source.place, at, story.takeaway)
        yield replace(
            found, where=place(run.place(start)), until=place(run.behind(end - 1))
        )


def _same(one: str, other: str) -> bool:
    return _SPACES.sub("", one).casefold() == _SPACES.sub("", other).casefold()


def _social(house: House, story: Story) -> Iterator[Diagnostic]:
    """A social claim has proof: how much, when, to whom."""
    if Value.SOCIAL not in story.value:
        return
    for run in runs(story.body.text):
        language = language_in(run.text, house.language_of(story))
        words = signals(language)
        claim = words["claim"].find(run.text)
        if run.quoted or claim is None or words["proof"].find(run.text):
            continue
        start, end = (run.place(claim[0]), run.place(claim[1] - 1) + 1)
        yield Diagnostic(
            where=story.body.locate(start),
            until=story.body.locate(end),
            code="value/social",
            facts={"written": run.text[claim[0] : claim[1]]},
            language=language,
        )
        return


def _is_bound(house: House, product: Product) -> bool:
    """Whether a product has a person, an ask or a story to it."""
    return bool(
        product.people
        or product.asks
        or product.credits
        or product.rounds
        or house.about_product.get(product.id)  # type: ignore[call-overload]
    )


def _issue(house: House, settings: Settings, issue: Issue) -> Iterator[Diagnostic]:
    carried = house.carried(issue)
    if carried and isinstance(carried[0], Product):
        at = ("stories", 0) if issue.stories else ("since",)
        yield _of(house, issue, "value/relationship-first", at, "first")
    touched = any(story.asks or story.built_for for story in carried)
    if carried and not touched:
        yield _of(house, issue, "value/answers", ("stories",))
    yield from _we_you(house, settings, issue)


def _we_you(house: House, settings: Settings, issue: Issue) -> Iterator[Diagnostic]:
    """How often a letter says we, for each time it says you."""
    we = you = 0
    for run in runs(issue.body.text):
        if not run.quoted:
            counted = signals(language_in(run.text, house.language_of(issue)))
            we += len(counted["we"].spans(run.text))
            you += len(counted["you"].spans(run.text)) + run.text.count("\ufffc")
    ratio = settings.number("value/we-you", "ratio")
    if we >= settings.number("value/we-you", "words") and we > ratio * you:
        yield _of(house, issue, "value/we-you", (), we=we, you=you)


def _why_us(house: House) -> Iterator[Diagnostic]:
    """Why buy from you? Written, and the front page shows it and links to it."""
    if not house.shop.why_us.strip():
        where = house.shop.source.key_at("why_us")
        yield Diagnostic(where=where, code="value/why-us", facts={})


def _of(
    house: House,
    record: Story | Issue,
    rule: str,
    at: KeyPath,
    variant: str = "",
    **facts: str | int,
) -> Diagnostic:
    return Diagnostic(
        where=_place(record, at),
        code=rule,
        variant=variant,
        help=variant,
        facts=facts,
        language=house.language_of(record),
    )


def _place(record: Record, at: KeyPath) -> Location:
    """Where a value stands, or else its key, or the front matter it is missing from."""
    source = record.source
    return source.value_at(*at) if at in source.values else source.key_at(*at or ("",))
