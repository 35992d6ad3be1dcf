"""The page of every letter: it shows what the letter shows, no more."""

from __future__ import annotations

from storyhouse.model import addresses
from storyhouse.model.issues import Issue
from storyhouse.prose.fields import filled
from storyhouse.website.bodies import body_of
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage
from storyhouse.website.lists import paginated

_A_PAGE = 24


def letter_pages(desk: Desk) -> list[StagedPage]:
    """The list of letters and the page of each."""
    letters = desk.house.letters
    return [*_all(desk, letters), *(_letter_page(desk, i) for i in letters)]


def letter_card(sheet: Sheet, issue: Issue) -> Data:
    """A letter in a list."""
    return {
        "href": sheet.to(addresses.of_issue(issue.id)),
        "title": _plain(sheet, issue.subject),
        "summary": _plain(sheet, issue.preheader),
        "date": sheet.day(issue.day),
        "lang": sheet.house.language_of(issue).value,
    }


def _plain(sheet: Sheet, text: str) -> str:
    shop = sheet.house.shop
    return filled(text, {"view_url": shop.url, "unsubscribe_url": shop.url})


def _all(desk: Desk, letters: list[Issue]) -> list[StagedPage]:
    def write(sheet: Sheet, part: list[Issue]) -> Data:
        return {
            "title": sheet.say("letters.title"),
            "about": sheet.say("letters.about"),
            "letters": [letter_card(sheet, i) for i in part],
        }

    return paginated(desk, "letters/", "letters.html", letters, _A_PAGE, write)


def _letter_page(desk: Desk, issue: Issue) -> StagedPage:
    house = desk.house
    # The door for letters, not the site's: a name needs consent for both.
    letter_desk = Desk(house, house.showing_in(issue), desk.pictures, desk.in_letters)
    sheet = letter_desk.page(addresses.of_issue(issue.id), house.language_of(issue))
    author = house.author_of(issue)
    address = addresses.whole(house, sheet.address)
    always = {"view_url": address, "unsubscribe_url": address}
    it: Data = {
        **letter_card(sheet, issue),
        "section": sheet.say("letters.title"),
        "section_href": sheet.to("letters/"),
        "sent": sheet.say("letters.sent", day=sheet.day(issue.day)["text"]),
        "by": sheet.who(author) if letter_desk.showing.name(author) else None,
        "stories": [
            sheet.story(s) for s in house.carried(issue) if s.id in house.stories
        ],
        "question": filled(issue.question, always),
        "offer": {"words": issue.offer.words, "link": issue.offer.link}
        if issue.offer
        else None,
        "address": address,
    }
    body = body_of(sheet, issue, filled(issue.body.text, always))
    return sheet.staged(
        "letter.html", it, description=it["summary"], body=body, search=it["summary"]
    )
