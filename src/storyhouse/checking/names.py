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

from storyhouse.checking.published import on_site, texts
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.leaves import leaves
from storyhouse.model.people import Person
from storyhouse.model.record import PersonId, PicturePath, Record
from storyhouse.model.showing import Showing
from storyhouse.model.stories import Change, Product, Spotlight, Story
from storyhouse.places import Location, Prose
from storyhouse.prose.beside import gathering_after, open_on
from storyhouse.prose.hidden import hidden_names
from storyhouse.prose.links import find
from storyhouse.prose.names import Met, NameFinder
from storyhouse.prose.plain import first_sentence


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
    """Names that may not be written, how to find them, and why for each person."""

    finder: NameFinder[PersonId]
    house: House
    showing: Showing
    together: NameFinder[PersonId]

    def in_name(self, path: PurePath) -> list[Met[PersonId]]:
        """The names in a file's name, which is an address on the site.

        A hyphen can stand in a name, as in Hae-seong, or between two words of it, or be
        left out.
        """
        stem = unicodedata.normalize("NFC", path.stem).replace("_", " ")
        for name in (stem, stem.replace("-", " ")):
            if met := [*self.together.find(name, small=True)]:
                return met
        return []

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
    finder = hidden_names(showing)
    return _Hidden(finder, house, showing, finder.written_together())


def _named_in(
    record: Record, hidden: _Hidden, showing: Showing, code: str
) -> Iterator[Diagnostic]:
    """Each name in a record's shown texts, and in its file's name."""
    pictures = [*_pictures(record, showing)]
    for where, text in texts(record, showing):
        for met in hidden.finder.find(unicodedata.normalize("NFC", text)):
            place = where(met.start)
            if any(_is_in(place, start, path) for start, path in pictures):
                continue  # no word to write otherwise, but a file to rename
            until = where(met.start + len(met.written))
            yield _named(hidden, met, code, place, until)
    for where_to, met in _in_links(record, hidden):
        yield _named(hidden, met, code, where_to)
    if isinstance(record, Person):
        return  # no page without a name that may be shown, so no address either
    for met in hidden.in_name(record.source.path):
        yield _in_file_name(hidden, met, Location(record.source.path), "page")


def _named(
    hidden: _Hidden,
    met: Met[PersonId],
    code: str,
    where: Location,
    until: Location | None = None,
) -> Diagnostic:
    said, help_, facts = hidden.said_of(met, code)
    return Diagnostic(
        where=where,
        until=until,
        code=said,
        variant="letter" if said == "consent/scope" else "",
        facts=facts,
        help=help_,
    )


def _in_links(
    record: Record, hidden: _Hidden
) -> Iterator[tuple[Location, Met[PersonId]]]:
    """Each name that an address hides: behind percent signs, or with low lines."""
    for leaf in leaves(record):
        if not isinstance(leaf.value, Prose):
            continue
        for link in find(leaf.value.text):
            plain = _composed(unquote(link.written)).replace("_", "-")
            if not link.scheme or plain == link.written:
                continue  # a way to a file of the shop's, or seen as it stands
            seen = {met.who for met in hidden.finder.find(_composed(link.written))}
            for met in hidden.finder.find(plain):
                if met.who not in seen:
                    yield leaf.value.locate(link.start), met


def _in_pictures(
    record: Record, hidden: _Hidden, showing: Showing
) -> Iterator[Diagnostic]:
    """Each name in the name of a picture's file, which is its address on the site."""
    for where, path in _pictures(record, showing):
        for met in hidden.in_name(PurePosixPath(path)):
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


# Letters: their own texts, and what their stories' cards show.


def _in_letter(house: House, issue: Issue) -> Iterator[Diagnostic]:
    showing = house.showing_in(issue)
    hidden = _hidden(house, showing)
    yield from _named_in(issue, hidden, showing, "consent/scope")
    yield from _in_pictures(issue, hidden, showing)
    for story in house.carried(issue):
        where = _where_carried(issue, story)
        yield from _carried(where, story, _on_card(house, story, showing), hidden)
    for record, shown in _beside(house, issue):
        where = issue.source.value_at("date")
        yield from _carried(where, record, shown, hidden)


def _carried(
    where: Location, record: Record, shown: Mapping[str, str], hidden: _Hidden
) -> Iterator[Diagnostic]:
    """Each name in what a letter shows of a record, by its key."""
    for key, text in shown.items():
        found = hidden.finder.find(
            unicodedata.normalize("NFC", text), small=key == "id"
        )
        # Of what stands twice on a card, once is enough to say.
        for met in {met.who: met for met in found}.values():
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


def _on_card(house: House, story: Story, showing: Showing) -> Mapping[str, str]:
    """What a letter shows of a story, by the key it is written under."""
    texts = {
        **_addressed(story.id),
        "title": story.title,
        "summary": story.summary or first_sentence(story.body.text),
        "takeaway": story.takeaway,
    }
    if story.cover:
        texts["cover"] = f"{story.cover.alt}\n{story.cover.caption}"
    match story:
        case Change():
            texts |= {"before": story.before, "after": story.after}
            asks = [house.asks[a] for a in story.answers if a in house.asks]
            said = (showing.words(ask.by[0], ask.words) for ask in asks)
            texts["answers"] = "\n".join(words or "" for words in said)
        case Spotlight():
            words = showing.words(story.customer, story.quote.words)
            texts["quote"] = words or ""
        case Product():
            tasted = (f"{r.question}\n{r.changed}" for r in story.rounds)
            texts |= {"rounds": "\n".join(tasted), "buy": story.buy}
        case _:
            pass
    return texts


def _where_carried(issue: Issue, story: Story) -> Location:
    at = ("stories", issue.stories.index(story.id)) if issue.stories else ("since",)
    return issue.source.value_at(*at)


def _beside(house: House, issue: Issue) -> Iterator[tuple[Record, Mapping[str, str]]]:
    """What a letter shows beside its stories: its lead, and what goes on around."""
    carried = {story.id for story in house.carried(issue)}
    for story in house.changed_since_last(issue):
        if story.id not in carried:
            yield story, {**_addressed(story.id), "title": story.title}
    for letter in open_on(house, issue):
        yield letter, {**_addressed(letter.id), "title": letter.title}
    if event := gathering_after(house, issue):
        shown = {"title": event.title, "where": event.where, "summary": event.summary}
        yield event, {**_addressed(event.id), **shown}
    if issue.neighbours and house.neighbourhood:
        names = "\n".join(neighbour.name for neighbour in house.neighbours)
        yield house.neighbourhood, {"name": names}


def _addressed(id_: str) -> dict[str, str]:
    """An id as an address shows it, where a hyphen may part two names."""
    return {"id": f"{id_} {id_.replace('-', ' ')}"}
