"""Everybody who was thanked, and what for."""

from __future__ import annotations

from storyhouse.model.asks import Ask
from storyhouse.model.events import Event
from storyhouse.model.open_letters import OpenLetter
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage
from storyhouse.website.lists import Listing, paginated
from storyhouse.website.thanking import Thanks, thanks_of
from storyhouse.website.ties import tie

ADDRESS = "thanks/"
_A_PAGE = 40


def thanks_pages(desk: Desk) -> list[StagedPage]:
    """The list, page by page, once there is somebody to thank."""
    thanks = thanks_of(desk.house)
    if not thanks:
        return []

    def write(sheet: Sheet, part: list[Thanks]) -> Data:
        return {
            "title": sheet.say("thanks.title"),
            "about": sheet.say("thanks.about"),
            "thanks": [_one(sheet, t) for t in part],
        }

    listing = Listing(ADDRESS, "thanks.html", _A_PAGE, search="")
    return paginated(desk, listing, thanks, write)


def _one(sheet: Sheet, thanks: Thanks) -> Data:
    return {
        **tie(sheet, thanks.about),
        **sheet.named(thanks.people),
        "date": sheet.day(thanks.date),
        "label": sheet.say(f"thanks.for.{_what(thanks)}"),
    }


def _what(thanks: Thanks) -> str:
    match thanks.about:
        case Ask():
            return "ask"
        case Event():
            return "event"
        case OpenLetter():
            return "open-letter"
        case _:
            return "story"
