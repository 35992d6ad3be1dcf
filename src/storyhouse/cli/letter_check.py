"""`storyhouse letter check`: a last look at a letter before it goes to everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.check import exit_code, form_options, print_told
from storyhouse.cli.mailing import told as saying_no
from storyhouse.cli.shared import (
    flag,
    help_of,
    shop_folder,
    shop_option,
    today_option,
)
from storyhouse.words import Words, words_for

if TYPE_CHECKING:
    from storyhouse.diagnostics import Diagnostic
    from storyhouse.preflight import LookedAt
    from storyhouse.sending.opening import Opened


@click.command(help=help_of("letter.check"))
@click.argument("issue", metavar="ISSUE")
@shop_option
@today_option
@form_options
@flag("no-spam-filter")
def check(  # noqa: PLR0913 (an option each)
    issue: str,
    shop: Path | None,
    today: dt.date | None,
    form: str,
    fail_on: str,
    *,
    suggestions: bool,
    no_spam_filter: bool,
) -> None:
    """Say what is wrong with one letter, and what it is like."""
    from storyhouse.preflight import look_at  # noqa: PLC0415
    from storyhouse.sending.opening import open_issue  # noqa: PLC0415
    from storyhouse.subscribing.list import SubscriberList  # noqa: PLC0415
    from storyhouse.telling.told import Told, shown  # noqa: PLC0415

    root = shop_folder(shop)
    with saying_no(root):
        opened = open_issue(root, issue, today)
        looked = look_at(
            root,
            opened.house,
            opened.issue,
            opened.letter,
            SubscriberList(root),
            spam_filter=not no_spam_filter,
        )
    found = _together(opened, looked.found)
    asked = suggestions or fail_on == "suggestion"
    listed = shown(found, suggestions=asked)
    language = opened.house.shop.language
    told = Told(
        root,
        language,
        listed,
        quiet=len(found) - len(listed),
        command=f"storyhouse letter check {opened.issue.id}",
    )
    if form == "pretty":
        words = words_for(language)
        for line in [*_summary(looked, words), *_score(looked, words, no_spam_filter)]:
            click.echo(line)
    print_told(told, form)
    raise SystemExit(exit_code(told, fail_on))


def _together(opened: Opened, looked: list[Diagnostic]) -> list[Diagnostic]:
    """What `check` says of the issue's file, too; nothing twice."""
    from storyhouse.diagnostics import in_order  # noqa: PLC0415
    from storyhouse.preflight import not_said  # noqa: PLC0415

    of_issue = [f for f in opened.found if f.where.path == opened.issue.source.path]
    return in_order([*of_issue, *not_said(looked, of_issue)])


def _summary(looked: LookedAt, words: Words) -> Iterator[str]:
    """The letter in a few lines."""
    from storyhouse.letters.limits import CLIPPED_AT  # noqa: PLC0415

    def say(key: str, **facts: str | int) -> str:
        return words.say(f"letter_check.{key}", **facts)

    yield say("subject", subject=looked.subject)
    yield say("size", size=looked.size, most=CLIPPED_AT, words=looked.words)
    if looked.fields:
        yield say("fields", fields=", ".join(looked.fields))
    if looked.listed:
        yield say("readers", people=looked.recipients)
    else:
        yield say("no-list")


def _score(looked: LookedAt, words: Words, left_out: bool) -> Iterator[str]:  # noqa: FBT001
    """What the spam filter says, or that there is none."""
    from storyhouse.preflight.spam import REFUSED  # noqa: PLC0415

    if looked.score is not None:
        points, most = f"{looked.score.points:z.1f}", f"{REFUSED:g}"
        yield words.say("letter_check.score", score=points, most=most)
    elif not left_out:
        yield words.say("letter_check.no-spam-filter")
