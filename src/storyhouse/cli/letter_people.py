"""`storyhouse letter preview ISSUE --people`: all personal parts, before sending."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.words import Words, words_for

if TYPE_CHECKING:
    from storyhouse.sending.opening import Opened
    from storyhouse.sending.recipients import Recipient


def print_people(root: Path, opened: Opened) -> None:
    """For each subscriber who gets one: who they are, and their part as they read it.

    The owner may see the addresses: they are the list's. Nothing is written anywhere.
    """
    words = words_for(opened.house.shop.language)
    for line in people(root, opened, words):
        click.echo(line)


def people(root: Path, opened: Opened, words: Words) -> Iterator[str]:
    """The lines, and at last how many get nothing of their own, or no letter."""
    from storyhouse.letters.personal import own_part, tells  # noqa: PLC0415
    from storyhouse.sending.recipients import Report, recipients  # noqa: PLC0415
    from storyhouse.subscribing.list import SubscriberList  # noqa: PLC0415

    if not tells(opened.letter):
        yield words.say("letter_people.nothing")
    report, own, none = Report(), 0, 0
    readers = recipients(
        root, opened.house, opened.issue, opened.letter, SubscriberList(root), report
    )
    for reader in readers:
        if part := own_part(opened.letter, reader.parts):
            own += 1
            yield _heading(reader, words)
            yield f"\n{_indented(part)}\n"
        else:
            none += 1
    yield words.say("letter_people.sum", own=own, none=none)
    for why, count in sorted(report.left_out.items()):
        yield words.say(f"letter_people.left.{why}", count=count)


def _heading(reader: Recipient, words: Words) -> str:
    name = reader.values.get("name") or reader.values.get("first_name", "")
    who = words.say("letter_people.who", name=name, address=reader.address)
    return _plain(who if name else reader.address)


def _plain(text: str) -> str:
    """A list may hold what moves a terminal's cursor."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def _indented(text: str) -> str:
    lines = (f"    {_plain(line)}".rstrip() for line in text.strip().split("\n"))
    return "\n".join(lines)
