"""`storyhouse ask`: write an ask down, and see what is there."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli import ask_importing, ask_settling
from storyhouse.cli.ledger import Counter, TakesWords, counter
from storyhouse.cli.shared import WORDS, Day, help_of, shop_option, today_option
from storyhouse.words import words_for

if TYPE_CHECKING:
    from storyhouse.keeping.asking import Added
    from storyhouse.keeping.listing import Row

#: What an answer promises: after that, `loop/unanswered` speaks up.
_DAYS_TO_ANSWER = 7
_WIDEST = 90
#: Those of `model.asks.AskState`, which is not loaded for `--help`; a test compares.
STATES = "heard answered planned building built told declined merged".split()
#: What would turn a line around on a terminal.
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@click.group(help=help_of("ask"))
def ask() -> None:
    """The commands about asks."""


@ask.command(cls=TakesWords, help=help_of("ask.add"))
@click.argument("words", metavar="WORDS")
@click.option("--title", default="", help=WORDS.say("command.ask.options.title"))
@click.option("--by", multiple=True, help=WORDS.say("command.ask.options.by"))
@click.option("--via", default="", help=WORDS.say("command.ask.options.via"))
@click.option("--date", type=Day(), help=WORDS.say("command.ask.options.date"))
@click.option("--new", is_flag=True, help=WORDS.say("command.ask.options.new"))
@shop_option
@today_option
def add(  # noqa: PLR0913, PLR0917 (an option each)
    words: str,
    title: str,
    by: tuple[str, ...],
    via: str,
    date: dt.date | None,
    shop: Path | None,
    today: dt.date | None,
    *,
    new: bool,
) -> None:
    """Write an ask down; say what is not shown, and how to answer."""
    from storyhouse.keeping import asking  # noqa: PLC0415

    with counter(shop, today) as at:
        added = asking.add(
            at.desk, words, title=title, by=by, via=via, date=date, new=new
        )
        print_added(at, added)
        at.look_again(added.path, *added.new_people, shown=True)


def print_added(at: Counter, added: Added) -> None:
    """What was written down, what is not shown, and words to answer with."""
    at.say("add.done", path=str(added.path))
    for name, path in added.given:
        at.say("add.from", name=name, path=str(path))
    for path in added.new_people:
        at.say("add.new-person", path=str(path))
    for who in added.wordless:
        at.say("add.wordless", who=who)
    if added.by_day:
        at.say("add.by-day")
    for who in added.nameless:
        at.say("add.nameless", who=who)
        given = ("--for", "name,words", "--where", "site", "--kept", "…")
        click.echo(f"  {at.command('person', 'consent', who, *given)}")
    at.say("add.reply")
    click.echo(f"  {at.command('ask', 'answer', added.id, _reply(at, added))}")


def _reply(at: Counter, added: Added) -> str:
    """Words to begin an answer with, in the language of the ask."""
    from storyhouse.words.local import day  # noqa: PLC0415

    until = day(at.desk.today + dt.timedelta(_DAYS_TO_ANSWER), added.language)
    return words_for(added.language).say("command.ask.add.reply-words", day=until)


@ask.command("list", help=help_of("ask.list"))
@click.option(
    "--state",
    type=click.Choice(STATES),
    help=WORDS.say("command.ask.options.state"),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["pretty", "json"]),
    default="pretty",
    help=WORDS.say("command.ask.options.format"),
)
@shop_option
@today_option
def list_(
    state: str | None, form: str, shop: Path | None, today: dt.date | None
) -> None:
    """List the asks."""
    from storyhouse.keeping.listing import rows  # noqa: PLC0415
    from storyhouse.model.asks import AskState  # noqa: PLC0415

    with counter(shop, today, writes=False) as at:
        found = rows(at.desk, AskState(state) if state else None)
        if form == "json":
            made = [row.as_json() for row in found]
            click.echo(json.dumps(made, ensure_ascii=False, indent=2))
        elif found:
            _print_rows(at, found)
        else:
            at.say("list.none-such" if at.desk.house.asks else "list.none")


def _print_rows(at: Counter, rows: list[Row]) -> None:
    from storyhouse.model.asks import AskState  # noqa: PLC0415

    before: AskState | None = None
    for row in rows:
        if row.state is not before:
            count = sum(r.state is row.state for r in rows)
            state = at.words.say(f"site.asks.states.{row.state}")
            click.echo(nl=before is not None)
            at.say("list.group", state=state, count=count)
            before = row.state
        click.echo(f"  {_TURNS.sub('', _row(at, row))}")
        if row.state is AskState.HEARD:  # they are waiting for an answer to it
            click.echo(f"    {_TURNS.sub('', _short(row.words))}")


def _short(words: str) -> str:
    """Words that fit into a line."""
    return words if len(words) <= _WIDEST else f"{words[: _WIDEST - 1].rstrip()}…"


def _row(at: Counter, row: Row) -> str:
    def say(key: str, **facts: str | int) -> str:
        return at.words.say(f"command.ask.list.{key}", **facts)

    who = ", ".join(row.askers)
    said = [say("row", days=row.days, id=row.id, title=row.title, who=who)]
    if row.untold:
        said.append(say("untold", who=", ".join(row.untold)))
    if row.promised_by:
        said.append(say("promised", day=str(row.promised_by)))
    if row.merged_into:
        said.append(say("into", id=row.merged_into))
    return " · ".join(said)


ask_settling.add_to(ask)
ask_importing.add_to(ask)
