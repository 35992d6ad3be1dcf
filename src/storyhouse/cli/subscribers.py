"""`storyhouse subscribers`: who gets the letters, who came, who left."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli import subscribers_importing
from storyhouse.cli.mailing import hold_back, told
from storyhouse.cli.shared import (
    DONE,
    HAS_ERRORS,
    WORDS,
    Day,
    could_not_run,
    help_of,
    near,
    print_pretty,
    shop_folder,
    shop_option,
    today_option,
)
from storyhouse.words import LANGUAGES, Words

if TYPE_CHECKING:
    from storyhouse.subscribing.list import SubscriberList

#: Tags that are counted one by one.
_TAGS = 20


def _option(name: str) -> str:
    return WORDS.say(f"subscribers.options.{name}")


def _day(today: dt.date | None) -> dt.date:
    from storyhouse.reading.house import clock_day  # noqa: PLC0415

    return today or clock_day()


@click.group(help=help_of("subscribers"))
def subscribers() -> None:
    """Who gets the letters."""


@contextmanager
def _at(shop: Path | None) -> Iterator[tuple[Path, Words]]:
    """Alone with the list; what goes wrong is said."""
    from storyhouse.editing.files import alone  # noqa: PLC0415
    from storyhouse.places import leads_out  # noqa: PLC0415
    from storyhouse.subscribing.places import SUBSCRIBERS  # noqa: PLC0415

    root = shop_folder(shop)
    with told(root) as words:
        if leads_out(root, root / SUBSCRIBERS):
            path = str(SUBSCRIBERS)
            could_not_run(words.say("subscribers.refused.outside", path=path))
        with alone(root):
            yield root, words


def _list(root: Path) -> SubscriberList:
    from storyhouse.subscribing.list import SubscriberList  # noqa: PLC0415

    return SubscriberList(root)


def _tell(root: Path, words: Words, read: SubscriberList) -> int:
    """All that is wrong in the list, and how the command ends."""
    from storyhouse.diagnostics import errors_in, in_order  # noqa: PLC0415
    from storyhouse.telling.told import Told  # noqa: PLC0415

    found = in_order(read.found)
    if not found:
        return DONE
    print_pretty(Told(root=root, language=words.language, findings=found))
    if read.wrong > len(found):
        click.echo(
            words.say("subscribers.list.more", count=read.wrong - len(found)), err=True
        )
    return HAS_ERRORS if errors_in(found) else DONE


@subscribers.command("list", help=help_of("subscribers.list"))
@shop_option
def list_(shop: Path | None) -> None:
    """How many there are; what is wrong in the list."""
    from storyhouse.model.subscribers import Standing  # noqa: PLC0415
    from storyhouse.subscribing.counting import count  # noqa: PLC0415

    root = shop_folder(shop)
    with told(root) as words:
        read = _list(root)
        counts = count(root, read)
        say = words.say
        for standing in (s for s in Standing if s in counts.standings):
            number = counts.standings[standing]
            what = say(f"subscribers.standing.{standing}")
            click.echo(say("subscribers.list.line", what=what, count=number))
        if not counts.standings:
            click.echo(say("subscribers.list.nobody"))
        if counts.no_row:
            click.echo(say("subscribers.list.no-row", people=counts.no_row))
        for language, number in sorted(counts.languages.items()):
            what = say(f"subscribers.language.{language or 'none'}")
            click.echo(say("subscribers.list.of-them", what=what, count=number))
        for tag, number in _most(counts.tags):
            what = say("subscribers.list.tag", tag=tag)
            click.echo(say("subscribers.list.of-them", what=what, count=number))
        if counts.without_consent:
            count_ = counts.without_consent
            click.echo(say("subscribers.list.without-consent", people=count_))
        raise SystemExit(_tell(root, words, read))


def _most(tags: Counter[str]) -> list[tuple[str, int]]:
    """The tags of most people; of as many, by name, wherever they stand in the list."""
    return sorted(tags.items(), key=lambda tag: (-tag[1], tag[0]))[:_TAGS]


@subscribers.command(help=help_of("subscribers.add"))
@click.argument("address", metavar="ADDRESS")
@click.option("--how", required=True, metavar="WORDS", help=_option("how-add"))
@click.option("--on", type=Day(), help=_option("on"))
@click.option("--first-name", default="", metavar="NAME", help=_option("first-name"))
@click.option("--name", default="", metavar="NAME", help=_option("name"))
@click.option("--person", default="", metavar="ID", help=_option("person"))
@click.option("--language", type=click.Choice(LANGUAGES), help=_option("language"))
@click.option("--tag", "tags", multiple=True, metavar="TAG", help=_option("tag"))
@click.option("--again", is_flag=True, help=_option("again"))
@shop_option
@today_option
def add(  # noqa: PLR0913, PLR0917 (what can be said of somebody)
    address: str,
    how: str,
    on: dt.date | None,
    first_name: str,
    name: str,
    person: str,
    language: str | None,
    tags: tuple[str, ...],
    shop: Path | None,
    today: dt.date | None,
    *,
    again: bool,
) -> None:
    """Write down somebody who asked for the letters."""
    from storyhouse.subscribing.adding import add as write_down  # noqa: PLC0415
    from storyhouse.subscribing.tags import cell_of  # noqa: PLC0415

    with _at(shop) as (root, words):
        if person and not (root / f"content/people/{person}.yml").is_file():
            could_not_run(words.say("command.new.nobody", written=person))
        day = on or _day(today)
        if day > _day(today):
            could_not_run(words.say("subscribers.refused.day-to-come", day=str(day)))
        if not how.strip():
            could_not_run(words.say("subscribers.refused.no-how"))
        cells = {
            "first_name": first_name,
            "name": name,
            "person": person,
            "language": language or "",
            "tags": cell_of(tags),
            "consented_at": str(day),
            "consent_how": how,
        }
        changed = write_down(root, address, cells, again=_day(today) if again else None)
        click.echo(words.say(f"subscribers.add.{'done' if changed else 'there'}"))


@subscribers.command(help=help_of("subscribers.export"))
@click.option(
    "--to", metavar="PATH", type=click.Path(path_type=Path), help=_option("to")
)
@shop_option
def export(to: Path | None, shop: Path | None) -> None:
    """Give the list away as a table that no spreadsheet runs."""
    from storyhouse.subscribing.counting import count  # noqa: PLC0415
    from storyhouse.subscribing.exporting import exported, place_for  # noqa: PLC0415
    from storyhouse.subscribing.rows import write_rows, write_to  # noqa: PLC0415

    with _at(shop) as (root, words):
        read = _list(root)
        if to is None:
            write_to(sys.stdout, exported(root, read))
            sys.stdout.flush()  # now, and not when click has gone
        else:
            place = place_for(root, to)
            write_rows(place, exported(root, read), mark=True)
            click.echo(words.say("subscribers.export.done", path=str(near(place))))
        if left_out := count(root, read).no_row:
            # Beside the list, where it is printed: it may be read by a program.
            said = words.say("subscribers.export.no-row", people=left_out)
            click.echo(said, err=to is None)
        raise SystemExit(_tell(root, words, read))


@subscribers.command(help=help_of("subscribers.unsubscribe"))
@click.argument("who", metavar="ADDRESS|LINK")
@shop_option
@today_option
def unsubscribe(who: str, shop: Path | None, today: dt.date | None) -> None:
    """Never write to somebody again."""
    from storyhouse.model.subscribers import NOBODY, Standing  # noqa: PLC0415
    from storyhouse.subscribing.leaving import leave, named_in  # noqa: PLC0415
    from storyhouse.subscribing.secret import secret_of  # noqa: PLC0415

    with _at(shop) as (root, words):
        named = named_in(secret_of(root), who)
        if named == NOBODY:
            click.echo(words.say("subscribers.unsubscribe.test"))
            raise SystemExit(DONE)
        leave(root, {named: Standing.UNSUBSCRIBED}, _day(today))
        click.echo(words.say("subscribers.unsubscribe.done"))
        raise SystemExit(hold_back(root, words))


@subscribers.command(help=help_of("subscribers.forget"))
@click.argument("address", metavar="ADDRESS")
@shop_option
@today_option
def forget(address: str, shop: Path | None, today: dt.date | None) -> None:
    """Take an address out of all that the shop keeps of its letters."""
    from storyhouse.subscribing import leaving  # noqa: PLC0415
    from storyhouse.withdrawing.namesakes import namesakes  # noqa: PLC0415

    with _at(shop) as (root, words):
        forgotten = leaving.forget(root, address, _day(today))
        _forget_in_ledger(root, forgotten.who)
        click.echo(words.say("subscribers.forget.done", rows=forgotten.rows))
        for person in forgotten.people:
            click.echo(words.say("subscribers.forget.person", id=person))
        for person in namesakes(root, forgotten.names):
            click.echo(words.say("subscribers.forget.namesake", id=person))
        left = leaving.still_in(root, address)
        for path in left:
            click.echo(words.say("subscribers.forget.still", path=str(path)))
        click.echo(words.say("subscribers.forget.elsewhere"))
        raise SystemExit(HAS_ERRORS if left else DONE)


def _forget_in_ledger(root: Path, who: str) -> None:
    """Take the address out of the record of what was sent, if there is one."""
    from importlib import import_module  # noqa: PLC0415
    from importlib.util import find_spec  # noqa: PLC0415

    if find_spec("storyhouse.sending.ledgers"):
        ledger = import_module("storyhouse.sending.ledgers").open_ledger(root)
        try:
            ledger.forget(who)
        finally:
            ledger.close()


subscribers_importing.add_to(subscribers)
