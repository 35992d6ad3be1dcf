"""`storyhouse ask import`: the asks of a table."""

from __future__ import annotations

import click


def add_to(group: click.Group) -> None:
    """Make it part of `storyhouse ask`."""
