"""Answers to a letter's question, kept in private/ until the owner has read them."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from storyhouse.editing.files import InTheWayError, create
from storyhouse.editing.written import Plain
from storyhouse.inbox.letters import Letters
from storyhouse.inbox.mail import Mail
from storyhouse.inbox.sorting import Verdict
from storyhouse.keeping import asking, untrusted
from storyhouse.keeping.asking import Added
from storyhouse.keeping.desk import Desk
from storyhouse.keeping.wording import is_nothing
from storyhouse.places import leads_out
from storyhouse.reading.located_yaml import read_yaml
from storyhouse.reading.text import read_text
from storyhouse.refusing import RefusedError
from storyhouse.subscribing.places import ANSWERS
from storyhouse.words import words_for

_KEY = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody wrote, as no more than text; their address is not kept."""

    path: Path  # of its file, from the shop's folder
    words: str
    by: str  # a person's id, or the name that the mail gives
    date: dt.date
    letter: str


def answer_of(
    mail: Mail, verdict: Verdict, letters: Letters, key: str
) -> Answer | None:
    """The answer of a mail; None if it says nothing."""
    words, _ = untrusted.words(verdict.words)
    if not words or is_nothing(words) or verdict.issue is None:
        return None
    known = letters.subscriber(mail.sender)
    name = known.name or known.first_name if known else ""
    by = (known and known.person) or untrusted.name(name or mail.sender_name)[0]
    day = _day(mail, letters)
    path = ANSWERS / f"{day}-{key[:_KEY]}.yml"
    return Answer(path, words, by, day, verdict.issue.id)


def _day(mail: Mail, letters: Letters) -> dt.date:
    """The day of a mail in the shop's timezone; today, if it names none that can be."""
    today = letters.house.today
    try:
        written = parsedate_to_datetime(mail.header("Date"))
        day = written.astimezone(letters.house.shop.timezone).date()
    except (ValueError, TypeError, OverflowError):
        return today
    return day if dt.date(2000, 1, 1) <= day <= today else today


def write(root: Path, answer: Answer) -> None:
    """Put an answer aside; one that is there stays as it is."""
    record: dict[str, Plain] = {
        "words": answer.words,
        "letter": answer.letter,
        "date": answer.date,
    }
    record |= {"by": answer.by} if answer.by else {}
    with suppress(InTheWayError):
        create(root, answer.path, record)


def place_of(written: str) -> Path:
    """Where an answer lies, from the shop's folder, however its name is written."""
    return ANSWERS / f"{Path(written).name.removesuffix('.yml')}.yml"


def keep(
    desk: Desk, written: str, *, title: str = "", by: str = "", new: bool = False
) -> Added:
    """Make an ask of an answer that the owner has read; its file is gone then.

    Raises:
        RefusedError: if there is no such answer.
        storyhouse.keeping.refused.RefusedError: if the ask cannot be written down.
        UnreadableError: if the file cannot be read.
    """
    path = place_of(written)
    if leads_out(desk.root, desk.root / path) or not (desk.root / path).is_file():
        raise RefusedError("inbox.refused.no-answer", path=str(path))
    data = read_yaml(read_text(desk.root / path, path), path).data
    record = data if isinstance(data, dict) else {}
    who = by or str(record.get("by") or "")
    added = asking.add(
        desk,
        str(record.get("words") or ""),
        title=title,
        by=[who] if who else [],
        via=words_for(desk.language).say("inbox.via"),
        date=_written_day(record.get("date")),
        new=new,
    )
    (desk.root / path).unlink()
    return added


def _written_day(date: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(date))
    except ValueError:
        return None
