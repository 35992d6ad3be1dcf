"""`storyhouse today`: what is owed now, most owed first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from storyhouse.cli.shared import (
    HAS_ERRORS,
    WORDS,
    help_of,
    nearest_shop,
    print_pretty,
    shop_folder,
    shop_option,
    today_option,
)


@click.command(help=help_of("today"))
@shop_option
@today_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["pretty", "json"]),
    default="pretty",
    show_default=True,
    help=WORDS.say("command.options.format"),
)
@click.option(
    "--all", "everything", is_flag=True, help=WORDS.say("command.today.options.all")
)
def today(
    shop: Path | None, today: dt.date | None, form: str, *, everything: bool
) -> None:
    """Say what is owed, and how to do it."""
    from storyhouse.owing.as_json import as_json  # noqa: PLC0415
    from storyhouse.owing.as_text import lines  # noqa: PLC0415
    from storyhouse.owing.today import Unreadable, today_of  # noqa: PLC0415
    from storyhouse.telling.told import Told  # noqa: PLC0415

    root = shop_folder(shop)
    owed = today_of(root, today)
    if isinstance(owed, Unreadable):
        print_pretty(Told(root, owed.language, owed.diagnostics))
        raise SystemExit(HAS_ERRORS)
    more = _elsewhere(shop, root)
    if form == "json":
        click.echo(as_json(owed, more))
        return
    for line in lines(owed, everything=everything, more=more):
        click.echo(line)


def _elsewhere(shop: Path | None, root: Path) -> tuple[str, ...]:
    """What a command needs to find the shop that was named."""
    here = nearest_shop()
    found = here is not None and here.resolve() == root
    return () if shop is None or found else ("--shop", str(shop))
