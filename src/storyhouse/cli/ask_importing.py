"""`storyhouse ask import`: the asks of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.ledger import Counter, counter
from storyhouse.cli.shared import (
    WORDS,
    help_of,
    progress,
    shop_option,
    today_option,
)

if TYPE_CHECKING:
    from storyhouse.keeping.importing import Note, Report

#: Lines of a kind that are told one by one.
_TOLD = 20


@click.command("import", help=help_of("ask.import"))
@click.argument(
    "file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--map",
    "mapped",
    metavar="FIELD=COLUMN",
    multiple=True,
    help=WORDS.say("command.ask.options.map"),
)
@click.option("--dry-run", is_flag=True, help=WORDS.say("command.ask.options.dry-run"))
@shop_option
@today_option
def import_(
    file: Path,
    mapped: tuple[str, ...],
    shop: Path | None,
    today: dt.date | None,
    *,
    dry_run: bool,
) -> None:
    """Write down the asks of a table, and report."""
    from storyhouse.keeping.importing import import_asks  # noqa: PLC0415

    with counter(shop, today, writes=not dry_run) as at, progress() as tell:
        report = import_asks(
            at.desk,
            file,
            mapped,
            via=at.words.say("command.ask.import.via"),
            dry=dry_run,
            progress=lambda done, all_: tell("reading", done, all_),
        )
    _print_report(at, report, dry=dry_run)


def _print_report(at: Counter, report: Report, *, dry: bool) -> None:
    columns = report.columns
    at.say("import.read-as", encoding=report.encoding)
    for field, index in columns.of.items():
        at.say("import.column", field=field, column=columns.names[index])
    for key, names in (
        ("left-out", columns.left_out),
        ("never-kept", columns.never_kept),
    ):
        if names:
            at.say(f"import.{key}", columns=", ".join(f"“{n}”" for n in names))
    _print_notes(at, "skipped", report.skipped)
    _print_notes(at, "odd", report.odd)
    key = "import.would-keep" if dry else "import.kept"
    at.say(key, asks=report.kept, people=report.new_people)
    if report.new_people:
        at.say("import.new-people")
    late, too_late = report.limits
    if report.late:
        at.say("import.late", asks=report.late, days=late)
    if report.too_late:
        at.say("import.too-late", asks=report.too_late, days=too_late)


def _print_notes(at: Counter, kind: str, notes: Sequence[Note]) -> None:
    if not notes:
        return
    at.say(f"import.{kind}", rows=len({n.line for n in notes}))
    for note in sorted(notes, key=lambda n: n.line)[:_TOLD]:
        what = at.words.say(f"command.ask.import.what.{note.what}", **note.facts)
        at.say("import.line", line=note.line, what=what)
    if len(notes) > _TOLD:
        at.say("import.more", count=len(notes) - _TOLD)


def add_to(group: click.Group) -> None:
    """Make it part of `storyhouse ask`."""
    group.add_command(import_)
