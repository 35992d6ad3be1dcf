"""`storyhouse letter preview`: the letter as its readers will see it."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.mailing import told
from storyhouse.cli.shared import (
    WORDS,
    help_of,
    near,
    print_pretty,
    shop_folder,
    shop_option,
    today_option,
    told_of,
)
from storyhouse.words import words_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyhouse.previewing.readers import Reader
    from storyhouse.sending.opening import Opened
    from storyhouse.words import Words


def add_to(letter: click.Group) -> None:
    """Put the command into its group."""
    letter.add_command(preview)


@click.command(help=help_of("letter.preview"))
@click.argument("issue", metavar="ISSUE")
@click.option(
    "--as", "address", default="", help=WORDS.say("command.letter.options.as")
)
@click.option("--people", is_flag=True, help=WORDS.say("command.letter.options.people"))
@click.option(
    "--no-open", is_flag=True, help=WORDS.say("command.letter.options.no-open")
)
@shop_option
@today_option
def preview(  # noqa: PLR0913 (an option each)
    issue: str,
    address: str,
    shop: Path | None,
    today: dt.date | None,
    *,
    people: bool,
    no_open: bool,
) -> None:
    """Write the preview and open it, or print what each asker reads."""
    from storyhouse.cli.letter_people import print_people  # noqa: PLC0415
    from storyhouse.previewing.found import findings  # noqa: PLC0415
    from storyhouse.previewing.preview import preview as made  # noqa: PLC0415
    from storyhouse.previewing.readers import readers  # noqa: PLC0415
    from storyhouse.previewing.written import write_preview  # noqa: PLC0415
    from storyhouse.subscribing.list import SubscriberList  # noqa: PLC0415
    from storyhouse.subscribing.secret import secret_of  # noqa: PLC0415

    root = shop_folder(shop)
    with told(root):
        opened = _seen(root, issue, today)
        if people:
            print_people(root, opened)
            return
        subscribers, secret = SubscriberList(root), secret_of(root)
        seen = readers(opened, subscribers, address)
        files = made(opened, seen, subscribers, secret, findings(opened))
        index = write_preview(root, opened.issue.id, files)
    click.echo(_done(seen, index, words_for(opened.house.shop.language)))
    if sys.stdout.isatty() and not no_open:
        click.launch(index.as_uri())


def _done(seen: Sequence[Reader], index: Path, words: Words) -> str:
    """How many of whom are on the page, and where it lies."""
    invented = sum(reader.invented for reader in seen)
    listed = len(seen) - invented
    which = "both" if listed and invented else "listed" if listed else "invented"
    key, path = f"preview.done.{which}", str(near(index))
    return words.say(key, listed=listed, invented=invented, path=path)


def _seen(root: Path, issue: str, today: dt.date | None) -> Opened:
    """The letter, in a shop with errors as well; those are on the page, and said here.

    Raises:
        NotCheckedError: if it cannot be made as it is.
    """
    from storyhouse.sending.opening import (  # noqa: PLC0415
        NotCheckedError,
        open_issue,
    )

    try:
        return open_issue(root, issue, today)
    except NotCheckedError as error:
        if error.opened is None:
            raise
        print_pretty(told_of(root, error.checked))
        return error.opened
