"""The ask board: grouped by how far each ask has come, with what was answered."""

from __future__ import annotations

from storyhouse.model import addresses
from storyhouse.model.asks import Ask, AskState
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage
from storyhouse.website.lists import Listing, paginated

#: How the board is grouped, and in which order.
GROUPS = {
    "on-the-way": {AskState.BUILDING, AskState.PLANNED},
    "listening": {AskState.HEARD, AskState.ANSWERED},
    "done": {AskState.BUILT, AskState.TOLD},
    "declined": {AskState.DECLINED},
}
_ADDRESS = "asks/"
_A_PAGE = 40


def board(desk: Desk) -> list[StagedPage]:
    """The board; what was joined with another ask stands on that one's page."""
    house = desk.house
    states = {ask.id: house.state(ask) for ask in house.asks.values()}
    newest = sorted(house.asks.values(), key=lambda a: (-a.date.toordinal(), a.id))
    grouped = [
        (group, ask)
        for group, members in GROUPS.items()
        for ask in newest
        if states[ask.id] in members
    ]
    placed = [group for group, _ in grouped]
    counts = {group: placed.count(group) for group in GROUPS if group in placed}

    def write(sheet: Sheet, part: list[tuple[str, Ask]]) -> Data:
        groups: dict[str, list[Data]] = {}
        for group, ask in part:
            groups.setdefault(group, []).append(_with_outcome(sheet, ask))
        return {
            "title": sheet.say("asks.title"),
            "about": sheet.say("asks.about"),
            "mine": sheet.say("asks.mine"),
            "counted": _counted(sheet, counts),
            "jumps": [
                _group(sheet, g, count) | {"href": _way(sheet, g, placed)}
                for g, count in counts.items()
            ],
            "groups": [
                _group(sheet, g, counts[g]) | {"asks": asks}
                for g, asks in groups.items()
            ],
        }

    return paginated(desk, Listing(_ADDRESS, "asks.html", _A_PAGE), grouped, write)


def _group(sheet: Sheet, group: str, count: int) -> Data:
    return {"id": group, "title": sheet.say(f"asks.groups.{group}"), "count": count}


def _way(sheet: Sheet, group: str, placed: list[str]) -> str:
    """To where a group begins, which may be on another page of the board."""
    number = placed.index(group) // _A_PAGE + 1
    page = _ADDRESS if number == 1 else f"{_ADDRESS}page/{number}/"
    return f"#{group}" if page == sheet.address else f"{sheet.to(page)}#{group}"


def _counted(sheet: Sheet, counts: dict[str, int]) -> str:
    """34 asked · 21 built · 3 declined with a reason."""
    counts = {"asked": sum(counts.values()), **counts}
    said = ("asked", "done", "on-the-way", "declined")
    return " · ".join(
        sheet.say(f"asks.counted.{key}", asks=counts[key])
        for key in said
        if counts.get(key)
    )


def _with_outcome(sheet: Sheet, ask: Ask) -> Data:
    """A card that also tells what was answered and, in a line, what came of it."""
    built = sheet.house.built_by.get(ask.id, [])
    declined = ask.declined if not built else None
    answered = answers(sheet, ask)
    return sheet.ask(ask) | {
        "answer": answered[-1] if answered else None,
        "outcome": built[0].title if built else declined.because if declined else "",
        "outcome_href": sheet.to(addresses.of_story(built[0])) if built else "",
    }


def answers(sheet: Sheet, ask: Ask) -> list[Data]:
    """What the shop said to an ask so far, who said it, and when."""
    house = sheet.house
    return [
        {
            "who": sheet.say(
                "asks.answer-by", who=sheet.called(answer.by or house.shop.owner)
            ),
            "date": sheet.day(answer.date),
            "words": answer.words,
        }
        for answer in ask.answers
        if answer.date <= house.today
    ]
