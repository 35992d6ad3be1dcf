"""Who is still to be told of what a letter tells, once it is out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from storyhouse.cli.ledger import Counter
    from storyhouse.keeping.desk import Desk
    from storyhouse.model.asks import Ask
    from storyhouse.model.house import House
    from storyhouse.model.issues import Issue
    from storyhouse.model.record import AskId, IssueId, PersonId


def say_untold(at: Counter, after: Desk, issue: Issue) -> None:
    """Name those whom the letter did not tell, with the command that notes each.

    Args:
        at: the shop as it was when the letter went out.
        after: the shop as it is now.
        issue: the letter.
    """
    house = after.house.on(issue.day)
    waiting = {
        ask: who
        for id_ in _asks_in(at.desk.house.on(issue.day), issue)
        if (ask := house.asks.get(id_)) and (who := _waiting(house, ask))
    }
    if not waiting:
        return
    if not _sent_from_here(after.root, issue.id):
        click.echo(at.words.say("letter_send.untold.elsewhere"))
    click.echo(at.words.say("letter_send.untold.heading"))
    for ask, who in waiting.items():
        _say(at, house, ask, who)


def _say(at: Counter, house: House, ask: Ask, who: list[PersonId]) -> None:
    from storyhouse.model.people import ANONYMOUS  # noqa: PLC0415
    from storyhouse.owing.as_text import names  # noqa: PLC0415

    manner = "nameless" if who == [ANONYMOUS] else "named"
    persons = [word for one in who for word in ("--person", one)]
    how = at.words.say(f"today.how.{manner}")
    click.echo(
        at.words.say(
            "letter_send.untold.one",
            title=ask.title,
            who=names(house, who, at.words),
            command=at.command("ask", "told", ask.id, *persons, "--how", how),
        )
    )


def _asks_in(house: House, issue: Issue) -> list[AskId]:
    """The asks of which a letter tells what became of them, to all or to some."""
    from storyhouse.model.audience import Audience  # noqa: PLC0415
    from storyhouse.model.became import Became, news_for  # noqa: PLC0415

    own = (n for who in sorted(house.asked_by) for n in news_for(house, issue, who))
    return [
        *dict.fromkeys(
            (
                *house.answered_in(issue),
                *Audience.parse(issue.audience).asked,
                *(news.ask.id for news in own if news.became is Became.BUILT),
            )
        )
    ]


def _waiting(house: House, ask: Ask) -> list[PersonId]:
    """Who has not heard, of those who can be told; of what is open, nobody."""
    from storyhouse.model.asks import AskState  # noqa: PLC0415
    from storyhouse.model.people import ANONYMOUS  # noqa: PLC0415

    if house.state(ask) not in {AskState.BUILT, AskState.DECLINED}:
        return []
    return [w for w in house.untold(ask) if w == ANONYMOUS or w in house.people]


def _sent_from_here(root: Path, issue: IssueId) -> bool:
    """Whether the ledger knows of anybody who got it."""
    from storyhouse.sending.ledger import State  # noqa: PLC0415
    from storyhouse.sending.ledgers import kept_ledger  # noqa: PLC0415

    with kept_ledger(root) as ledger:
        return ledger is not None and ledger.counts(issue)[State.SENT] > 0
