"""The page of a story: what all have, and what each kind adds."""

from __future__ import annotations

from itertools import islice

from storyhouse.model import addresses
from storyhouse.model.house import people_in
from storyhouse.model.people import ANONYMOUS
from storyhouse.model.record import AskId, StoryId
from storyhouse.model.stories import (
    Change,
    Compensation,
    Product,
    Round,
    Spotlight,
    Story,
)
from storyhouse.prose.plain import words_of
from storyhouse.website import json_ld
from storyhouse.website.bodies import body_of
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage, summary_of
from storyhouse.words.local import price


def story_page(desk: Desk, story: Story) -> StagedPage:
    """The page, and what search finds it by."""
    sheet = desk.page(addresses.of_story(story), desk.house.language_of(story))
    it = _common(sheet, story) | _of_kind(sheet, story)
    it["json_ld"] = json_ld.of_story(sheet, story)
    said = " ".join(_said(it))
    return sheet.staged(
        "story.html",
        it,
        description=summary_of(story),
        body=body_of(sheet, story),
        search=said,
    )


def _common(sheet: Sheet, story: Story) -> Data:
    house = sheet.house
    author = house.author_of(story)
    it: Data = {
        **sheet.story(story),
        "section": sheet.say(f"kinds.{story.KIND}"),
        "section_href": sheet.to(f"{story.KIND}/"),
        "by": sheet.who(author) if sheet.desk.showing.name(author) else None,
        "lead": story.summary,  # without one, the text begins at once
        "takeaway": story.takeaway,
        "gives": [sheet.say(f"values.{v}") for v in story.value],
        "people": sheet.all_of(p for p in people_in(story) if p != author),
        "asks": _asks(sheet, (*story.asks, *story.built_for)),
        "products": [
            sheet.story(house.stories[StoryId(p)])
            for p in story.products
            if StoryId(p) in house.stories
        ],
        "question": story.question,
        "more": [sheet.story(s) for s in _more(sheet, story)],
        "address": addresses.whole(house, sheet.address),
    }
    if story.cover:
        picture = addresses.whole(house, str(story.cover.image))
        it["share"] = {"src": picture, "alt": story.cover.alt}
    if story.moment:
        when = sheet.day(story.moment.when)["text"]
        it["moment"] = sheet.say("story.moment", day=when, where=story.moment.where)
    return it


def _asks(sheet: Sheet, asks: tuple[AskId, ...]) -> list[Data]:
    return [
        sheet.ask(sheet.house.asks[a])
        for a in dict.fromkeys(asks)
        if a in sheet.house.asks
    ]


def _more(sheet: Sheet, story: Story) -> list[Story]:
    """Three to read on: what touches the same asks and people, then the newest."""
    house = sheet.house
    near = [
        other
        for ask in (*story.asks, *story.built_for)
        for other in house.told_in.get(ask, [])
    ]
    near += [o for p in people_in(story) for o in house.appears_in.get(p, [])[:4]]
    near += islice(house.stories.values(), 6)
    return list({s.id: s for s in near if s.id != story.id}.values())[:3]


def _of_kind(sheet: Sheet, story: Story) -> Data:
    match story:
        case Spotlight():
            return _spotlight(sheet, story)
        case Product():
            return _product(sheet, story)
        case Change():
            return _change(sheet, story)
        case _:
            return {}


def _spotlight(sheet: Sheet, story: Spotlight) -> Data:
    customer = story.customer
    words = sheet.desk.showing.words(customer, story.quote.words)
    approved = sheet.day(story.quote.approved)["text"]
    return {
        "customer": sheet.who(customer, first=True),
        "about": sheet.desk.showing.about(customer),
        "compensated": story.compensation is not Compensation.NONE,
        "compensation": compensation_of(sheet, story),
        "quote": words or "",
        "approved": sheet.say("quote-approved", day=approved),
        "made": story.made,
        "learned": story.learned,
    }


def compensation_of(sheet: Sheet, story: Spotlight) -> str:
    """What the customer got for the story, in a sentence (rule `comp/undisclosed`)."""
    said = sheet.say(
        f"compensation.{story.compensation}", who=sheet.called(story.customer)
    )
    return said[:1].upper() + said[1:]  # "a customer" may be its first words


def _product(sheet: Sheet, story: Product) -> Data:
    it: Data = {
        "status": story.status.value,
        "status_text": sheet.say(f"product.status.{story.status}"),
        "rounds": [_round(sheet, n, r) for n, r in enumerate(story.rounds, 1)],
        "credits": sheet.credits(story.credits),
        "worth": [
            {"value": v.value, "label": sheet.say(f"worth.{v}"), "text": text}
            for v, text in story.worth.items()
        ],
        "buy": story.buy,
        "buy_is_link": story.buy.startswith(("http://", "https://")),
        "stories": [
            sheet.story(s)
            for s in sheet.house.about_product.get(story.id, [])[:6]  # type: ignore[call-overload]
        ],
    }
    if story.price:
        it["price"] = price(story.price.amount, story.price.currency, sheet.language)
    return it


def _round(sheet: Sheet, number: int, round_: Round) -> Data:
    named = sheet.all_of(round_.people)
    people = [p for p in round_.people if p != ANONYMOUS]
    return {
        "label": sheet.say("product.round", number=number),
        "date": sheet.day(round_.date),
        "question": round_.question,
        "people": named,
        "tried": _tried(sheet, len(named), len(people)),
        "heard": round_.heard,
        "changed": round_.changed,
    }


def _tried(sheet: Sheet, named: int, all_: int) -> str:
    """How many tried it of whom no name is shown."""
    if named == all_:
        return ""
    key = "tried-more" if named else "tried-many"
    return sheet.say(f"product.{key}", people=all_ - named)


def _change(sheet: Sheet, story: Change) -> Data:
    waits = []
    for ask_id in story.answers:
        ask = sheet.house.asks.get(ask_id)
        if ask:
            days = max((story.date - ask.date).days, 0)
            key = "change.days" if days else "change.same-day"
            waits.append(sheet.ask(ask) | {"days": sheet.say(key, days=days)})
    return {
        "before": story.before,
        "after": story.after,
        "answered": waits,
        "ours": "" if waits else sheet.say("change.ours"),
        "credits": sheet.credits(story.credits),
        "asks": _asks(sheet, tuple(a for a in story.asks if a not in story.answers)),
    }


def _said(it: Data) -> list[str]:
    """The texts of a page that are not in its body."""
    texts = [it["summary"], it["takeaway"], it["question"]]
    texts += [it.get(k, "") for k in ("quote", "made", "learned", "before", "after")]
    texts += [
        f"{r['question']} {r['heard']} {r['changed']}" for r in it.get("rounds", [])
    ]
    texts += [p["name"] for p in it["people"]]
    texts += [a["words"] or a["title"] for a in it.get("answered", [])]
    return [words_of(text) if "<" in text else text for text in texts if text]
