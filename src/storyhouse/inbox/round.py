"""A mailbox read once through, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime

from storyhouse.decoding import BROKEN_MAIL
from storyhouse.inbox import answers
from storyhouse.inbox.answers import Answer
from storyhouse.inbox.arrived import Arrived
from storyhouse.inbox.leaving import answered_in
from storyhouse.inbox.letters import Letters
from storyhouse.inbox.mail import Mail, is_mail, parse
from storyhouse.inbox.memory import Memory
from storyhouse.inbox.sorting import STANDINGS, Kind, Verdict, sort
from storyhouse.keeping import untrusted
from storyhouse.model.subscribers import SubscriberId
from storyhouse.subscribing.noes import add
from storyhouse.subscribing.suppressed import Suppression, suppressed

#: A mailbox, asked for all that it does not know to be read.
Mailbox = Callable[[Callable[[str], bool]], Iterable[Arrived]]


@dataclass(slots=True)
class Report:
    """What was found."""

    read: int = 0
    before: int = 0  # how many had been read before
    found: Counter[Kind] = field(default_factory=Counter)
    new: Counter[Kind] = field(default_factory=Counter)  # who gets no letters from now
    answers: list[Answer] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)  # addresses of the list
    strangers: list[str] = field(default_factory=list)  # addresses, as they say
    unread: dict[Kind, list[str]] = field(default_factory=dict)  # names of files
    #: Who may want out, and the words that say so.
    perhaps: dict[str, str] = field(default_factory=dict)
    attachments: int = 0  # of answers; none was opened


@dataclass(slots=True)
class Round:
    """What reads, and writes down unless it is only looking."""

    letters: Letters
    memory: Memory
    since: dt.date | None = None
    dry: bool = False
    report: Report = field(default_factory=Report)
    _gone: set[SubscriberId] = field(default_factory=set)

    def through(self, mailbox: Mailbox) -> Report:
        """Read what has not been read."""
        self._gone = {*suppressed(self.letters.root)}
        for arrived in mailbox(self.memory.knows):
            if self.memory.knows(*arrived.keys):
                self.report.before += 1
                self.memory.keep(arrived.keys)  # of this place, too
            elif self._take(arrived):
                self.report.read += 1
                self.memory.keep(arrived.keys)
        return self.report

    def _take(self, arrived: Arrived) -> bool:
        """Do what a mail wants; False for one that is older than was asked for."""
        if arrived.raw is None:
            return self._pass_over(arrived, Kind.LARGE)
        mail = parse(arrived.raw) if is_mail(arrived.raw) else None
        if mail is None:
            return self._pass_over(arrived, Kind.BROKEN)
        if self.since and (day := _day(mail)) and day < self.since:
            return False
        self.letters.open_list()
        try:
            verdict = sort(mail, self.letters)
        except BROKEN_MAIL:
            verdict = Verdict(Kind.BROKEN)
        if verdict.kind is Kind.ANSWER:
            verdict = self._answer(mail, verdict, arrived.keys[0])
        self.report.found[verdict.kind] += 1
        self._name(mail, verdict)
        self._suppress(verdict)
        return True

    def _name(self, mail: Mail, verdict: Verdict) -> None:
        """Note of whom the owner is to judge."""
        if verdict.kind is Kind.STRANGER:
            self.report.strangers.append(mail.sender)
        elif verdict.kind is Kind.DOUBTFUL:
            if verdict.who not in self._gone:
                self.report.doubtful.append(verdict.address)
        elif verdict.kind is not Kind.LEAVING and verdict.address:
            self.report.perhaps[verdict.address] = _said(mail, verdict.words)

    def _pass_over(self, arrived: Arrived, kind: Kind) -> bool:
        self.report.found[kind] += 1
        self.report.unread.setdefault(kind, []).append(arrived.name)
        return True

    def _answer(self, mail: Mail, verdict: Verdict, key: str) -> Verdict:
        answer = answers.answer_of(mail, verdict, self.letters, key)
        if answer is None:
            return replace(verdict, kind=Kind.OTHER)
        self.report.answers.append(answer)
        self.report.attachments += mail.attachments()
        if not self.dry:
            answers.write(self.letters.root, answer)
        return verdict

    def _suppress(self, verdict: Verdict) -> None:
        why, who = STANDINGS.get(verdict.kind), verdict.who
        if why is None or who is None or who in self._gone:
            return
        self._gone.add(who)
        self.report.new[verdict.kind] += 1
        if not self.dry:
            today = self.letters.house.today
            add(self.letters.root, [Suppression(who, why, today)])


def _said(mail: Mail, words: str) -> str:
    """Words with the subject above them, unless that is somebody else's."""
    subject = mail.header("Subject")
    own = "" if answered_in(subject) else subject
    return untrusted.words(f"{own}\n{words}".strip())[0]


def _day(mail: Mail) -> dt.date | None:
    try:
        return parsedate_to_datetime(mail.header("Date")).date()
    except (ValueError, TypeError, OverflowError):
        return None
