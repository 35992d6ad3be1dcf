"""What the commands share: options, the shop's folder, a bar, how findings are said."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from storyhouse.cli.click_words import speak
from storyhouse.words import LANGUAGES, Words, words_for

if TYPE_CHECKING:
    from storyhouse.building import Checked, Progress
    from storyhouse.telling.told import Told

#: Exit codes: done; the content has errors; it could not run.
DONE, HAS_ERRORS, COULD_NOT_RUN = 0, 1, 2
SHOP_FILE = Path("content/shop.yml")
_REFRESH = 0.1  # seconds between two pictures of the bar


def owner_language() -> str:
    """The language of the owner's system, for what is said before a shop is read.

    As gettext has it: the first variable that says anything, which may be several
    languages (`LANGUAGE=ko:en`).
    """
    named = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next(filter(None, map(os.environ.get, named)), "en")
    spoken = (language[:2] for language in wanted.split(":"))
    return next((s for s in spoken if s in LANGUAGES), "en")


WORDS = words_for(owner_language())
speak(WORDS.language)


def help_of(command: str) -> str:
    """A command's help, with its example as it is written."""
    example = WORDS.say(f"command.{command}.example")
    return f"{WORDS.say(f'command.{command}.about')}\n\n\b\n{example}"


class Day(click.ParamType):  # type: ignore[type-arg]  # click 8.2 knows none
    """A day, such as 2026-03-14."""

    name = "DATE"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.date:
        """Take what was written, or say that it is no day."""
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(WORDS.say("command.wrong-day", written=str(value)), param, ctx)


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def flag(name: str) -> Decorator:
    """An option that is there or not."""
    return click.option(
        f"--{name}", is_flag=True, help=WORDS.say(f"command.options.{name}")
    )


def shop_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--shop DIR`."""
    return click.option(
        "--shop",
        metavar="PATH",
        type=click.Path(path_type=Path),
        help=WORDS.say("command.options.shop"),
    )(command)


def today_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--today DATE`."""
    return click.option("--today", type=Day(), help=WORDS.say("command.options.today"))(
        command
    )


def could_not_run(reason: str) -> NoReturn:
    """Say why, and leave."""
    click.echo(reason, err=True)
    raise SystemExit(COULD_NOT_RUN)


def could_not_go_on(words: Words, key: str, error: OSError) -> NoReturn:
    """Say what the system refused, and leave; quietly where nobody reads on.

    Raises:
        BrokenPipeError: for click, which ends the command without a word.
    """
    if isinstance(error, BrokenPipeError):
        raise error
    could_not_run(words.say(key, reason=str(error)))


def shop_folder(given: Path | None) -> Path:
    """The folder named, or the nearest one above here with a shop in it."""
    if given is not None:
        if (given / SHOP_FILE).is_file():
            return given.resolve()
        could_not_run(WORDS.say("command.no-shop-there", folder=str(given)))
    return nearest_shop() or could_not_run(WORDS.say("command.no-shop"))


def nearest_shop() -> Path | None:
    """The nearest folder from here upwards with a shop in it."""
    here = Path.cwd()
    shops = (f for f in (here, *here.parents) if (f / SHOP_FILE).is_file())
    return next(shops, None)


def near(path: Path) -> Path:
    """The path from here, if it is below."""
    here = Path.cwd()
    absolute = path.absolute()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else absolute


def told_of(
    root: Path,
    checked: Checked,
    only: tuple[Path, ...] = (),
    given: Mapping[Path, bytes] | None = None,
    *,
    suggestions: bool = False,
) -> Told:
    """What there is to tell of a check; of some files only, if any are named."""
    from storyhouse.telling.told import Told, shown  # noqa: PLC0415

    found = checked.diagnostics
    if only:
        found = [d for d in found if any(d.where.path.is_relative_to(o) for o in only)]
    listed = shown(found, suggestions=suggestions)
    held, fixed = 0, {}
    if (judge := checked.judge) and not only:
        held = sum(sum(rules.values()) for rules in judge.held.values())
        fixed = judge.fixed
    return Told(
        root=root,
        language=checked.language,
        findings=listed,
        held=held,
        fixed=fixed,
        quiet=len(found) - len(listed),
        given=given or {},
    )


def print_pretty(told: Told) -> None:
    """Every finding, then how many there are, on standard error."""
    from storyhouse.telling import pretty  # noqa: PLC0415

    def paint(text: str, colour: str) -> str:
        return click.style(text, fg=colour)

    for text in pretty.findings(told, paint):
        click.echo(text, err=True)
    if closing := [*pretty.closing(told, words_for(told.language))]:
        lines = "\n".join(closing)
        click.echo(f"\n{lines}" if told.findings else lines, err=True)


def print_reports(checked: Checked, only: tuple[Path, ...] = ()) -> None:
    """What the newest letter gives, or each letter named: no grade, a plain line."""
    from storyhouse.reporting.issues import terminal  # noqa: PLC0415

    house = checked.house  # with errors, they come first
    issues = sorted(house.issues.values(), key=lambda i: i.date) if house else []
    if only:
        issues = [i for i in issues if i.source.path in only]
    for issue in issues if only else issues[-1:]:
        click.echo("\n".join(terminal(house, issue)))  # type: ignore[arg-type]


@contextmanager
def progress() -> Iterator[Progress]:
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
                tasks[what] = bar.add_task(WORDS.say(f"command.doing.{what}"))
            due = time.monotonic() - shown > _REFRESH
            shown = time.monotonic() if due else shown
            bar.update(tasks[what], completed=done, total=all_ or None, refresh=due)

        yield tell
