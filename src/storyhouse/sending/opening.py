"""A shop opened for one of its letters: read, checked, and the letter rendered."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from storyhouse.building import Checked, check_shop
from storyhouse.checking.rulebook import rulebook
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.letters import Letter, render
from storyhouse.model.house import CheckedHouse, House
from storyhouse.model.issues import Issue
from storyhouse.model.record import IssueId
from storyhouse.reading.folder import NEWSLETTERS
from storyhouse.reading.pointing import suggest
from storyhouse.refusing import RefusedError

#: Errors that are no rule's, and that a letter can be read with.
_READABLE = frozenset({"braces", "broken-field", "draft-question"})
#: Where the rest of the shop stands; elsewhere are its theme and its list.
_READ = frozenset({"content", "newsletters"})


@dataclass(frozen=True, slots=True)
class Opened:
    """One issue of a checked house, and its letter."""

    root: Path
    house: CheckedHouse
    issue: Issue
    letter: Letter
    found: list[Diagnostic]  # of the whole shop; of a checked one, warnings


class NotCheckedError(Exception):
    """The shop, or the letter, has errors; carries everything that was found.

    `opened` is the letter even so, to be looked at and not to be sent; None where an
    error stands in what it is made of.
    """

    def __init__(self, checked: Checked, opened: Opened | None = None) -> None:
        super().__init__(checked)
        self.checked = checked
        self.opened = opened


def open_issue(root: Path, word: str, today: dt.date | None = None) -> Opened:
    """Read and check the shop, and render one issue, whether a draft or finished.

    Raises:
        RefusedError: if there is no such issue.
        NotCheckedError: if anything keeps the shop from being published.
    """
    checked = check_shop(root, today, telling=NEWSLETTERS / f"{_id(word)}.md")
    if checked.house is None:
        raise NotCheckedError(checked, _only_seen(root, word, checked))
    issue = issue_named(checked.house, word)
    letter, _ = render(checked.house, issue)
    if letter is None:
        raise NotCheckedError(checked)
    return Opened(root, checked.house, issue, letter, checked.diagnostics)


def _only_seen(root: Path, word: str, checked: Checked) -> Opened | None:
    """The letter of a house with errors, if none of them is in the way."""
    house = checked.read
    issue = house.issues.get(IssueId(_id(word))) if house else None
    if house is None or issue is None:
        return None
    if any(_in_the_way(house, issue, error) for error in checked.diagnostics):
        return None
    seen = CheckedHouse(house)  # as the owner sees it, and nobody else
    letter, found = render(seen, issue)
    if letter is None:
        return None
    known = {(d.where, d.code) for d in checked.diagnostics}
    more = [d for d in found if (d.where, d.code) not in known]
    return Opened(root, seen, issue, letter, [*checked.diagnostics, *more])


def _in_the_way(house: House, issue: Issue, found: Diagnostic) -> bool:
    """Whether something is wrong with what a letter is made of, and not with its sense.

    What a rule finds can be read; so can a field written wrong. What is wrong
    elsewhere in the shop is left out of the letter, or does not come near it.
    """
    if found.severity is not Severity.ERROR or found.own or found.code in _READABLE:
        return False
    if found.code in rulebook():
        return False
    path = found.where.path
    carried = {story.source.path for story in house.carried(issue)}
    if path in carried | {issue.source.path, house.shop.source.path}:
        return True
    named = path.suffix == ".md" and path.stem in issue.stories  # and not read
    return named or path.parts[0] not in _READ


def issue_named(house: House, word: str) -> Issue:
    """The issue with an id; its file's name will do, too.

    Raises:
        RefusedError: if there is none.
    """
    id_ = _id(word)
    if found := house.issues.get(IssueId(id_)):
        return found
    help_, facts = suggest(id_, house.issues)
    raise RefusedError("mailing.refused.unknown-issue", help_, id=id_, **facts)


def _id(word: str) -> str:
    return unicodedata.normalize("NFC", Path(word.strip()).name.removesuffix(".md"))
