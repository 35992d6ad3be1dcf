"""Does any text name somebody who did not agree to be named there?

Rule `person/leftover` and `consent/scope` of the value rules, for names.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath
from urllib.parse import unquote

from storyhouse.checking.carried import ADDRESSES, carried
from storyhouse.checking.published import on_site, shown_texts
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.leaves import leaves
from storyhouse.model.people import Part, Person, Role
from storyhouse.model.record import PersonId, PicturePath, Record
from storyhouse.model.showing import Showing
from storyhouse.places import Location, Prose
from storyhouse.prose.hidden import HiddenNames, hidden_names
from storyhouse.prose.links import find
from storyhouse.prose.names import Met


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Every text that a page or a letter shows."""
    showing = house.showing()
    hidden = _hidden(house, showing)
    for record in on_site(house):
        yield from _named_in(record, hidden, showing, "person/leftover")
        yield from _in_pictures(record, hidden, showing)
    for issue in house.issues.values():
        yield from _in_letter(house, issue)


#: Korean law gives so many days to honour a withdrawal.
_TO_TAKE_OUT = dt.timedelta(days=10)


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Names that may not be written, and why for each person."""

    names: HiddenNames
    house: House
    showing: Showing

    def said_of(self, met: Met[PersonId], code: str) -> tuple[str, str, dict[str, str]]:
        """The code, the help and the facts for a name that was met."""
        person = self.house.people[met.who]
        facts = {"written": _in_one_line(met), "person": met.who}
        if name := self.showing.name(met.who):
            return "person/full-name", "say-shown", {**facts, "shown": name}
        if person.withdrawn and person.withdrawn <= self.showing.day:
            due = person.withdrawn + _TO_TAKE_OUT
            return "consent/withdrawn", "say-no-name", {**facts, "due": str(due)}
        return code, "say-customer", facts


def _hidden(house: House, showing: Showing) -> _Hidden:
    return _Hidden(hidden_names(showing), house, showing)


def _named_in(
    record: Record, hidden: _Hidden, showing: Showing, code: str
) -> Iterator[Diagnostic]:
    """Each name in a record's shown texts, and in its file's name."""
    pictures = [*_pictures(record, showing)]
    for shown in shown_texts(record, showing):
        for start, end, met in hidden.names.in_text(
            shown.text, markdown=shown.markdown
        ):
            if _is_own(met, shown.text, record):
                continue
            place = shown.where(start)
            if any(_is_in(place, begins, path) for begins, path in pictures):
                continue  # no word to write otherwise, but a file to rename
            said, help_, facts = hidden.said_of(met, code)
            yield Diagnostic(
                where=place,
                until=shown.where(end),
                code=said,
                variant="letter" if said == "consent/scope" else "",
                facts=facts,
                help=help_,
            )
    if isinstance(record, Person) and not _has_page(record, showing):
        return
    for met in hidden.names.in_file(PurePath(record.source.path.name)):
        yield _in_file_name(hidden, met, Location(record.source.path), "page")


def _is_own(met: Met[PersonId], text: str, record: Record) -> bool:
    """Whether it is in what somebody is shown as, which is theirs to choose."""
    if not isinstance(record, Person) or met.who != record.id:
        return False
    return text == record.shown_as.opened()


def _has_page(person: Person, showing: Showing) -> bool:
    """Whether the file's name becomes an address; a maker's is their own to give."""
    return person.role is not Role.MAKER and showing.allows(person.id, Part.NAME)


def _in_pictures(
    record: Record, hidden: _Hidden, showing: Showing
) -> Iterator[Diagnostic]:
    """Each name in the name of a picture's file, which is its address on the site."""
    for where, path in _pictures(record, showing):
        for met in hidden.names.in_file(PurePosixPath(path)):
            yield _in_file_name(hidden, met, where, "picture", path=path)


def _in_file_name(
    hidden: _Hidden, met: Met[PersonId], where: Location, of: str, **facts: str
) -> Diagnostic:
    """Of somebody who is shown by another name it says which one."""
    _, _, known = hidden.said_of(met, "")
    return Diagnostic(
        where=where,
        code="named-in-file-name",
        variant=f"{of}-shown" if "shown" in known else of,
        facts={**known, **facts},
        help="rename",
    )


def _pictures(record: Record, showing: Showing) -> Iterator[tuple[Location, str]]:
    """The pictures that a record shows: in its fields, its text, or of a person."""
    if isinstance(record, Person):
        if photo := showing.photo(record.id):
            yield record.source.value_at("photo", "image"), _composed(photo.image)
        return
    for leaf in leaves(record):
        if leaf.declared is PicturePath:
            yield record.source.value_at(*leaf.at), _composed(leaf.value)
        elif isinstance(leaf.value, Prose):
            links = find(leaf.value.text)
            for link in (k for k in links if k.picture and not k.scheme):
                yield leaf.value.locate(link.start), _composed(unquote(link.written))


def _is_in(place: Location, start: Location, path: str) -> bool:
    """Whether a place is inside a path that starts at another."""
    along = place.column - start.column
    same = (place.path, place.line) == (start.path, start.line)
    return same and 0 <= along < len(path)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _in_one_line(met: Met[PersonId]) -> str:
    return " ".join(met.written.split())


# Letters: their own texts, and what they show of other records.


def _in_letter(house: House, issue: Issue) -> Iterator[Diagnostic]:
    showing = house.showing_in(issue)
    hidden = _hidden(house, showing)
    yield from _named_in(issue, hidden, showing, "consent/scope")
    yield from _in_pictures(issue, hidden, showing)
    for where, record, shown in carried(house, issue):
        yield from _carried(where, record, shown, hidden)


def _carried(
    where: Location, record: Record, shown: Mapping[str, str], hidden: _Hidden
) -> Iterator[Diagnostic]:
    """Each name in what a letter shows of a record, by its key."""
    for key, text in shown.items():
        # Of what stands twice on a card, once is enough to say.
        for met in {met.who: met for met in _met(key, text, hidden)}.values():
            yield Diagnostic(
                where=where,
                code="consent/carried",
                facts={
                    "story": str(record.source.path),
                    "key": f"`{key}`",
                    "written": _in_one_line(met),
                },
                help="say-customer",
            )


def _met(key: str, text: str, hidden: _Hidden) -> list[Met[PersonId]]:
    if key in ADDRESSES:
        return hidden.names.in_file(PurePosixPath(text))
    return [met for _, _, met in hidden.names.in_text(text)]
