"""What the commands about letters and subscribers share: how a no is said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from storyhouse.cli.shared import (
    COULD_NOT_RUN,
    DONE,
    HAS_ERRORS,
    SHOP_FILE,
    WORDS,
    could_not_go_on,
    could_not_run,
    print_pretty,
    told_of,
)
from storyhouse.words import LANGUAGES, Words, words_for

if TYPE_CHECKING:
    from storyhouse.diagnostics import Diagnostic
    from storyhouse.sending.opening import Opened

_LANGUAGE = re.compile(r"(?m)^language:\s*[\"']?(\w+)")
_TIMEZONE = re.compile(r"(?m)^timezone:\s*[\"']?([\w+/-]+)")


def spoken_in(root: Path) -> str:
    """The shop's language, from its file as it stands; the owner's where it is none."""
    written = _written(root, _LANGUAGE)
    return written if written in LANGUAGES else WORDS.language


def zone_of(root: Path) -> dt.tzinfo:
    """The shop's timezone, from its file as it stands; UTC where it is none."""
    with suppress(ValueError, LookupError, OSError):
        return ZoneInfo(_written(root, _TIMEZONE))
    return dt.UTC


def _written(root: Path, key: re.Pattern[str]) -> str:
    """What the shop's file says under a key; the rest of it may be broken."""
    with suppress(OSError):
        text = (root / SHOP_FILE).read_bytes().decode("utf-8", "replace")
        if found := key.search(text):
            return found[1]
    return ""


def hold_back(root: Path, words: Words) -> int:
    """Keep from those who said no what waits for them; how the command ends.

    Every no of the list, and not only the new ones: the ledger may have been away when
    an earlier one came.
    """
    from storyhouse.refusing import RefusedError  # noqa: PLC0415
    from storyhouse.sending.ledgers import withdraw  # noqa: PLC0415
    from storyhouse.subscribing.suppressed import suppressed  # noqa: PLC0415

    try:
        withdraw(root, suppressed(root))
    except RefusedError as refused:
        why = words.say(refused.key, **refused.facts)
        click.echo(words.say("mailing.not-held-back", why=why), err=True)
        return COULD_NOT_RUN
    return DONE


def _with_letters(opened: Opened) -> list[Diagnostic]:
    """All that is wrong with the shop, and with a letter that can be read even so."""
    from storyhouse import preflight  # noqa: PLC0415
    from storyhouse.diagnostics import in_order  # noqa: PLC0415
    from storyhouse.subscribing.list import SubscriberList  # noqa: PLC0415

    root, list_ = opened.root, SubscriberList(opened.root)
    looked = preflight.check(root, opened.house, opened.issue, opened.letter, list_)
    return in_order([*opened.found, *preflight.not_said(looked, opened.found)])


@contextmanager
def told(root: Path, language: str = "") -> Iterator[Words]:
    """Say in the owner's language what keeps a command from running, and leave."""
    import sqlite3  # noqa: PLC0415

    from storyhouse.editing.files import InUseError  # noqa: PLC0415
    from storyhouse.refusing import RefusedError  # noqa: PLC0415
    from storyhouse.sending.opening import NotCheckedError  # noqa: PLC0415

    words = words_for(language or spoken_in(root))
    try:
        yield words
    except RefusedError as refused:
        said = [words.say(refused.key, **refused.facts)]
        if refused.help:
            said.append(words.say(f"messages.any.help.{refused.help}", **refused.facts))
        could_not_run(" ".join(said))
    except NotCheckedError as error:
        checked = error.checked
        if error.opened is not None:  # what is wrong with the letter, in the same round
            with suppress(RefusedError, OSError):
                checked = replace(checked, diagnostics=_with_letters(error.opened))
        print_pretty(told_of(root, checked))
        click.echo(words_for(checked.language).say("mailing.not-checked"), err=True)
        raise SystemExit(HAS_ERRORS) from None
    except InUseError:
        could_not_run(words.say("command.ask.in-use"))
    except sqlite3.DatabaseError as error:
        could_not_run(words.say("mailing.damaged", reason=str(error)))
    except OSError as error:
        could_not_go_on(words, "mailing.cannot-go-on", error)
