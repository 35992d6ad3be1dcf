"""`storyhouse subscribers import`: the lists of other services."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.mailing import hold_back, told
from storyhouse.cli.shared import (
    WORDS,
    Day,
    could_not_run,
    help_of,
    shop_folder,
    shop_option,
    today_option,
)
from storyhouse.words import Words

if TYPE_CHECKING:
    from storyhouse.subscribing.importing import Report
    from storyhouse.subscribing.incoming import Note

#: Lines of a kind that are told one by one.
_TOLD = 20


def _option(name: str) -> str:
    return WORDS.say(f"subscribers.options.{name}")


@click.command("import", help=help_of("subscribers.import"))
@click.argument(
    "files",
    metavar="FILE…",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option("--dry-run", is_flag=True, help=_option("dry-run"))
@click.option("--tag", "tags", multiple=True, metavar="TAG", help=_option("tag"))
@click.option("--how", default="", metavar="WORDS", help=_option("how"))
@click.option("--consented", type=Day(), help=_option("consented"))
@click.option("--keep", multiple=True, metavar="COLUMN", help=_option("keep"))
@shop_option
@today_option
def import_(  # noqa: PLR0913, PLR0917 (what can be said of it)
    files: tuple[Path, ...],
    tags: tuple[str, ...],
    how: str,
    consented: dt.date | None,
    keep: tuple[str, ...],
    shop: Path | None,
    today: dt.date | None,
    *,
    dry_run: bool,
) -> None:
    """Bring lists in, and report."""
    from storyhouse.editing.files import alone  # noqa: PLC0415
    from storyhouse.places import leads_out  # noqa: PLC0415
    from storyhouse.reading.house import clock_day  # noqa: PLC0415
    from storyhouse.subscribing.importing import Wish, import_lists  # noqa: PLC0415
    from storyhouse.subscribing.places import SUBSCRIBERS  # noqa: PLC0415
    from storyhouse.subscribing.services import ANY  # noqa: PLC0415

    root, day = shop_folder(shop), today or clock_day()
    with told(root) as words:
        if leads_out(root, root / SUBSCRIBERS):
            path = str(SUBSCRIBERS)
            could_not_run(words.say("subscribers.refused.outside", path=path))
        if consented and not how.strip():
            could_not_run(words.say("subscribers.refused.no-how"))
        if consented and consented > day:
            said = str(consented)
            could_not_run(words.say("subscribers.refused.day-to-come", day=said))

        def way(service: str) -> str:
            key, name = "subscribers.import.how", f"subscribers.service.{service}"
            if service == ANY:
                came = words.say(f"{key}-table")
            else:
                came = words.say(key, service=words.say(name))
            return f"{came}: {how.strip()}" if how.strip() else came

        wish = Wish(today=day, how=way, tags=tags, since=consented, keep=keep)
        with nullcontext() if dry_run else alone(root):
            report = import_lists(root, files, wish, dry=dry_run)
        _print_report(words, report, dry=dry_run)
        if not dry_run:
            raise SystemExit(hold_back(root, words))


def _print_report(words: Words, report: Report, *, dry: bool) -> None:
    say = partial(_echo, words)
    _print_files(words, report)
    _print_notes(words, "skipped", report.left_out)
    _print_notes(words, "odd", report.odd)
    if dry:
        say("dry")
    say("new", count=report.new)
    say("changed", count=report.changed)
    say("unchanged", count=report.unchanged)
    if report.again:
        say("again", rows=report.again)
    if report.said_no:
        say("said-no", count=report.said_no, new=report.newly_no)
    if report.stayed_out:
        say("stayed-out", count=report.stayed_out)
    if report.pending:
        say("pending", people=report.pending)


def _echo(words: Words, key: str, /, **facts: str | int) -> None:
    click.echo(words.say(f"subscribers.import.{key}", **facts))


def _print_files(words: Words, report: Report) -> None:
    from storyhouse.subscribing.places import PRIVATE  # noqa: PLC0415

    say = partial(_echo, words)
    for taken in report.files:
        of = words.say(f"subscribers.service.{taken.service.id}")
        facts = {"file": taken.file, "service": of, "encoding": taken.encoding}
        say("read-as", rows=taken.rows, **facts)
        if taken.inside:
            private = taken.inside.parts[0] == str(PRIVATE)
            say("in-private" if private else "inside", path=str(taken.inside))
        if taken.left_out:
            say("left-out", columns=", ".join(f"“{n}”" for n in taken.left_out))
        if taken.service.id == "listmonk":
            say("listmonk")


def _print_notes(words: Words, kind: str, notes: Sequence[Note]) -> None:
    """Each odd row with its line; what all rows of a file share is told once."""
    if not notes:
        return
    rows = len({(n.file, n.line) for n in notes})
    click.echo(words.say(f"subscribers.import.{kind}", rows=rows))
    often = Counter[str]()
    for note in notes:
        often[note.what] += 1
        if often[note.what] > _TOLD:
            continue
        what = words.say(f"subscribers.import.what.{note.what}", **note.facts)
        _echo(words, "line", file=note.file, line=note.line, what=what)
    for what, number in often.items():
        if number > _TOLD:
            count = number - _TOLD
            about = words.say(f"subscribers.import.kind.{what}")
            click.echo(words.say("subscribers.import.more", count=count, what=about))


def add_to(group: click.Group) -> None:
    """Make it part of `storyhouse subscribers`."""
    group.add_command(import_)
