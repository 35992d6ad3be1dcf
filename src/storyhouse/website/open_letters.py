"""Open letters: what went wrong, told until it is put right."""

from __future__ import annotations

from storyhouse.model import addresses
from storyhouse.model.house import House
from storyhouse.model.open_letters import OpenLetter
from storyhouse.website.bodies import body_of
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage
from storyhouse.website.lists import Listing, paginated

ADDRESS = "open-letters/"
_A_PAGE = 24
#: Seven of the eight answers, in the order somebody who is worried asks.
_ANSWERS = ("happened", "affected", "since", "did", "next", "remedy")


def open_letter_pages(desk: Desk) -> list[StagedPage]:
    """The list and the page of each; nothing where nothing went wrong."""
    letters = desk.house.told_openly
    if not letters:
        return []
    return [*_all(desk, letters), *(_letter_page(desk, o) for o in letters)]


def open_now(house: House) -> list[Data]:
    """What every page has to say while a letter is open."""
    return [
        {
            "title": letter.title,
            "lang": house.language_of(letter).value,
            "href": addresses.of_open_letter(letter.id),
        }
        for letter in house.told_openly
        if letter.is_open(house.today)
    ]


def _card(sheet: Sheet, letter: OpenLetter) -> Data:
    house = sheet.house
    is_open = letter.is_open(house.today)
    return {
        "href": sheet.to(addresses.of_open_letter(letter.id)),
        "title": letter.title,
        "summary": letter.happened,
        "date": sheet.day(letter.date),
        "open": is_open,
        "state_text": sheet.say(
            "open-letters.open" if is_open else "open-letters.shut"
        ),
        "lang": house.language_of(letter).value,
    }


def _all(desk: Desk, letters: list[OpenLetter]) -> list[StagedPage]:
    def write(sheet: Sheet, part: list[OpenLetter]) -> Data:
        return {
            "title": sheet.say("open-letters.title"),
            "about": sheet.say("open-letters.about"),
            "letters": [_card(sheet, o) for o in part],
        }

    listing = Listing(ADDRESS, "open-letters.html", _A_PAGE, search="")
    return paginated(desk, listing, letters, write)


def _letter_page(desk: Desk, letter: OpenLetter) -> StagedPage:
    house = desk.house
    sheet = desk.page(addresses.of_open_letter(letter.id), house.language_of(letter))
    author = house.author_of(letter)
    it: Data = {
        **_card(sheet, letter),
        "section": sheet.say("open-letters.title"),
        "section_href": sheet.to(ADDRESS),
        "by": sheet.who(author) if desk.showing.name(author) else None,
        "answers": _answers(sheet, letter),
        "updates": _updates(sheet, letter),
        "promised": _promised(sheet, letter),
        "reported": sheet.named(letter.reported_by),
        "closed": _closed(sheet, letter),
        "address": addresses.whole(house, sheet.address),
    }
    said = [a["text"] for a in it["answers"]] + [u["words"] for u in it["updates"]]
    said += [it["closed"]["words"]] if it["closed"] else []
    return sheet.staged(
        "open-letter.html",
        it,
        description=letter.happened,
        body=body_of(sheet, letter),
        search=" ".join(said),
    )


def _answers(sheet: Sheet, letter: OpenLetter) -> list[Data]:
    texts: dict[str, Data] = {
        key: {"text": getattr(letter, key), "href": ""} for key in _ANSWERS
    }
    until = letter.next_update
    texts["next_update"] = {"text": sheet.day(until)["text"] if until else ""}
    if letter.answered_by:
        who = sheet.who(letter.answered_by, first=True)
        texts["answered_by"] = {"text": who["name"], "href": who["href"]}
    return [
        {"label": sheet.say(f"open-letters.answers.{key}"), "href": "", **answer}
        for key, answer in texts.items()
        if answer["text"]
    ]


def _updates(sheet: Sheet, letter: OpenLetter) -> list[Data]:
    """What came after, the newest first, each with the day the next is due."""
    return [
        {
            "date": sheet.day(update.date),
            "words": update.words,
            "next": _next(sheet, update.next_update) if update.next_update else "",
        }
        for update in reversed(letter.told_by(sheet.house.today))
    ]


def _promised(sheet: Sheet, letter: OpenLetter) -> str:
    """While it is open: when there will be word again."""
    promised = letter.promised(sheet.house.today)
    is_open = letter.is_open(sheet.house.today)
    return _next(sheet, promised) if promised and is_open else ""


def _next(sheet: Sheet, day: object) -> str:
    return sheet.say("open-letters.next", day=sheet.day(day)["text"])


def _closed(sheet: Sheet, letter: OpenLetter) -> Data | None:
    closed = letter.closed
    if closed is None or letter.is_open(sheet.house.today):
        return None
    return {
        "date": sheet.day(closed.date),
        "words": closed.words,
        "thanks": sheet.named(closed.thanks),
    }
