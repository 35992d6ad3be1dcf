"""The `storyhouse` command: the only module that prints or exits.

What a command needs is imported when it runs: `--help` must answer at once.
"""

from __future__ import annotations

import datetime as dt
import os
import shlex
import time
from contextlib import suppress
from pathlib import Path

import click

from storyhouse import __version__
from storyhouse.cli.ask import ask
from storyhouse.cli.check import check
from storyhouse.cli.explain import explain
from storyhouse.cli.inbox import inbox
from storyhouse.cli.letter import letter
from storyhouse.cli.neighbours import neighbours
from storyhouse.cli.new import new
from storyhouse.cli.person import person
from storyhouse.cli.shared import (
    DONE,
    HAS_ERRORS,
    WORDS,
    could_not_run,
    flag,
    help_of,
    near,
    owner_language,
    print_pretty,
    print_reports,
    progress,
    shop_folder,
    shop_option,
    today_option,
    told_of,
)
from storyhouse.cli.subscribers import subscribers
from storyhouse.cli.today import today
from storyhouse.words import LANGUAGES, Words, words_for


@click.group(help=help_of("storyhouse"), context_settings={"max_content_width": 96})
@click.version_option(__version__, package_name="storyhouse")
def storyhouse() -> None:
    """The command of which all others are part."""


@storyhouse.command(help=help_of("build"))
@shop_option
@today_option
@flag("drafts")
def build(shop: Path | None, today: dt.date | None, *, drafts: bool) -> None:
    """Build out/."""
    raise SystemExit(_build(shop_folder(shop), today, drafts=drafts)[0])


@storyhouse.command(help=help_of("serve"))
@shop_option
@today_option
@flag("drafts")
@click.option("--port", type=int, default=8000, help=WORDS.say("command.options.port"))
def serve(shop: Path | None, today: dt.date | None, *, drafts: bool, port: int) -> None:
    """Build, and show the site on this machine only."""
    from storyhouse.serving import serve_site  # noqa: PLC0415

    root = shop_folder(shop)
    code, words = _build(root, today, drafts=drafts)
    if code:
        raise SystemExit(code)

    def rebuild() -> None:
        with suppress(SystemExit):  # said already; the last good site is still shown
            _build(root, today, drafts=drafts)

    try:
        serve_site(
            root,
            port,
            rebuild=rebuild,
            opened=lambda at: click.echo(words.say("command.serve.open", address=at)),
        )
    except BrokenPipeError:
        raise  # nobody reads on: click ends quietly
    except OSError as error:
        reason = str(error.strerror)
        could_not_run(words.say("command.serve.no-port", port=port, reason=reason))


@storyhouse.command(help=help_of("init"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=owner_language(),
    help=WORDS.say("command.options.language"),
)
@today_option
def init(folder: Path, language: str, today: dt.date | None) -> None:
    """Start a shop."""
    from storyhouse.model.record import Language  # noqa: PLC0415
    from storyhouse.reading.house import clock_day  # noqa: PLC0415
    from storyhouse.starting import InTheWayError, start_shop  # noqa: PLC0415

    words = words_for(language)
    try:
        files = start_shop(folder, Language(language), today or clock_day())
    except InTheWayError as error:
        could_not_run(words.say("command.in-the-way", path=str(error.path)))
    except OSError as error:
        could_not_run(words.say("command.cannot-write", reason=str(error)))
    done = words.say(
        "command.init.done", files=len(files), folder=shlex.quote(str(folder))
    )
    click.echo(done)


def main() -> None:
    """Run; what nobody foresaw is said in a line, with how to see the rest."""
    try:
        storyhouse.main(prog_name="storyhouse")
    except (OSError, RuntimeError) as error:
        if os.environ.get("STORYHOUSE_DEBUG"):
            raise
        could_not_run(
            WORDS.say("command.unforeseen", reason=f"{type(error).__name__}: {error}")
        )


def _build(root: Path, today: dt.date | None, *, drafts: bool) -> tuple[int, Words]:
    """Build and say what came of it: the exit code, and the shop's words."""
    from storyhouse.building import BusyError, build_shop  # noqa: PLC0415
    from storyhouse.website.mkdocs_engine import SiteError  # noqa: PLC0415

    started = time.monotonic()
    try:
        with progress() as tell:
            checked, built = build_shop(root, today, drafts=drafts, progress=tell)
    except BusyError:
        could_not_run(WORDS.say("command.busy"))
    except OSError as error:
        could_not_run(WORDS.say("command.cannot-write", reason=str(error)))
    except SiteError as error:
        could_not_run(WORDS.say("command.site-engine", reason=str(error)))
    words = words_for(checked.language)
    print_pretty(told_of(root, checked))
    if built is None:
        click.echo(words.say("command.build.refused"), err=True)
        return HAS_ERRORS, words
    took = f"{time.monotonic() - started:.1f}"
    out = near(root / "out")
    click.echo(
        words.say(
            "command.build.done",
            pages=built.pages,
            letters=built.letters,
            site=str(out / "site"),
            newsletters=str(out / "newsletters"),
            seconds=took,
        )
    )
    print_reports(checked)
    return DONE, words


storyhouse.add_command(ask)
storyhouse.add_command(check)
storyhouse.add_command(explain)
storyhouse.add_command(inbox)
storyhouse.add_command(letter)
storyhouse.add_command(neighbours)
storyhouse.add_command(new)
storyhouse.add_command(person)
storyhouse.add_command(subscribers)
storyhouse.add_command(today)
