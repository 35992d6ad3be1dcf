"""Changes to a YAML text or a front matter, of which nothing else is touched.

A library that keeps comments (ruamel.yaml) was considered: it writes the whole file
anew, and what it does not keep, such as the spaces in a list, its owner finds changed.
Here new text is put between what is there, and then read, to be sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from storyhouse.editing.page import Page
from storyhouse.editing.splicing import splice, whole_key
from storyhouse.editing.wanted import Add, Change, NoRoomError, Put, alike, with_change
from storyhouse.editing.written import Plain
from storyhouse.reading.pointing import named
from storyhouse.reading.unreadable import UnreadableError

__all__ = ["Add", "Change", "Plain", "Put", "changed"]


def changed(text: str, path: Path, changes: Sequence[Change]) -> str:
    """The text with all changes made, one after the other.

    Args:
        text: of a YAML file, or of a Markdown file with front matter.
        path: the file it is, from the shop's folder.
        changes: what to put where.

    Raises:
        UnreadableError: if the text cannot be read, or a change cannot be made without
            changing more than was asked for.
    """
    for change in changes:
        text = _changed(Page.of(text, path), change)
    return text


def _changed(page: Page, change: Change) -> str:
    with suppress(NoRoomError):
        wanted = with_change(page.located.data, change)
        for way in (_least, whole_key):
            with suppress(NoRoomError, UnreadableError):
                text = page.spliced(way(page, change, wanted))
                if _reads_as(text, page, wanted):
                    return text
    source = page.located.source
    where = source.keys.get(change.at) or source.value_at(*change.at)
    raise UnreadableError.at(where, "cannot-edit", key=named(change.at))


def _least(page: Page, change: Change, _: Any) -> Any:
    return splice(page, change)


def _reads_as(text: str, before: Page, wanted: Any) -> bool:
    """Whether the new text says what is wanted, above the same body."""
    after = Page.of(text, before.path)
    body, same = (page.lines[len(page.yaml) :] for page in (before, after))
    return body == same and alike(after.located.data, wanted)
