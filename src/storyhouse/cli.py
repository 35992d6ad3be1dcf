"""The `storyhouse` command: the only module that prints or exits.

What a command needs is imported when it runs: `--help` must answer at once.
"""

from __future__ import annotations

import datetime as dt
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from storyhouse import __version__
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.words import LANGUAGES, Words, words_for

if TYPE_CHECKING:
    from storyhouse.building import Checked, Progress

#: Exit codes: done; the content has errors; it could not run.
DONE, HAS_ERRORS, COULD_NOT_RUN = 0, 1, 2
SHOP_FILE = Path("content/shop.yml")
_REFRESH = 0.1  # seconds between two pictures of the bar


def _owner_language() -> str:
    """The language of the owner's system, for what is said before a shop is read."""
    spoken = (os.environ.get(v, "") for v in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = next((s for s in spoken if s), "en")[:2]
    return said if said in LANGUAGES else "en"


_WORDS = words_for(_owner_language())


def _help(command: str) -> str:
    """A command's help, with its example as it is written."""
    example = _WORDS.say(f"command.{command}.example")
    return f"{_WORDS.say(f'command.{command}.about')}\n\n\b\n{example}"


class _Day(click.ParamType):  # type: ignore[type-arg]  # click 8.2 knows none
    """A day, such as 2026-03-14."""

    name = "DATE"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.date:
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(_WORDS.say("command.wrong-day", written=str(value)), param, ctx)


def _shop_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--shop",
        type=click.Path(path_type=Path),
        help=_WORDS.say("command.options.shop"),
    )(command)


def _today_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--today", type=_Day(), help=_WORDS.say("command.options.today")
    )(command)


def _drafts_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--drafts", is_flag=True, help=_WORDS.say("command.options.drafts")
    )(command)


@click.group(help=_help("storyhouse"), context_settings={"max_content_width": 96})
@click.version_option(__version__, package_name="storyhouse")
def storyhouse() -> None:
    """The command of which all others are part."""


@storyhouse.command(help=_help("build"))
@_shop_option
@_today_option
@_drafts_option
def build(shop: Path | None, today: dt.date | None, *, drafts: bool) -> None:
    """Build out/."""
    raise SystemExit(_build(_shop_folder(shop), today, drafts=drafts)[0])


@storyhouse.command(help=_help("check"))
@_shop_option
@_today_option
@_drafts_option
def check(shop: Path | None, today: dt.date | None, *, drafts: bool) -> None:
    """Say what is wrong, and write nothing."""
    from storyhouse.building import check_shop  # noqa: PLC0415

    root = _shop_folder(shop)
    with _progress() as progress:
        checked = check_shop(root, today, drafts=drafts, progress=progress)
    words = words_for(checked.language)
    _tell(checked, words)
    if checked.house:
        click.echo(words.say("command.check.good"))
    raise SystemExit(DONE if checked.house else HAS_ERRORS)


@storyhouse.command(help=_help("serve"))
@_shop_option
@_today_option
@_drafts_option
@click.option("--port", type=int, default=8000, help=_WORDS.say("command.options.port"))
def serve(shop: Path | None, today: dt.date | None, *, drafts: bool, port: int) -> None:
    """Build, and show the site on this machine only."""
    from storyhouse.serving import serve_site  # noqa: PLC0415

    root = _shop_folder(shop)
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
    except OSError as error:
        reason = str(error.strerror)
        _could_not_run(words.say("command.serve.no-port", port=port, reason=reason))


@storyhouse.command(help=_help("init"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=_owner_language(),
    help=_WORDS.say("command.options.language"),
)
def init(folder: Path, language: str) -> None:
    """Start a shop."""
    from storyhouse.model.record import Language  # noqa: PLC0415
    from storyhouse.starting import InTheWayError, start_shop  # noqa: PLC0415

    words = words_for(language)
    try:
        files = start_shop(folder, Language(language))
    except InTheWayError as error:
        _could_not_run(words.say("command.in-the-way", path=str(error.path)))
    except OSError as error:
        _could_not_run(words.say("command.cannot-write", reason=str(error)))
    done = words.say(
        "command.init.done", files=len(files), folder=shlex.quote(str(folder))
    )
    click.echo(done)


@storyhouse.command(help=_help("new"))
@click.argument("kind", metavar="KIND")
@click.argument("title", metavar="TITLE")
@_shop_option
@_today_option
def new(kind: str, title: str, shop: Path | None, today: dt.date | None) -> None:
    """Begin a story."""
    from storyhouse.reading.house import read_house  # noqa: PLC0415
    from storyhouse.reading.pointing import suggest  # noqa: PLC0415
    from storyhouse.starting import NEW_KINDS, InTheWayError, new_story  # noqa: PLC0415

    root = _shop_folder(shop)
    reading = read_house(root, today)
    words = words_for(reading.language)
    if kind not in NEW_KINDS:
        help_, facts = suggest(kind, NEW_KINDS)
        said = words.say("command.new.unknown-kind", kind=kind)
        _could_not_run(f"{said} {words.say(f'messages.any.help.{help_}', **facts)}")
    if not title.strip():
        _could_not_run(words.say("command.new.no-title"))
    day = reading.house.today if reading.house else today or dt.date.today()  # noqa: DTZ011 (no shop, so no timezone)
    try:
        path = new_story(root, kind, title.strip(), day, reading.language)
    except InTheWayError as error:
        _could_not_run(words.say("command.in-the-way", path=str(error.path)))
    except OSError as error:
        _could_not_run(words.say("command.cannot-write", reason=str(error)))
    done = "done-letter" if kind == "letter" else "done"
    click.echo(words.say(f"command.new.{done}", path=str(path)))


def main() -> None:
    """Run; what nobody foresaw is said in a line, with how to see the rest."""
    try:
        storyhouse.main(prog_name="storyhouse")
    except (OSError, RuntimeError) as error:
        if os.environ.get("STORYHOUSE_DEBUG"):
            raise
        _could_not_run(
            _WORDS.say("command.unforeseen", reason=f"{type(error).__name__}: {error}")
        )


def _build(root: Path, today: dt.date | None, *, drafts: bool) -> tuple[int, Words]:
    """Build and say what came of it: the exit code, and the shop's words."""
    from storyhouse.building import BusyError, build_shop  # noqa: PLC0415
    from storyhouse.website.mkdocs_engine import SiteError  # noqa: PLC0415

    started = time.monotonic()
    try:
        with _progress() as progress:
            checked, built = build_shop(root, today, drafts=drafts, progress=progress)
    except BusyError:
        _could_not_run(_WORDS.say("command.busy"))
    except OSError as error:
        _could_not_run(_WORDS.say("command.cannot-write", reason=str(error)))
    except SiteError as error:
        _could_not_run(_WORDS.say("command.site-engine", reason=str(error)))
    words = words_for(checked.language)
    _tell(checked, words)
    if built is None:
        click.echo(words.say("command.build.refused"), err=True)
        return HAS_ERRORS, words
    took = f"{time.monotonic() - started:.1f}"
    out = _near(root / "out")
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
    return DONE, words


def _near(path: Path) -> Path:
    """The path from here, if it is below."""
    here = Path.cwd()
    absolute = path.absolute()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else absolute


def _shop_folder(given: Path | None) -> Path:
    """The folder named, or the nearest one above here with a shop in it."""
    if given is not None:
        if (given / SHOP_FILE).is_file():
            return given.absolute()
        _could_not_run(_WORDS.say("command.no-shop-there", folder=str(given)))
    for folder in (here := Path.cwd(), *here.parents):
        if (folder / SHOP_FILE).is_file():
            return folder
    return _could_not_run(_WORDS.say("command.no-shop"))


def _tell(checked: Checked, words: Words) -> None:
    """Every diagnostic, then how many there are, on standard error."""
    for diagnostic in checked.diagnostics:
        _tell_one(diagnostic, words)
    errors = sum(d.severity is Severity.ERROR for d in checked.diagnostics)
    warnings = len(checked.diagnostics) - errors
    if checked.diagnostics:
        count = words.say("command.counted", errors=errors, warnings=warnings)
        click.echo(f"\n{count}", err=True)


def _tell_one(diagnostic: Diagnostic, words: Words) -> None:
    colour = "red" if diagnostic.severity is Severity.ERROR else "yellow"
    severity = words.say(f"command.severity.{diagnostic.severity}")
    line = f"{diagnostic.where}: {click.style(severity, fg=colour)}: "
    line += f"{words.message(diagnostic)} [{diagnostic.code}]"
    if help_ := words.help(diagnostic):
        line += f"\n    {words.say('command.help')}: {help_}"
    click.echo(line, err=True)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal once something takes long; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    # Refreshed here and not by a thread: the build forks, which threads forbid.
    bar = Bar(console=Console(stderr=True), transient=True, auto_refresh=False)
    with bar:
        tasks: dict[str, Any] = {}
        shown = 0.0

        def tell(what: str, done: int, all_: int) -> None:
            nonlocal shown
            if what not in tasks:
                tasks[what] = bar.add_task(_WORDS.say(f"command.doing.{what}"))
            due = time.monotonic() - shown > _REFRESH
            shown = time.monotonic() if due else shown
            bar.update(tasks[what], completed=done, total=all_, refresh=due)

        yield tell


def _could_not_run(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(COULD_NOT_RUN)
