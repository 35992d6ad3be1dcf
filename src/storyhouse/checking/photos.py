"""A photo of somebody who did not agree to be seen, in the place of another picture.

Rule `consent/scope`: a person's own photo is shown only by `Showing`, but nothing keeps
an owner from using the same file as a story's cover or in its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import normpath

from storyhouse.checking.prose_of import WithBody, file_of
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.leaves import leaves
from storyhouse.model.record import PicturePath
from storyhouse.model.showing import Showing
from storyhouse.places import Location
from storyhouse.prose.beside import gathering_after
from storyhouse.prose.links import find


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Covers, and pictures in Markdown; those of letters need consent for both."""
    on_site = _hidden(house, house.showing())
    shown: list[WithBody] = [*house.stories.values(), *house.pages.values()]
    shown += [*house.gatherings, *house.told_openly]
    for record in shown:
        yield from _shown(record, on_site)
    for issue in house.issues.values():
        in_letter = _hidden(house, house.showing_in(issue))
        yield from _shown(issue, in_letter)
        for index, story in enumerate(house.carried(issue)):
            if story.cover and normpath(story.cover.image) in in_letter:
                at = ("stories", index) if issue.stories else ("since",)
                yield _refused(issue.source.value_at(*at), story.cover.image)
        event = gathering_after(house, issue)
        if event and event.cover and normpath(event.cover.image) in in_letter:
            yield _refused(issue.source.value_at("date"), event.cover.image)


def _hidden(house: House, showing: Showing) -> set[str]:
    """The photos that may not be shown, from `content/`."""
    return {
        normpath(person.photo.opened().image)
        for person in house.people.values()
        if person.photo and not showing.photo(person.id)
    }


def _shown(record: WithBody, hidden: set[str]) -> Iterator[Diagnostic]:
    if not hidden:
        return
    for leaf in leaves(record):
        if leaf.declared is PicturePath and normpath(leaf.value) in hidden:
            yield _refused(record.source.value_at(*leaf.at), leaf.value)
    for link in find(record.body.text):
        path = link.path_from(file_of(record))
        if not link.scheme and path.is_relative_to("content"):
            inside = path.relative_to(PurePosixPath("content"))
            if str(inside) in hidden:
                yield _refused(record.body.locate(link.start), str(inside))


def _refused(where: Location, path: str) -> Diagnostic:
    facts = {"path": f"content/{normpath(path)}"}
    return Diagnostic(
        where=where, code="consent/photo", facts=facts, help="other-picture"
    )
