"""`storyhouse letter test` and `letter send`."""

from __future__ import annotations

import datetime as dt
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.letter_saying import (
    Speaker,
    look,
    say_outcome,
    stop_at_errors,
    write_folder,
)
from storyhouse.cli.mailing import told
from storyhouse.cli.shared import (
    COULD_NOT_RUN,
    WORDS,
    help_of,
    progress,
    shop_folder,
    shop_option,
    today_option,
)
from storyhouse.words import words_for

if TYPE_CHECKING:
    from storyhouse.letters import Letter
    from storyhouse.sending.opening import Opened
    from storyhouse.sending.outgoing import Outgoing
    from storyhouse.sending.reach import Reach
    from storyhouse.sending.sending import Tally
    from storyhouse.sending.settings import Server


def option(name: str) -> str:
    """What an option of these commands is for."""
    return WORDS.say(f"command.letter.send.options.{name}")


@click.command("test", help=help_of("letter.test"))
@click.argument("issue", metavar="ISSUE")
@click.option("--to", required=True, multiple=True, help=option("to"))
@click.option("--as", "as_", default="", metavar="ADDRESS", help=option("as"))
@shop_option
@today_option
def test(
    issue: str,
    to: tuple[str, ...],
    as_: str,
    shop: Path | None,
    today: dt.date | None,
) -> None:
    """Send a letter to oneself."""
    from storyhouse.refusing import RefusedError  # noqa: PLC0415
    from storyhouse.sending import outgoing  # noqa: PLC0415
    from storyhouse.sending.opening import open_issue  # noqa: PLC0415
    from storyhouse.sending.settings import SMTP, server  # noqa: PLC0415

    root = shop_folder(shop)
    with told(root):
        through = server()
        if through is None:
            raise RefusedError("letter_send.refused.no-server", name=SMTP)
        opened = open_issue(root, issue, today)
        speaker = _speaker(opened, shop)
        for address in to:
            outgoing.send_test(opened, through, address, as_)
            speaker.say("tested", to=address, host=through.host)


@click.command(help=help_of("letter.send"))
@click.argument("issue", metavar="ISSUE")
@click.option(
    "--to-folder",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help=option("to-folder"),
)
@click.option("--dry-run", is_flag=True, help=option("dry-run"))
@click.option("--yes", is_flag=True, help=option("yes"))
@click.option("--early", is_flag=True, help=option("early"))
@shop_option
@today_option
def send(  # noqa: PLR0913 (an option each)
    issue: str,
    to_folder: Path | None,
    shop: Path | None,
    today: dt.date | None,
    *,
    dry_run: bool,
    yes: bool,
    early: bool,
) -> None:
    """Send a letter to everybody it is for."""
    from storyhouse.sending.ledgers import kept_ledger  # noqa: PLC0415
    from storyhouse.sending.opening import open_issue  # noqa: PLC0415
    from storyhouse.sending.outgoing import refuse_unready  # noqa: PLC0415
    from storyhouse.sending.settings import server  # noqa: PLC0415

    root = shop_folder(shop)
    with told(root):
        through = None if to_folder else server()
        opened = open_issue(root, issue, today)
        refuse_unready(opened, early=early)
        stop_at_errors(opened)
        speaker = _speaker(opened, shop)
        with kept_ledger(root) as ledger:
            letter, reach = look(opened, ledger, speaker)
        if dry_run:
            speaker.say("dry-run")
        elif through is None:
            write_folder(opened, letter, to_folder, speaker)
        elif yes or _agreed(speaker, _to_write(opened, reach), through):
            _send(opened, reach, through, speaker)


def _speaker(opened: Opened, shop: Path | None) -> Speaker:
    return Speaker(words_for(opened.house.shop.language), opened.issue.id, shop)


def _to_write(opened: Opened, reach: Reach) -> int:
    """How many of them are still to get it: others have it, or never get it again."""
    from storyhouse.sending.ledger import State  # noqa: PLC0415
    from storyhouse.sending.ledgers import kept_ledger  # noqa: PLC0415

    settled = set(State) - {State.WAITING}
    with kept_ledger(opened.root) as ledger:
        rows = ledger.rows(opened.issue.id, *settled) if ledger else ()
        return len(reach.people) - sum(r.subscriber in reach.people for r in rows)


def _agreed(speaker: Speaker, people: int, through: Server) -> bool:
    """Whether the owner says so; without a terminal, only in the command itself.

    Where nobody is to be written to, there is nothing to ask.
    """
    if not people:
        return True
    if not sys.stdin.isatty():
        click.echo(speaker.words.say("letter_send.say-yes"), err=True)
        raise SystemExit(COULD_NOT_RUN)
    asked = speaker.words.say("letter_send.sure", people=people, host=through.host)
    if click.confirm(asked):
        return True
    speaker.say("nothing-sent")
    return False


def _send(opened: Opened, reach: Reach, through: Server, speaker: Speaker) -> None:
    from storyhouse.sending.gone import strike_off  # noqa: PLC0415
    from storyhouse.sending.ledger import State  # noqa: PLC0415
    from storyhouse.sending.ledgers import (  # noqa: PLC0415
        ask_for_help,
        open_ledger,
    )
    from storyhouse.sending.outgoing import Outgoing  # noqa: PLC0415

    with closing(open_ledger(opened.root)) as ledger:
        before = sum(ledger.counts(opened.issue.id).values())
        out = Outgoing(opened, ledger, through, reach.people)
        with progress() as tell:
            all_ = len(reach.people)
            letter = out.enlist(lambda done: tell("enlisting", done, all_))
        ask_for_help(opened.issue.id)
        if before and out.added:
            speaker.say("added", people=out.added)
        waiting = ledger.counts(opened.issue.id)[State.WAITING]
        tally = _posted(out, letter, waiting)
        zone = opened.house.shop.timezone
        gone = strike_off(opened.root, ledger, opened.issue.id, zone)
        say_outcome(tally, ledger, speaker, through, gone)


def _posted(out: Outgoing, letter: Letter, waiting: int) -> Tally:
    with _halting() as halt, progress() as tell:
        return out.send(letter, halt, lambda done: tell("sending", done, waiting))


@contextmanager
def _halting() -> Iterator[threading.Event]:
    """Ctrl-C ends after the letter in flight; a second one, at once."""
    halt = threading.Event()

    def ask(_number: int, _frame: object) -> None:
        if halt.is_set():
            raise KeyboardInterrupt
        halt.set()

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, ask) for number in numbers]
    try:
        yield halt
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def add_to(group: click.Group) -> None:
    """Make them part of `storyhouse letter`."""
    for command in (test, send):
        group.add_command(command)
