"""The page of every letter: it shows what the letter shows, no more."""

from __future__ import annotations

from dataclasses import replace

from storyhouse.model import addresses
from storyhouse.model.issues import Issue
from storyhouse.prose.beside import askers, changes_told, gathering_after, posts_in
from storyhouse.prose.fields import Fields, filled
from storyhouse.website.bodies import body_of
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage
from storyhouse.website.events import event_card
from storyhouse.website.lists import Listing, paginated
from storyhouse.website.neighbours import post_line

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
    """A line as somebody reads it of whom nothing is known."""
    fields = Fields()
    return filled(fields.split(fields.in_text(text)), _always(sheet))


def _always(sheet: Sheet) -> dict[str, str]:
    """The fields that everybody has, as they are on the site: this page, no way out."""
    here = addresses.whole(sheet.house, sheet.address)
    return {"view_url": here, "unsubscribe_url": here}


def _all(desk: Desk, letters: list[Issue]) -> list[StagedPage]:
    def write(sheet: Sheet, part: list[Issue]) -> Data:
        return {
            "title": sheet.say("letters.title"),
            "about": sheet.say("letters.about"),
            "letters": [letter_card(sheet, i) for i in part],
        }

    return paginated(desk, Listing("letters/", "letters.html", _A_PAGE), letters, write)


def _letter_page(desk: Desk, issue: Issue) -> StagedPage:
    house = desk.house
    # The door for letters, not the site's: a name needs consent for both.
    letter_desk = replace(desk, showing=house.showing_in(issue))
    sheet = letter_desk.page(addresses.of_issue(issue.id), house.language_of(issue))
    author = house.author_of(issue)
    fields = Fields()
    event = gathering_after(house, issue)
    carried = [s for s in house.carried(issue) if s.id in house.stories]
    it: Data = {
        **letter_card(sheet, issue),
        "section": sheet.say("letters.title"),
        "section_href": sheet.to("letters/"),
        "sent": sheet.say("letters.sent", day=sheet.day(issue.day)["text"]),
        "by": sheet.who(author) if letter_desk.showing.name(author) else None,
        "changed": _changed(sheet, issue),
        "stories": [sheet.story(s) for s in carried],
        "event": event_card(sheet, event) if event else None,
        "posts": _next_door(sheet, issue),
        "question": _plain(sheet, issue.question),
        "offer": _offer(sheet, issue),
        "address": addresses.whole(house, sheet.address),
    }
    marked = fields.split(fields.in_markdown(issue.body.text))
    body = body_of(sheet, issue, filled(marked, _always(sheet)))
    return sheet.staged(
        "letter.html", it, description=it["summary"], body=body, search=it["summary"]
    )


def _changed(sheet: Sheet, issue: Issue) -> list[Data]:
    """What customers changed since the letter before, and who asked for it."""
    house = sheet.house
    return [
        sheet.story(story) | {"askers": sheet.named(askers(house, story))}
        for story in changes_told(house, issue)
        if story.id in house.stories
    ]


def _next_door(sheet: Sheet, issue: Issue) -> list[Data]:
    """What neighbours wrote last, if the letter tells of it."""
    names = {n.feed: n.name for n in sheet.house.neighbours}
    return [
        post_line(sheet, post) | {"by": names[post.neighbour]}
        for post in posts_in(sheet.house, issue)
        if post.neighbour in names
    ]


def _offer(sheet: Sheet, issue: Issue) -> Data | None:
    if issue.offer is None:
        return None
    return {"words": _plain(sheet, issue.offer.words), "link": issue.offer.link}
