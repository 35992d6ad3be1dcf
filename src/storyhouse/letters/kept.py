"""What a letter must still say when a theme is done with it.

Rules `credit/lost` and, for letters, `comp/undisclosed`: looked for in the finished
HTML, so that no template can leave them out unseen.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic, Facts
from storyhouse.letters.blocks import Card, Sheet
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.stories import Story
from storyhouse.prose.beside import askers
from storyhouse.prose.plain import words_of


def check(house: House, issue: Issue, sheet: Sheet, html: str) -> Iterator[Diagnostic]:
    """Everybody whom the stories credit, and what customers got, before the story."""
    told = [*zip(sheet.cards, house.carried(issue), strict=True)]
    if not (sheet.lead or any(c.notice or s.credited for c, s in told)):
        return
    text = words_of(html)
    of_cards = [*_lost_in_cards(house, issue, told, text)]
    said = {(d.facts.get("name"), d.facts["story"]) for d in of_cards}
    yield from of_cards
    for lost in _lost_in_lead(house, issue, sheet, text):
        if (lost.facts["name"], lost.facts["story"]) not in said:
            yield lost


def _lost_in_cards(
    house: House, issue: Issue, told: list[tuple[Card, Story]], text: str
) -> Iterator[Diagnostic]:
    for index, (card, story) in enumerate(told):
        at = ("stories", index) if issue.stories else ("since",)
        where = issue.source.value_at(*at)
        found = [*_credits(house, issue, story, text)]
        if card.notice and not _is_said_first(card, text):
            found.append(("comp/undisclosed", {"story": str(story.source.path)}))
        for code, facts in found:
            yield Diagnostic(
                where=where,
                code=code,
                variant="letter" if code == "comp/undisclosed" else "",
                facts=facts,
                language=house.language_of(issue),
            )


def _lost_in_lead(
    house: House, issue: Issue, sheet: Sheet, text: str
) -> Iterator[Diagnostic]:
    """Who asked is told by the lead, so a theme without it tells them nothing."""
    showing = house.showing_in(issue)
    for line in sheet.lead.lines if sheet.lead else ():
        story = house.written[line.story]
        if " ".join(line.words.split()) in text:
            continue
        for who in askers(house, story):
            if name := showing.name(who):
                yield Diagnostic(
                    where=issue.source.value_at("date"),
                    code="credit/lost",
                    facts={"name": name, "story": str(story.source.path)},
                    language=house.language_of(issue),
                )


def _credits(
    house: House, issue: Issue, story: Story, text: str
) -> Iterator[tuple[str, Facts]]:
    showing = house.showing_in(issue)
    for credit in story.credited:
        name = showing.name(credit.person)
        if name and " ".join(name.split()) not in text:
            yield "credit/lost", {"name": name, "story": str(story.source.path)}


def _is_said_first(card: Card, text: str) -> bool:
    notice, title = " ".join(card.notice.split()), " ".join(card.title.split())
    return notice in text and text.find(notice) < text.rfind(title)
