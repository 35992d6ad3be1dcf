"""`storyhouse explain`: a rule's page, or all rules in a line each."""

from __future__ import annotations

from pathlib import Path

import click

from storyhouse.cli.shared import (
    WORDS,
    could_not_run,
    help_of,
    nearest_shop,
    shop_folder,
    shop_option,
)
from storyhouse.words import words_for


@click.command(help=help_of("explain"))
@click.argument("rule", metavar="[RULE]", required=False)
@shop_option
def explain(rule: str | None, shop: Path | None) -> None:
    """Print a rule's page, or all rules; with the shop's settings, inside a shop."""
    from storyhouse.checking.rulebook import rulebook  # noqa: PLC0415
    from storyhouse.checking.settings import known_rules, settings_of  # noqa: PLC0415
    from storyhouse.reading.house import read_house  # noqa: PLC0415
    from storyhouse.reading.packs import shipped_packs  # noqa: PLC0415
    from storyhouse.reading.pointing import suggest  # noqa: PLC0415
    from storyhouse.telling import explaining  # noqa: PLC0415

    root = shop_folder(shop) if shop else nearest_shop()
    reading = read_house(root) if root else None
    house = reading.house if reading else None
    words = words_for(reading.language) if reading else WORDS
    known = known_rules(house) if house else rulebook()
    if rule is None:
        click.echo("\n".join(explaining.listing(known, words)))
        return
    if rule not in known:
        help_, facts = suggest(rule, known)
        said = words.say("command.explain.unknown", rule=rule)
        could_not_run(f"{said} {words.say(f'messages.any.help.{help_}', **facts)}")
    packs = tuple(house.packs) if house else shipped_packs()
    settings = settings_of(house)[0] if house else None
    page = explaining.page_of(known[rule], words, packs, settings)
    click.echo("\n".join(explaining.terminal(page, words)))
