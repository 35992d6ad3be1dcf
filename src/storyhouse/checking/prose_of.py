"""Every Markdown text of the shop that somebody will read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from storyhouse.model.events import Event
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.stories import Page, Story

#: What has Markdown below its front matter.
WithBody = Story | Page | Issue | Event | OpenLetter


def bodies(house: House) -> Iterator[WithBody]:
    """The records with Markdown below their front matter, drafts included."""
    yield from house.written.values()
    yield from house.pages.values()
    yield from house.issues.values()
    yield from house.events.values()
    yield from house.open_letters.values()


def file_of(record: WithBody) -> PurePosixPath:
    """The record's file, from the shop's folder."""
    return PurePosixPath(record.source.path.as_posix())
