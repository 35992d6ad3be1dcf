"""`storyhouse letter export`: a letter for a mailing service that a shop uses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.shared import (
    WORDS,
    Decorator,
    help_of,
    shop_folder,
    shop_option,
    today_option,
)
from storyhouse.words import Words

if TYPE_CHECKING:
    from storyhouse.model.record import IssueId
    from storyhouse.sending.engines.shape import Handing
    from storyhouse.sending.opening import Opened

#: As `sending.engines.ENGINES` has them; that takes too long to ask for `--help`.
SERVICES = ("listmonk", "ses", "postmark", "mailgun", "buttondown")


def _said(option: str) -> str:
    return WORDS.say(f"command.letter.export.options.{option}")


def _flag(name: str) -> Decorator:
    return click.option(f"--{name}", is_flag=True, help=_said(name))


def add_to(group: click.Group) -> None:
    """Make it a command of `storyhouse letter`."""
    group.add_command(export)


@click.command(help=help_of("letter.export"))
@click.argument("issue")
@click.option(
    "--for", "service", type=click.Choice(SERVICES), required=True, help=_said("for")
)
@click.option("--to", metavar="PATH", type=click.Path(path_type=Path), help=_said("to"))
@_flag("push")
@_flag("start")
@_flag("without-personal")
@click.option("--list", "lists", type=int, multiple=True, help=_said("list"))
@click.option("--template", type=int, help=_said("template"))
@shop_option
@today_option
def export(  # noqa: PLR0913, PLR0917 (each is an option)
    issue: str,
    service: str,
    to: Path | None,
    lists: tuple[int, ...],
    template: int | None,
    shop: Path | None,
    today: dt.date | None,
    *,
    push: bool,
    start: bool,
    without_personal: bool,
) -> None:
    """Write the files, and hand them over if that was asked for."""
    from storyhouse.cli.letter_saying import stop_at_errors  # noqa: PLC0415
    from storyhouse.cli.mailing import told  # noqa: PLC0415
    from storyhouse.editing.files import alone  # noqa: PLC0415
    from storyhouse.sending.engines import ENGINES, pushing  # noqa: PLC0415
    from storyhouse.sending.engines.exporting import (  # noqa: PLC0415
        folder_of,
        without_parts,
    )
    from storyhouse.sending.opening import open_issue  # noqa: PLC0415

    root = shop_folder(shop)
    with told(root):
        opened = open_issue(root, issue, today)
        _refuse_gone(opened)
    language = opened.house.shop.language
    with told(root, language) as words:
        handing = replace(_handing(opened), lists=lists, template=template)
        if without_personal:
            handing = without_parts(handing)
        folder_of(root, service, handing, to)  # what is asked for wrongly comes first
        if push or start:
            pushing.refuse(service, handing, push=push, start=start)
        strange = ENGINES[service].refused(handing.issue, handing.letter)
        stop_at_errors(opened, strange, "engines.not-checked")
        _write(root, service, handing, to, words)
        if push:
            with alone(root):  # of two at once, the second finds the first one's draft
                done = pushing.push(service, handing, start=start)
            name = words.say(f"engines.name.{service}")
            said = f"engines.pushed.{done.how}"
            click.echo(words.say(said, engine=name, address=done.address))


def _refuse_gone(opened: Opened) -> None:
    """Refuse a letter that people have: a service would write to all of them anew.

    Raises:
        RefusedError: if it has gone out, or begun to.
    """
    from storyhouse.model.issues import IssueStatus  # noqa: PLC0415
    from storyhouse.refusing import RefusedError  # noqa: PLC0415
    from storyhouse.sending.ledgers import kept_ledger  # noqa: PLC0415

    id_ = opened.issue.id
    with kept_ledger(opened.root) as ledger:
        begun = ledger is not None and ledger.begun(id_) is not None
    if begun or opened.issue.status is IssueStatus.SENT:
        raise RefusedError("letter_send.refused.gone-out", id=id_)


def _handing(opened: Opened) -> Handing:
    from storyhouse.sending.engines.shape import Handing, tidied  # noqa: PLC0415
    from storyhouse.sending.recipients import recipients  # noqa: PLC0415
    from storyhouse.subscribing.list import SubscriberList  # noqa: PLC0415

    people = recipients(
        opened.root,
        opened.house,
        opened.issue,
        opened.letter,
        SubscriberList(opened.root),
    )
    tidy = tuple(map(tidied, people))
    return Handing(issue=opened.issue, letter=opened.letter, recipients=tidy)


def _write(
    root: Path, service: str, handing: Handing, to: Path | None, words: Words
) -> None:
    """Write the files, and say what is in them."""
    from storyhouse.sending.engines import exporting  # noqa: PLC0415

    issue, recipients = handing.issue.id, len(handing.recipients)

    def text(calls: int) -> str:
        return readme(words, service, issue, calls, recipients)

    done = exporting.export(root, service, handing, to, text)
    said = words.say(
        "engines.done",
        folder=done.folder.as_posix(),
        engine=words.say(f"engines.name.{service}"),
        recipients=done.recipients,
        readme=exporting.README,
    )
    click.echo(said)


def readme(
    words: Words, service: str, issue: IssueId, calls: int, recipients: int
) -> str:
    """How the files are handed over, and what to do once the letter is out."""
    how = words.say(
        f"engines.readme.{service}", issue=issue, calls=calls, recipients=recipients
    )
    engine = words.say(f"engines.name.{service}")
    after = words.say("engines.out", issue=issue, engine=engine)
    return f"{how}\n\n{after}\n"
