"""The home page, and the plain pages."""

from __future__ import annotations

from storyhouse.model import addresses
from storyhouse.model.record import AskId
from storyhouse.model.stories import Kind, Page
from storyhouse.prose.markdown import to_html
from storyhouse.website import json_ld
from storyhouse.website.bodies import body_of
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage
from storyhouse.website.events import event_card, next_gathering
from storyhouse.website.letters import letter_card
from storyhouse.website.people import person_card, shown_people


def home_page(desk: Desk) -> StagedPage:
    """Who we are, why us, what is new, what customers changed, who they are."""
    house, shop = desk.house, desk.house.shop
    sheet = desk.page("", shop.language)
    kinds = [
        {
            "kind": kind.value,
            "title": sheet.say(f"kinds.{kind}"),
            "about": sheet.say(f"kinds-about.{kind}"),
            "href": sheet.to(f"{kind}/"),
            "stories": [sheet.story(s) for s in stories[:3]],
        }
        for kind in Kind
        if (stories := house.of_kind(kind))
    ]
    newest = list(house.stories.values())[:5]
    people = shown_people(desk)
    gathering = next_gathering(house)
    it: Data = {
        "title": shop.name,
        "tagline": shop.tagline,
        "why_us": to_html(shop.why_us),
        "owner": sheet.who(shop.owner) if desk.showing.name(shop.owner) else None,
        "newest": [sheet.story(s) for s in newest],
        "kinds": kinds,
        "event": event_card(sheet, gathering) if gathering else None,
        "changed": _changed(sheet),
        "people": [person_card(sheet, p) for p in people[:12]],
        "people_more": len(people) > 12,
        "letter": letter_card(sheet, house.letters[0]) if house.letters else None,
        "address": addresses.whole(house, ""),
        "json_ld": json_ld.of_shop(house),
    }
    return sheet.staged("home.html", it, description=shop.tagline)


def _changed(sheet: Sheet) -> list[Data]:
    """The last four things that were built because somebody asked."""
    house = sheet.house
    changed: list[Data] = []
    met: set[AskId] = set()
    for story in house.stories.values():
        if len(changed) == 4:
            break
        asks = [house.asks[a] for a in story.built_for if a in house.asks]
        if asks and asks[0].id not in met:
            met.add(asks[0].id)
            days = max((story.date - asks[0].date).days, 0)
            key = "change.days" if days else "change.same-day"
            changed.append(
                {
                    "ask": sheet.ask(asks[0]),
                    "story": sheet.story(story),
                    "days": sheet.say(key, days=days),
                }
            )
    return changed


def plain_pages(desk: Desk) -> list[StagedPage]:
    """The pages of `content/pages/`."""
    out = [p for p in desk.house.pages.values() if desk.house.drafts or not p.draft]
    return [_plain_page(desk, page) for page in out]


def _plain_page(desk: Desk, page: Page) -> StagedPage:
    language = desk.house.language_of(page)
    sheet = desk.page(addresses.of_page(page.id), language)
    it: Data = {
        "title": page.title,
        "summary": page.summary,
        "address": addresses.whole(desk.house, sheet.address),
    }
    body = body_of(sheet, page)
    return sheet.staged(
        "plain.html", it, description=page.summary, body=body, search=page.summary
    )
