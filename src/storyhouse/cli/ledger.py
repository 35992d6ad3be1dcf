"""What the commands of the ledger share: the shop as it is, and how a no is said."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.shared import (
    HAS_ERRORS,
    WORDS,
    could_not_go_on,
    could_not_run,
    print_pretty,
    shop_folder,
)
from storyhouse.words import Words, words_for

if TYPE_CHECKING:
    from storyhouse.diagnostics import Diagnostic
    from storyhouse.keeping.desk import Desk


@dataclass(frozen=True, slots=True)
class Counter:
    """The shop, read, its words, and how to name it in a command to copy."""

    desk: Desk
    words: Words
    shop: Path | None

    def say(self, key: str, /, **facts: str | int) -> None:
        """A line of the result."""
        click.echo(self.words.say(f"command.ask.{key}", **facts))

    def command(self, *words: str) -> str:
        """A command that is ready to run in this shop."""
        there = ["--shop", str(self.shop)] if self.shop else []
        return shlex.join(["storyhouse", *words, *there])

    def look_again(self, *paths: Path, shown: bool = False) -> Desk:
        """Read once more what was written, and give it; what does not fit ends with 1.

        Words that are shown may name nobody who did not agree to be named.
        """
        from storyhouse.keeping.desk import open_desk  # noqa: PLC0415
        from storyhouse.keeping.naming import named_in  # noqa: PLC0415

        desk = open_desk(self.desk.root, self.desk.today)
        wrong = desk.wrong_in(*paths)
        if wrong := [*wrong, *(named_in(desk, *paths) if shown else ())]:
            print_found(desk.root, self.words.language, wrong)
            raise SystemExit(HAS_ERRORS)
        return desk


#: What is an option, or was meant to be one; "- a: b", "-소금" and "-5" are words.
_OPTION = re.compile(r"--?[A-Za-z][A-Za-z-]*(?:=.*)?|--", re.DOTALL)


class TakesWords(click.Command):
    """A command whose words may begin with a dash, as a list's do."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put such words behind `--`, where click takes them as they are."""
        return super().parse_args(ctx, args if "--" in args else self._parted(args))

    def _parted(self, args: list[str]) -> list[str]:
        valued = {
            name
            for option in self.params
            if isinstance(option, click.Option) and not option.is_flag
            for name in option.opts
        }
        before = ["", *args]
        words = [
            i
            for i, arg in enumerate(args)
            if arg[:1] == "-" and not _OPTION.fullmatch(arg) and before[i] not in valued
        ]
        others = [arg for i, arg in enumerate(args) if i not in words]
        return [*others, "--", *(args[i] for i in words)] if words else args


@contextmanager
def counter(
    shop: Path | None, today: dt.date | None, *, writes: bool = True
) -> Iterator[Counter]:
    """Stand at the shop's counter: what goes wrong is said in the owner's language.

    Who writes stands there alone, so that what was read still holds.
    """
    from storyhouse.editing.files import InUseError, alone  # noqa: PLC0415
    from storyhouse.keeping.desk import open_desk  # noqa: PLC0415
    from storyhouse.keeping.refused import RefusedError  # noqa: PLC0415
    from storyhouse.reading.unreadable import UnreadableError  # noqa: PLC0415

    root, words = shop_folder(shop), WORDS
    try:
        with alone(root) if writes else nullcontext():
            desk = open_desk(root, today)
            words = words_for(desk.language)
            yield Counter(desk, words, shop)
    except RefusedError as refused:
        said = [words.say(f"command.ask.refused.{refused.code}", **refused.facts)]
        if refused.help:
            help_ = f"messages.any.help.{refused.help}"
            said.append(words.say(help_, **refused.facts))
        could_not_run(" ".join(said))
    except UnreadableError as unreadable:
        print_found(root, words.language, unreadable.diagnostics)
        raise SystemExit(HAS_ERRORS) from None
    except InUseError:
        could_not_run(words.say("command.ask.in-use"))
    except OSError as error:
        could_not_go_on(words, "command.cannot-write", error)


def print_found(root: Path, language: str, found: Sequence[Diagnostic]) -> None:
    """Findings about single files, on standard error."""
    from storyhouse.telling.told import Told  # noqa: PLC0415

    print_pretty(Told(root=root, language=language, findings=[*found]))
