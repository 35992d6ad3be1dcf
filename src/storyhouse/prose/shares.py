"""How much of a letter, or of some stories, is story, notice and selling.

Measured in words, and in nothing finer: rules `value/mix`, `value/economic-share` and
`value/promo-budget`, the owner's report and a letter's report.json ask the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.stories import (
    Change,
    Origin,
    Product,
    Spotlight,
    Status,
    Story,
    Value,
)
from storyhouse.prose.plain import first_sentence
from storyhouse.prose.runs import runs

#: So few stories are no mix yet.
_FEW = 2


class Share(StrEnum):
    """What words are for."""

    STORIES = "stories"
    NOTICES = "notices"
    SELLING = "selling"


def share_of(story: Story) -> Share:
    """A product one can buy sells; one that is made or gone is news; all else tells."""
    if isinstance(story, Product):
        for_sale = story.price is not None or "://" in story.buy
        selling = story.status is Status.MADE and for_sale
        return Share.SELLING if selling else Share.NOTICES
    if isinstance(story, Change) and story.origin is Origin.US:
        return Share.NOTICES
    return Share.STORIES


@dataclass(frozen=True, slots=True)
class Shares:
    """Words by what they are for."""

    words: Mapping[Share, int]

    @property
    def all(self) -> int:
        """All words together."""
        return sum(self.words.values())

    def of(self, share: Share) -> float:
        """A part of the whole, from 0 to 1; 0 of nothing."""
        return self.words.get(share, 0) / self.all if self.all else 0.0

    def in_percent(self) -> dict[Share, int]:
        """Whole percents that make a hundred; the largest parts are rounded up."""
        if not self.all:
            return dict.fromkeys(Share, 0)
        exact = {share: 100 * self.of(share) for share in Share}
        whole = {share: int(part) for share, part in exact.items()}
        missing = 100 - sum(whole.values())
        by_rest = sorted(exact, key=lambda s: (whole[s] - exact[s], [*Share].index(s)))
        for share in by_rest[:missing]:
            whole[share] += 1
        return whole


def of_issue(house: House, issue: Issue) -> Shares:
    """A letter: its own text, its stories' cards, its offer."""
    words: dict[Share, int] = defaultdict(int)
    words[Share.STORIES] += words_in(issue.body.text) + _count(issue.question)
    for story in house.changed_since_last(issue):  # the lead: what customers did
        words[Share.STORIES] += _count(story.title) + len(story.built_for)
    for story in house.carried(issue):
        words[share_of(story)] += on_card(story)
    if issue.offer:
        words[Share.SELLING] += _count(issue.offer.words)
    return Shares(words)


def of_stories(stories: Iterable[Story]) -> Shares:
    """Whole stories, as the site shows them."""
    words: dict[Share, int] = defaultdict(int)
    for story in stories:
        words[share_of(story)] += on_card(story) + words_in(story.body.text)
    return Shares(words)


def values_of(stories: Iterable[Story]) -> dict[Value, float]:
    """What part each value has: a story's part is shared by all that it declares."""
    weights: dict[Value, float] = defaultdict(float)
    for story in stories:
        for value in dict.fromkeys(story.value):
            weights[value] += 1 / len(set(story.value))
    all_ = sum(weights.values())
    return {value: weights[value] / all_ if all_ else 0.0 for value in Value}


def economic_share(house: House, issue: Issue) -> float:
    """What part of a letter's words gives economic value, offer included.

    In a letter of one story or two, only what gives nothing else counts: half of a
    single story would be most of the letter.
    """
    shares = of_issue(house, issue)
    economic = float(_count(issue.offer.words) if issue.offer else 0)
    carried = house.carried(issue)
    for story in carried:
        shared = len(set(story.value))
        if Value.ECONOMIC in story.value and (shared == 1 or len(carried) > _FEW):
            economic += on_card(story) / shared
    return economic / shares.all if shares.all else 0.0


def on_card(story: Story) -> int:
    """How many words of a story a letter carries."""
    texts = [story.title, story.summary or first_sentence(story.body.text)]
    texts.append(story.takeaway)
    match story:
        case Spotlight():
            texts.append(story.quote.words.opened())
        case Product():
            newest = max(story.rounds, key=lambda r: r.date, default=None)
            texts += [newest.question, newest.changed] if newest else []
            texts.append("" if "://" in story.buy else story.buy)
            texts.append(
                f"{story.price.amount} {story.price.currency}" if story.price else ""
            )
        case Change():
            texts += [story.before, story.after]
        case _:
            pass
    named = sum(1 + len(credit.did) for credit in story.credited)
    return sum(map(_count, texts)) + named


def words_in(markdown: str) -> int:
    """How many words of a text are read."""
    return sum(_count(run.text) for run in runs(markdown))


def _count(text: str) -> int:
    return len(text.split())
