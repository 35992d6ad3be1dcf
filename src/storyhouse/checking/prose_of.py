"""Every Markdown text of the shop that somebody will read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.stories import Page, Story


def bodies(house: House) -> Iterator[Story | Page | Issue]:
    """The records with Markdown below their front matter, drafts included."""
    yield from house.written.values()
    yield from house.pages.values()
    yield from house.issues.values()


def file_of(record: Story | Page | Issue) -> PurePosixPath:
    """The record's file, from the shop's folder."""
    return PurePosixPath(record.source.path.as_posix())
