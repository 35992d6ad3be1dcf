"""A way to anything that has a page, in as few words as there are."""

from __future__ import annotations

from storyhouse.model import addresses
from storyhouse.model.asks import Ask
from storyhouse.model.events import Event
from storyhouse.model.open_letters import OpenLetter
from storyhouse.website.desk import Data, Sheet
from storyhouse.website.giving import About


def address_of(about: About) -> str:
    """Where it stands on the site."""
    match about:
        case Ask():
            return addresses.of_ask(about.id)
        case Event():
            return addresses.of_event(about.id)
        case OpenLetter():
            return addresses.of_open_letter(about.id)
        case _:
            return addresses.of_story(about)


def tie(sheet: Sheet, about: About) -> Data:
    """The way, the title and the language of the title."""
    return {
        "href": sheet.to(address_of(about)),
        "title": about.title,
        "lang": sheet.house.language_of(about).value,
    }
