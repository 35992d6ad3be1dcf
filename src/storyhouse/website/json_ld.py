"""What machines are told of a page, in schema.org's words: only what the page shows.

No ratings: a shop that rates itself tells nobody anything.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath

from storyhouse.model import addresses
from storyhouse.model.events import Event
from storyhouse.model.house import CheckedHouse
from storyhouse.model.stories import Product, Status, Story
from storyhouse.website.desk import Data, Sheet, summary_of


def of_shop(house: CheckedHouse) -> Data:
    """The shop, on its home page."""
    shop = house.shop
    data: Data = {"@context": "https://schema.org", "@type": "LocalBusiness"}
    data |= {"name": shop.name, "url": f"{shop.url}/"}
    if shop.tagline:
        data["description"] = shop.tagline
    if shop.contact.address:
        data["address"] = shop.contact.address
    if shop.contact.phone:
        data["telephone"] = shop.contact.phone
    data["email"] = shop.contact.email
    return data


def of_story(sheet: Sheet, story: Story) -> list[Data]:
    """An article; a product that is made is a product as well."""
    article = _article(sheet, story)
    if isinstance(story, Product) and story.status is Status.MADE:
        return [article, _product(sheet, story)]
    return [article]


def _article(sheet: Sheet, story: Story) -> Data:
    house = sheet.house
    data: Data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": story.title,
        "datePublished": story.date.isoformat(),
        "inLanguage": sheet.language.value,
        "description": summary_of(story),
        "mainEntityOfPage": addresses.whole(house, sheet.address),
        "publisher": _publisher(house),
    }
    author = sheet.desk.showing.name(house.author_of(story))
    data["author"] = (
        {"@type": "Person", "name": author} if author else _publisher(house)
    )
    if story.cover:
        picture = str(PurePosixPath(story.cover.image))
        data["image"] = addresses.whole(house, picture)
    return data


def _product(sheet: Sheet, story: Product) -> Data:
    house = sheet.house
    data: Data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": story.title,
        "description": summary_of(story),
        "brand": {"@type": "Brand", "name": house.shop.name},
    }
    if story.cover:
        data["image"] = addresses.whole(house, str(story.cover.image))
    if story.price and (amount := _amount(story.price.amount)):
        data["offers"] = {
            "@type": "Offer",
            "price": amount,
            "priceCurrency": story.price.currency,
            "url": addresses.whole(house, sheet.address),
        }
    return data


def of_event(sheet: Sheet, event: Event) -> Data:
    """A gathering: when, where, and that people meet there."""
    house = sheet.house
    data: Data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "startDate": event.start.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": sheet.language.value,
        "url": addresses.whole(house, sheet.address),
        "organizer": _publisher(house),
    }
    if event.end:
        data["endDate"] = event.end.isoformat()
    if event.where:
        data["location"] = {
            "@type": "Place",
            "name": event.where,
            "address": event.where,
        }
    if event.summary:
        data["description"] = event.summary
    if event.cover:
        data["image"] = addresses.whole(house, str(event.cover.image))
    return data


def _amount(written: str) -> str:
    try:
        return str(Decimal(written.replace(",", "")))
    except InvalidOperation:
        return ""


def _publisher(house: CheckedHouse) -> Data:
    return {
        "@type": "Organization",
        "name": house.shop.name,
        "url": f"{house.shop.url}/",
    }
