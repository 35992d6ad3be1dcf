"""`storyhouse letter`: look at an issue, test it, send it, hand it over."""

from __future__ import annotations

import click

from storyhouse.cli import letter_export
from storyhouse.cli.shared import help_of


@click.group(help=help_of("letter"))
def letter() -> None:
    """The commands about one letter."""


letter_export.add_to(letter)
