"""A shop opened for one of its letters: read, checked, and the letter rendered."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from storyhouse.building import Checked, check_shop
from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import Letter, render
from storyhouse.model.house import CheckedHouse, House
from storyhouse.model.issues import Issue
from storyhouse.model.record import IssueId
from storyhouse.reading.folder import NEWSLETTERS
from storyhouse.reading.pointing import suggest
from storyhouse.refusing import RefusedError


@dataclass(frozen=True, slots=True)
class Opened:
    """One issue of a checked house, and its letter."""

    root: Path
    house: CheckedHouse
    issue: Issue
    letter: Letter
    found: list[Diagnostic]  # warnings, of the whole shop


class NotCheckedError(Exception):
    """The shop, or the letter, has errors; carries everything that was found."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(checked)
        self.checked = checked


def open_issue(root: Path, word: str, today: dt.date | None = None) -> Opened:
    """Read and check the shop, and render one issue, whether a draft or finished.

    Raises:
        RefusedError: if there is no such issue.
        NotCheckedError: if anything keeps the shop from being published.
    """
    checked = check_shop(root, today, telling=NEWSLETTERS / f"{_id(word)}.md")
    if checked.house is None:
        raise NotCheckedError(checked)
    issue = issue_named(checked.house, word)
    letter, _ = render(checked.house, issue)
    if letter is None:
        raise NotCheckedError(checked)
    return Opened(root, checked.house, issue, letter, checked.diagnostics)


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
