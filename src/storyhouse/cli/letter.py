"""`storyhouse letter`: look at an issue, test it, send it, hand it over."""

from __future__ import annotations

import click

from storyhouse.cli import (
    letter_check,
    letter_export,
    letter_preview,
    letter_sending,
    letter_settling,
)
from storyhouse.cli.letter_work import work
from storyhouse.cli.shared import help_of


@click.group(help=help_of("letter"))
def letter() -> None:
    """The commands about one letter."""


letter.add_command(letter_check.check)
letter_export.add_to(letter)
letter_preview.add_to(letter)
letter_sending.add_to(letter)
letter_settling.add_to(letter)
letter.add_command(work)
