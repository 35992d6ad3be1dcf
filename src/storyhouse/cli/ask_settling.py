"""`storyhouse ask answer`, `plan`, `decline`, `merge`, `told`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from storyhouse.cli.ledger import TakesWords, counter
from storyhouse.cli.shared import WORDS, Day, help_of, shop_option, today_option


@click.command(cls=TakesWords, help=help_of("ask.answer"))
@click.argument("id_", metavar="ID")
@click.argument("words", metavar="WORDS")
@click.option("--by", default="", help=WORDS.say("command.ask.options.answer-by"))
@shop_option
@today_option
def answer(
    id_: str, words: str, by: str, shop: Path | None, today: dt.date | None
) -> None:
    """Note an answer."""
    from storyhouse.keeping import settling  # noqa: PLC0415

    with counter(shop, today) as at:
        path = settling.answer(at.desk, at.desk.ask(id_), words, by)
        at.say("answer.done", path=str(path))
        at.look_again(path, shown=True)


@click.command(help=help_of("ask.plan"))
@click.argument("id_", metavar="ID")
@click.option(
    "--building", is_flag=True, help=WORDS.say("command.ask.options.building")
)
@click.option("--until", type=Day(), help=WORDS.say("command.ask.options.until"))
@shop_option
@today_option
def plan(
    id_: str,
    until: dt.date | None,
    shop: Path | None,
    today: dt.date | None,
    *,
    building: bool,
) -> None:
    """Note a plan."""
    from storyhouse.keeping import settling  # noqa: PLC0415

    with counter(shop, today) as at:
        found = at.desk.ask(id_)
        path = settling.plan(at.desk, found, building=building, until=until)
        at.say("plan.done", path=str(path))
        at.look_again(path)


@click.command(help=help_of("ask.decline"))
@click.argument("id_", metavar="ID")
@click.option("--because", default="", help=WORDS.say("command.ask.options.because"))
@click.option("--instead", default="", help=WORDS.say("command.ask.options.instead"))
@click.option(
    "--look-again", type=Day(), help=WORDS.say("command.ask.options.look-again")
)
@shop_option
@today_option
def decline(  # noqa: PLR0913, PLR0917 (an option each)
    id_: str,
    because: str,
    instead: str,
    look_again: dt.date | None,
    shop: Path | None,
    today: dt.date | None,
) -> None:
    """Note a no."""
    from storyhouse.keeping import settling  # noqa: PLC0415

    with counter(shop, today) as at:
        found = at.desk.ask(id_)
        path = settling.decline(at.desk, found, because, instead, look_again)
        at.say("decline.done", path=str(path))
        at.look_again(path, shown=True)


@click.command(help=help_of("ask.merge"))
@click.argument("id_", metavar="ID")
@click.argument("into", metavar="INTO")
@shop_option
@today_option
def merge(id_: str, into: str, shop: Path | None, today: dt.date | None) -> None:
    """Put an ask to another."""
    from storyhouse.keeping import settling  # noqa: PLC0415

    with counter(shop, today) as at:
        found = at.desk.ask(id_)
        merged = settling.merge(at.desk, found, at.desk.ask(into))
        at.say(
            "merge.done",
            path=str(merged.path),
            id=found.id,
            into=merged.into,
            who=", ".join(merged.askers),
        )
        at.look_again(merged.path)


@click.command(help=help_of("ask.told"))
@click.argument("id_", metavar="ID")
@click.option("--person", multiple=True, help=WORDS.say("command.ask.options.person"))
@click.option("--how", help=WORDS.say("command.ask.options.how"))
@click.option(
    "--thanked/--not-thanked",
    default=None,
    help=WORDS.say("command.ask.options.thanked"),
)
@shop_option
@today_option
def told(  # noqa: PLR0913 (an option each)
    id_: str,
    person: tuple[str, ...],
    how: str | None,
    shop: Path | None,
    today: dt.date | None,
    *,
    thanked: bool | None,
) -> None:
    """Note who was told."""
    from storyhouse.keeping import settling  # noqa: PLC0415

    with counter(shop, today) as at:
        found = at.desk.ask(id_)
        way = at.words.say("command.ask.told.how") if how is None else how
        noted = settling.tell(at.desk, found, person, way, thanked=thanked)
        if not noted.people:
            at.say("told.nobody", id=found.id)
            return
        at.say("told.done", path=str(noted.path), who=", ".join(noted.people))
        at.look_again(noted.path)


def add_to(group: click.Group) -> None:
    """Make them part of `storyhouse ask`."""
    for command in (answer, plan, decline, merge, told):
        group.add_command(command)
