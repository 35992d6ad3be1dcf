"""Does any text name somebody who did not agree to be named there?

Rule `person/leftover` and `consent/scope` of the value rules, for names.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from storyhouse.checking.published import on_site, texts
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.people import Person
from storyhouse.model.record import PersonId, Record
from storyhouse.model.showing import Showing
from storyhouse.model.stories import Change, Product, Spotlight, Story
from storyhouse.places import Location
from storyhouse.prose.beside import gathering_after, open_on
from storyhouse.prose.hidden import hidden_names
from storyhouse.prose.names import Met, NameFinder
from storyhouse.prose.plain import first_sentence


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Every text that a page or a letter shows."""
    showing = house.showing()
    hidden = _hidden(house, showing)
    for record in on_site(house):
        yield from _named_in(record, hidden, showing, "person/leftover")
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
    for where, text in texts(record, showing):
        for met in hidden.finder.find(unicodedata.normalize("NFC", text)):
            said, help_, facts = hidden.said_of(met, code)
            yield Diagnostic(
                where=where(met.start),
                until=where(met.start + len(met.written)),
                code=said,
                variant="letter" if said == "consent/scope" else "",
                facts=facts,
                help=help_,
            )
    if isinstance(record, Person):
        return  # no page without a name that may be shown, so no address either
    # A hyphen can stand in a name, as in Hae-seong, or between two words of it.
    stem = unicodedata.normalize("NFC", record.source.path.stem)
    apart = stem.replace("-", " ")
    finder = hidden.finder
    for met in [*finder.find(stem, small=True)] or finder.find(apart, small=True):
        yield Diagnostic(
            where=Location(record.source.path),
            code="named-in-file-name",
            facts={"written": _in_one_line(met)},
        )


def _in_one_line(met: Met[PersonId]) -> str:
    return " ".join(met.written.split())


# Letters: their own texts, and what their stories' cards show.


def _in_letter(house: House, issue: Issue) -> Iterator[Diagnostic]:
    showing = house.showing_in(issue)
    hidden = _hidden(house, showing)
    yield from _named_in(issue, hidden, showing, "consent/scope")
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
