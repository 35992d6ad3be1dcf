"""Which pictures letters show: the site holds a copy of each for mail programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.prose.links import find


def in_letters(house: House) -> set[PurePosixPath]:
    """From `content/`; those of drafts wait with them."""
    return {
        PurePosixPath(picture)
        for issue in house.issues.values()
        if house.drafts or not issue.is_draft
        for picture in _of_issue(house, issue)
    }


def _of_issue(house: House, issue: Issue) -> Iterator[PurePosixPath | str]:
    yield from (story.cover.image for story in house.carried(issue) if story.cover)
    author = house.author_of(issue)
    if photo := house.showing_in(issue).photo(author):
        yield photo.image
    file = PurePosixPath(issue.source.path.as_posix())
    for link in find(issue.body.text):
        path = link.path_from(file)
        picture = path.parts[0] == "content" and path.suffix not in {".md", ".yml"}
        if not link.scheme and picture and (house.folder / path).is_file():
            yield path.relative_to("content")
