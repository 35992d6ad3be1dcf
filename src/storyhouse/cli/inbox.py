"""`storyhouse inbox`: what comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.ledger import Counter, counter
from storyhouse.cli.mailing import hold_back, told
from storyhouse.cli.shared import DONE, WORDS, Day, help_of, shop_option, today_option

if TYPE_CHECKING:
    from storyhouse.inbox.round import Mailbox, Report

#: Of an answer, in one line; and of words that may ask to be taken off.
_SHORT = 90
_WHOLE = 240
_MOST = 20  # of strangers, who may be many, and of files


@click.group(help=help_of("inbox"))
def inbox() -> None:
    """The commands about what comes back."""


@inbox.command(help=help_of("inbox.read"))
@click.argument("mailbox", metavar="[MAILBOX]", required=False)
@click.option(
    "--suppressed",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=WORDS.say("command.inbox.options.suppressed"),
)
@click.option("--since", type=Day(), help=WORDS.say("command.inbox.options.since"))
@click.option(
    "--dry-run", is_flag=True, help=WORDS.say("command.inbox.options.dry-run")
)
@shop_option
@today_option
def read(  # noqa: PLR0913 (an option each)
    mailbox: str | None,
    suppressed: Path | None,
    since: dt.date | None,
    shop: Path | None,
    today: dt.date | None,
    *,
    dry_run: bool,
) -> None:
    """Read a mailbox, or the list of the page of ways out."""
    if not mailbox and not suppressed:
        raise click.UsageError(WORDS.say("inbox.refused.nothing"))
    # Not alone: a mailbox may take minutes, and what is written locks for itself.
    with _counter(shop, today, writes=False) as at:
        held = DONE
        try:
            if suppressed:
                _merge(at, suppressed, dry=dry_run)
            if mailbox:
                report = _through(at, mailbox, since, dry=dry_run)
                _print(at, report, dry=dry_run)
        finally:  # a mailbox that breaks off has said something, too
            if not dry_run:
                held = hold_back(at.desk.root, at.words)
        raise SystemExit(held)


@inbox.command(help=help_of("inbox.keep"))
@click.argument("answer", metavar="ANSWER")
@click.option("--title", default="", help=WORDS.say("command.ask.options.title"))
@click.option("--by", default="", help=WORDS.say("command.ask.options.by"))
@click.option("--new", is_flag=True, help=WORDS.say("command.ask.options.new"))
@shop_option
@today_option
def keep(  # noqa: PLR0913 (an option each)
    answer: str,
    title: str,
    by: str,
    shop: Path | None,
    today: dt.date | None,
    *,
    new: bool,
) -> None:
    """Make an ask of an answer."""
    from storyhouse.cli.ask import print_added  # noqa: PLC0415
    from storyhouse.inbox import answers  # noqa: PLC0415

    with _counter(shop, today) as at:
        added = answers.keep(at.desk, answer, title=title, by=by, new=new)
        print_added(at, added)
        path = str(answers.place_of(answer))
        click.echo(at.words.say("inbox.kept", path=path))
        at.look_again(added.path, *added.new_people, shown=True)


@contextmanager
def _counter(
    shop: Path | None, today: dt.date | None, *, writes: bool = True
) -> Iterator[Counter]:
    with (
        counter(shop, today, writes=writes) as at,
        told(at.desk.root, at.words.language),
    ):
        yield at


def _through(at: Counter, mailbox: str, since: dt.date | None, *, dry: bool) -> Report:
    from storyhouse.inbox.letters import Letters  # noqa: PLC0415
    from storyhouse.inbox.memory import memory  # noqa: PLC0415
    from storyhouse.inbox.round import Round  # noqa: PLC0415
    from storyhouse.subscribing import secret as secrets  # noqa: PLC0415

    root = at.desk.root
    opened = _mailbox(mailbox, since)
    secret = secrets.secret_for_looking(root) if dry else secrets.secret_of(root)
    letters = Letters(root, at.desk.house, secret)
    with memory(root, dry=dry) as known:
        return Round(letters, known, since, dry).through(opened)


def _mailbox(written: str, since: dt.date | None) -> Mailbox:
    from storyhouse.inbox.arrived import in_file  # noqa: PLC0415

    if "://" not in written:
        return lambda _knows: in_file(Path(written))
    from storyhouse.inbox.imap import Account, on_server  # noqa: PLC0415
    from storyhouse.inbox.password import password_for  # noqa: PLC0415

    account = Account.of(written)
    return partial(on_server, account, password_for(account), since)


def _merge(at: Counter, file: Path, *, dry: bool) -> None:
    from storyhouse.subscribing.noes import merge_suppressed  # noqa: PLC0415

    merged = merge_suppressed(at.desk.root, file, dry=dry)
    key = "inbox.merged.would" if dry else "inbox.merged.done"
    click.echo(at.words.say(key, new=merged.new, known=merged.known))
    if merged.wrong:
        lines = ", ".join(map(str, merged.wrong[:20]))
        click.echo(at.words.say("inbox.merged.wrong", lines=lines), err=True)


def _print(at: Counter, report: Report, *, dry: bool) -> None:
    for line in lines_of(at, report, dry=dry):
        click.echo(line)


def lines_of(at: Counter, report: Report, *, dry: bool) -> Iterator[str]:
    """What a mailbox held, in plain words."""
    say = at.words.say
    yield say("inbox.read", mails=report.read, before=report.before)
    yield from _found(at, report)
    if report.attachments:
        yield f"  {say('inbox.attachments', count=report.attachments)}"
    if report.answers:
        yield say("inbox.answers.would" if dry else "inbox.answers.kept")
    for answer in report.answers:
        short = _in_line(answer.words, _SHORT)
        who = answer.by or say("inbox.answers.nobody")
        one = say("inbox.answers.one", who=who, day=str(answer.date), words=short)
        yield f"  {one}"
        if not dry:
            yield f"    {at.command('inbox', 'keep', answer.path.stem)}"
    if dry:
        yield say("inbox.dry")


def _in_line(words: str, most: int) -> str:
    from storyhouse.sending.reasons import said  # noqa: PLC0415

    plain = said(words)
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def _found(at: Counter, report: Report) -> Iterator[str]:
    """How many mails there were of each kind."""
    from storyhouse.inbox.sorting import STANDINGS, Kind  # noqa: PLC0415

    for kind in Kind:
        if kind is Kind.PERHAPS:
            yield from _perhaps(at, report)
        elif count := report.found[kind]:
            known = {"new": report.new[kind]} if kind in STANDINGS else {}
            yield f"  {at.words.say(f'inbox.found.{kind}', count=count, **known)}"
        if kind is Kind.DOUBTFUL:
            for address in dict.fromkeys(report.doubtful):
                yield f"    {at.command('subscribers', 'unsubscribe', address)}"
        named = report.strangers if kind is Kind.STRANGER else report.unread.get(kind)
        for name in [*dict.fromkeys(filter(None, named or []))][:_MOST]:
            yield f"    {_in_line(name, _SHORT)}"


def _perhaps(at: Counter, report: Report) -> Iterator[str]:
    """Who may want out, in their words: whether they do is the owner's to judge."""
    if report.perhaps:
        yield f"  {at.words.say('inbox.found.perhaps', count=len(report.perhaps))}"
    for address, words in report.perhaps.items():
        said = _in_line(words, _WHOLE)
        yield f"    {at.words.say('inbox.perhaps', address=address, words=said)}"
        yield f"      {at.command('subscribers', 'unsubscribe', address)}"
