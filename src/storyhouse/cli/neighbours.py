"""`storyhouse neighbours refresh`: what neighbours wrote last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.shared import (
    DONE,
    HAS_ERRORS,
    could_not_run,
    help_of,
    progress,
    shop_folder,
    shop_option,
    today_option,
)
from storyhouse.words import Words, words_for

if TYPE_CHECKING:
    from storyhouse.model.house import House
    from storyhouse.visiting.round import Visit


@click.group(help=help_of("neighbours"))
def neighbours() -> None:
    """What has to do with the neighbours."""


@neighbours.command(help=help_of("neighbours.refresh"))
@shop_option
@today_option
def refresh(shop: Path | None, today: dt.date | None) -> None:
    """Read the neighbours' feeds; the exit code is 1 if one of them failed."""
    from storyhouse.reading.folder import NEIGHBOURS_FILE  # noqa: PLC0415
    from storyhouse.reading.house import read_house  # noqa: PLC0415

    root = shop_folder(shop)
    reading = read_house(root, today)
    words, house = words_for(reading.language), reading.house
    there = (root / NEIGHBOURS_FILE).is_file()
    if house is None or (there and house.neighbourhood is None):
        could_not_run(words.say("command.neighbours.unreadable"))
    if not any(neighbour.feed for neighbour in house.neighbours):
        click.echo(words.say("command.neighbours.none"))
        return
    visits = _visits(root, house)
    click.echo("\n".join(report(visits, words)))
    try:
        kept = _keep(root, visits, words)
    except OSError as error:
        could_not_run(words.say("command.cannot-write", reason=str(error)))
    click.echo(kept)
    raise SystemExit(HAS_ERRORS if any(visit.why for visit in visits) else DONE)


def _visits(root: Path, house: House) -> list[Visit]:
    from storyhouse.visiting.round import Round, read_validators  # noqa: PLC0415

    going = Round(
        today=house.today,
        zone=house.shop.timezone,
        earlier=house.posts,
        known=read_validators(root),
    )
    with progress() as tell:
        return going.visit(
            house.neighbours, lambda done, all_: tell("visiting", done, all_)
        )


def _keep(root: Path, visits: Sequence[Visit], words: Words) -> str:
    """Write what came, each file whole or not at all; what was done, in a line."""
    from storyhouse.mending import write  # noqa: PLC0415
    from storyhouse.reading.folder import POSTS_FILE  # noqa: PLC0415
    from storyhouse.visiting.round import (  # noqa: PLC0415
        VALIDATORS_FILE,
        posts_file,
        validators_file,
    )

    kept, file = posts_file(visits), root / POSTS_FILE
    same = file.is_file() and file.read_bytes() == kept
    if not same:
        write(root, POSTS_FILE, kept)
    # Last: a server that is told "unchanged" must not hide a post that was not kept.
    (root / VALIDATORS_FILE.parent).mkdir(exist_ok=True)
    write(root, VALIDATORS_FILE, validators_file(visits))
    count = len({post.url for visit in visits for post in visit.posts})
    key = "kept-as-is" if same else "done"
    return words.say(f"command.neighbours.{key}", posts=count, path=str(POSTS_FILE))


def report(visits: Sequence[Visit], words: Words) -> Iterator[str]:
    """A line for each neighbour, and one for each thing that was odd."""
    for visit in visits:
        yield _line(visit, words)
        for odd, count in visit.odd.items():
            yield words.say(f"command.neighbours.odd.{odd}", count=count)


def _line(visit: Visit, words: Words) -> str:
    from storyhouse.words.local import day  # noqa: PLC0415

    name, posts = visit.neighbour.name, len(visit.posts)
    if visit.why:
        why = words.say(f"command.neighbours.why.{visit.why}", fact=visit.fact)
        key = "failed-kept" if posts else "failed"
        return words.say(f"command.neighbours.{key}", name=name, why=why, posts=posts)
    if visit.unchanged:
        return words.say("command.neighbours.unchanged", name=name)
    if not posts:
        return words.say("command.neighbours.came-none", name=name)
    newest = day(max(post.date for post in visit.posts), words.language)
    return words.say("command.neighbours.came", name=name, posts=posts, day=newest)
