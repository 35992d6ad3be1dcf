"""The page of every ask."""

from __future__ import annotations

from storyhouse.model import addresses
from storyhouse.model.asks import Ask, AskState, PlanState
from storyhouse.website.board import answers, board
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage


def ask_pages(desk: Desk) -> list[StagedPage]:
    """The board, page by page, and every ask."""
    return [*board(desk), *(_ask_page(desk, a) for a in desk.house.asks.values())]


def _ask_page(desk: Desk, ask: Ask) -> StagedPage:
    house = desk.house
    sheet = desk.page(addresses.of_ask(ask.id), house.language_of(ask))
    built = house.built_by.get(ask.id, [])
    days = house.days_to_build(ask)
    into = house.asks.get(ask.merged_into) if ask.merged_into else None
    it: Data = {
        **sheet.ask(ask),
        "section": sheet.say("asks.title"),
        "section_href": sheet.to("asks/"),
        "via": ask.via,
        "people": sheet.all_of(house.askers(ask)),
        "answers": answers(sheet, ask),
        "plan": _plan(sheet, ask),
        "built": [sheet.story(s) for s in built],
        "days": ""
        if days is None
        else sheet.say("change.days" if days else "change.same-day", days=days),
        "told": _told(sheet, ask),
        "declined": _declined(sheet, ask),
        "merged": sheet.ask(into) if into else None,
        "merged_from": [sheet.ask(m) for m in house.merged_from.get(ask.id, [])],
        "touched": [
            sheet.story(s) for s in house.told_in.get(ask.id, []) if s not in built
        ],
        "address": addresses.whole(house, sheet.address),
    }
    said = " ".join([it["words"], *(a["words"] for a in it["answers"])])
    words = it["words"] or ask.title
    return sheet.staged("ask.html", it, description=words, search=said)


def _plan(sheet: Sheet, ask: Ask) -> str:
    state = sheet.house.state(ask)
    if ask.plan is None or state not in {AskState.PLANNED, AskState.BUILDING}:
        return sheet.say("asks.building") if state is AskState.BUILDING else ""
    key = "building" if ask.plan.state is PlanState.BUILDING else "planned"
    if ask.plan.promised_by is None:
        return sheet.say(f"asks.{key}")
    return sheet.say(f"asks.{key}-by", day=sheet.day(ask.plan.promised_by)["text"])


def _told(sheet: Sheet, ask: Ask) -> list[Data]:
    """Who has heard, in person or from a letter; those without a name only once."""
    told: dict[str, Data] = {}
    for person, date in sorted(
        sheet.house.told(ask).items(), key=lambda heard: (heard[1], heard[0])
    ):
        # A shown name may end in a full stop of its own: Zelda Q.
        said = sheet.say("asks.told-one-plain", who=sheet.called(person))
        text = said.replace("..", ".")
        told.setdefault(text, {"text": text, "date": sheet.day(date)})
    return list(told.values())


def _declined(sheet: Sheet, ask: Ask) -> Data | None:
    no = ask.declined
    if no is None or sheet.house.state(ask) is not AskState.DECLINED:
        return None
    again = sheet.day(no.look_again)["text"] if no.look_again else ""
    return {
        "date": sheet.day(no.date),
        "because": no.because,
        "instead": no.instead,
        "again": sheet.say("asks.look-again", day=again) if again else "",
    }
