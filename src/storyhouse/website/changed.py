"""The page that says what customers changed: the loop in figures and pictures."""

from __future__ import annotations

from storyhouse.model import addresses
from storyhouse.model.asks import Ask
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage
from storyhouse.website.loop_charts import over_time, steps
from storyhouse.website.loop_figures import Loop, Waits, loop_of

ADDRESS = "changed/"


def changed_page(desk: Desk) -> list[StagedPage]:
    """The page, once there is an ask to tell of."""
    loop = loop_of(desk.house)
    if not loop.asked:
        return []
    sheet = desk.page(ADDRESS, desk.house.shop.language)
    it: Data = {
        "title": sheet.say("changed.title"),
        "about": _about(sheet, loop),
        "section": sheet.say("asks.title"),
        "section_href": sheet.to("asks/"),
        "steps": steps(sheet, loop),
        "over_time": over_time(sheet, loop),
        "waits": [
            _waits(sheet, "answer", loop.to_answer, len(loop.asked)),
            _waits(sheet, "build", loop.to_build, 0),
        ],
        "declined": [_declined(sheet, ask) for ask in loop.declined],
        "credited": _credited(sheet, loop),
        "address": addresses.whole(desk.house, ADDRESS),
    }
    search = " ".join(no["because"] for no in it["declined"])
    return [sheet.staged("changed.html", it, description=it["about"], search=search)]


def _about(sheet: Sheet, loop: Loop) -> str:
    key = "about-notes" if loop.notes else "about"
    return sheet.say(f"changed.{key}", people=loop.people, notes=loop.notes)


def _days(sheet: Sheet, days: int) -> str:
    return sheet.say("changed.days" if days else "changed.same-day", days=days)


def _waits(sheet: Sheet, kind: str, waits: Waits, of: int) -> Data:
    """How long it took: half of them within so long, or, of a few, each."""
    said: Data = {"title": sheet.say(f"changed.{kind}.title"), "text": "", "each": []}
    still = of - len(waits.each)
    said["still"] = sheet.say(f"changed.{kind}.still", asks=still) if still > 0 else ""
    if not waits.each:
        said["text"] = sheet.say(f"changed.{kind}.none")
    elif (days := waits.half_within) is not None:
        most = waits.each[-1].days
        said["text"] = sheet.say(f"changed.{kind}.half", days=days, most=most)
    else:
        said["text"] = sheet.say("changed.too-few", asks=len(waits.each))
        said["each"] = [
            _line(sheet, wait.ask) | {"days": _days(sheet, wait.days)}
            for wait in waits.each
        ]
    return said


def _declined(sheet: Sheet, ask: Ask) -> Data:
    no = ask.declined
    if no is None:
        return _line(sheet, ask)
    again = sheet.day(no.look_again)["text"] if no.look_again else ""
    return {
        **_line(sheet, ask),
        "because": no.because,
        "instead": no.instead,
        "again": sheet.say("asks.look-again", day=again) if again else "",
    }


def _line(sheet: Sheet, ask: Ask) -> Data:
    return {
        "href": sheet.to(addresses.of_ask(ask.id)),
        "title": ask.title,
        "lang": sheet.house.language_of(ask).value,
    }


def _credited(sheet: Sheet, loop: Loop) -> Data:
    """How many are credited, and by name those who may be."""
    shown = sheet.all_of(loop.credited)
    count = len(loop.credited) + loop.credited_unnamed
    others = count - len(shown)
    key = "and-others" if shown else "only-others"
    return {
        "count": sheet.say("changed.credited", people=count) if count else "",
        "people": shown,
        "others": sheet.say(key, others=others) if others else "",
    }
