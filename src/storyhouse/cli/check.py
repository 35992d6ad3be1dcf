"""`storyhouse check`: what is wrong, in whichever form it is read."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from storyhouse.cli.shared import (
    DONE,
    HAS_ERRORS,
    WORDS,
    could_not_run,
    flag,
    help_of,
    print_pretty,
    print_reports,
    progress,
    shop_folder,
    shop_option,
    today_option,
    told_of,
)
from storyhouse.diagnostics import Severity
from storyhouse.places import leads_out
from storyhouse.words import words_for

if TYPE_CHECKING:
    from storyhouse.building import Checked
    from storyhouse.telling.told import Told

_FORMATS = ("pretty", "json", "github", "sarif")


def form_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--format`, `--fail-on` and `--suggestions`: how findings are told."""
    form = click.option(
        "--format",
        "form",
        type=click.Choice(_FORMATS),
        default="pretty",
        show_default=True,
        help=WORDS.say("command.options.format"),
    )
    fail_on = click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "suggestion", "never"]),
        default="error",
        show_default=True,
        help=WORDS.say("command.options.fail-on"),
    )
    return form(fail_on(flag("suggestions")(command)))


@click.command(help=help_of("check"))
@click.argument(
    "files", metavar="[FILES]...", nargs=-1, type=click.Path(path_type=Path)
)
@shop_option
@today_option
@flag("drafts")
@form_options
@flag("stdin")
@click.option(
    "--path",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help=WORDS.say("command.options.path"),
)
@flag("write-baseline")
@flag("test-rules")
@flag("fix")
@flag("yes")
def check(  # noqa: PLR0913, PLR0917 (an option each)
    files: tuple[Path, ...],
    shop: Path | None,
    today: dt.date | None,
    form: str,
    fail_on: str,
    path: Path | None,
    *,
    drafts: bool,
    suggestions: bool,
    stdin: bool,
    write_baseline: bool,
    test_rules: bool,
    fix: bool,
    yes: bool,
) -> None:
    """Say what is wrong, and write nothing unless told to."""
    from storyhouse.building import check_shop  # noqa: PLC0415

    root = shop_folder(shop)
    if stdin is not (path is not None):
        could_not_run(WORDS.say("command.check.stdin-path"))
    if stdin and (fix or write_baseline):
        could_not_run(WORDS.say("command.check.stdin-writes"))
    only = tuple(_in_shop(root, name) for name in files)
    if path is not None:
        only = (_in_shop(root, path, new=True),)
    if test_rules:
        raise SystemExit(_test_rules(root))
    if fix:
        raise SystemExit(_fix(root, only, yes=yes))
    given = {only[0]: sys.stdin.buffer.read()} if stdin else {}
    with progress() as tell:
        checked = check_shop(root, today, drafts=drafts, given=given, progress=tell)
    if write_baseline:
        raise SystemExit(_write_baseline(root, checked))
    asked = suggestions or fail_on == "suggestion"
    told = told_of(root, checked, only, given, suggestions=asked)
    print_told(told, form)
    if form == "pretty":
        print_reports(checked, only)
        _say_of_list(root, told.language, only)
    raise SystemExit(exit_code(told, fail_on))


def _say_of_list(root: Path, language: str, only: tuple[Path, ...]) -> None:
    """Whether the list of subscribers can be used, if there is one; no word of it."""
    from storyhouse.subscribing.list import SubscriberList  # noqa: PLC0415
    from storyhouse.subscribing.places import SUBSCRIBERS  # noqa: PLC0415

    there = (root / SUBSCRIBERS).is_file() and not leads_out(root, root / SUBSCRIBERS)
    if only or not there:
        return
    read, say = SubscriberList(root), words_for(language).say
    path = SUBSCRIBERS.as_posix()
    try:
        for _ in read:
            pass
    except OSError:
        click.echo(say("command.check.list-unread", path=path), err=True)
        return
    if read.wrong:
        first = min(found.where.line for found in read.found)
        wrong = read.wrong
        click.echo(
            say("command.check.list", path=path, line=first, wrong=wrong), err=True
        )


def print_told(told: Told, form: str) -> None:
    """The result, on standard output; what a person reads, on standard error."""
    from storyhouse.telling import as_json, github, sarif  # noqa: PLC0415

    below = _below_repository(told.root)
    match form:
        case "json":
            click.echo(as_json.as_json(told))
        case "sarif":
            click.echo(sarif.as_sarif(told, below))
        case "github":
            for line in github.lines(told, below):
                click.echo(line)
        case _:
            print_pretty(told)
            if not told.findings:
                click.echo(words_for(told.language).say("command.check.good"))


def _below_repository(root: Path) -> PurePosixPath:
    """The way to the shop from its repository or, if there is none, from here."""
    above = (root, *root.parents)
    top = next((f for f in above if (f / ".git").exists()), Path.cwd())
    inside = root.is_relative_to(top)
    return PurePosixPath(root.relative_to(top).as_posix() if inside else ".")


def exit_code(told: Told, fail_on: str) -> int:
    """How a check ends: by the gravest finding."""
    if fail_on == "never":
        return DONE
    gravest = min((f.severity.rank for f in told.findings), default=99)
    return HAS_ERRORS if gravest <= Severity(fail_on).rank else DONE


def _in_shop(root: Path, name: Path, *, new: bool = False) -> Path:
    """A file or folder as it stands in the shop, named from here or from the shop.

    A `new` file need not be there yet, but its folder.
    """
    for path in (Path.cwd() / name, root / name):
        lexical = Path(os.path.normpath(path))
        # The folder as it really is, for the shop's is; a link itself is no other file.
        whole = lexical.parent.resolve() / lexical.name
        if not whole.is_relative_to(root):
            continue
        if whole.exists() or (new and whole.parent.is_dir()):
            return whole.relative_to(root)
    return could_not_run(WORDS.say("command.check.no-file", path=str(name)))


def _test_rules(root: Path) -> int:
    """Run the tests of all rule packs, the shop's own included."""
    from storyhouse.building import test_packs  # noqa: PLC0415
    from storyhouse.telling.told import Told  # noqa: PLC0415

    tested = test_packs(root)
    print_pretty(Told(root, tested.language, tested.diagnostics))
    if tested.diagnostics:
        return HAS_ERRORS
    words = words_for(tested.language)
    said = words.say("command.check.tested", tests=tested.tests, packs=tested.packs)
    click.echo(said)
    return DONE


def _write_baseline(root: Path, checked: Checked) -> int:
    """Take what is wrong now for known."""
    from storyhouse.building import write_baseline  # noqa: PLC0415

    if checked.judge is None:
        print_pretty(told_of(root, checked))
        return HAS_ERRORS
    path, count = write_baseline(root, checked)
    words = words_for(checked.language)
    click.echo(words.say("command.check.baseline", path=str(path), findings=count))
    return DONE


def _fix(root: Path, only: tuple[Path, ...], *, yes: bool) -> int:
    """Show what would be mended, and mend it when the owner says yes."""
    from storyhouse import mending  # noqa: PLC0415

    better = [*mending.find(root, only)]
    for mended in better:
        click.echo(mended.difference)
    if not better:
        click.echo(WORDS.say("command.check.nothing-to-fix"))
        return DONE
    if not yes and sys.stdin.isatty():
        yes = click.confirm(WORDS.say("command.check.fix", files=len(better)))
    if not yes:
        click.echo(WORDS.say("command.check.not-fixed"), err=True)
        return DONE
    for mended in better:
        mending.write(root, mended.path, mended.data)
    click.echo(WORDS.say("command.check.fixed", files=len(better)))
    return DONE
