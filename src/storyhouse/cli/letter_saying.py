"""What is said of a letter on its way: to whom it goes, and what came of it."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.shared import COULD_NOT_RUN, HAS_ERRORS, progress
from storyhouse.words import Words, words_for

if TYPE_CHECKING:
    from storyhouse.diagnostics import Diagnostic
    from storyhouse.letters import Letter
    from storyhouse.model.record import IssueId
    from storyhouse.sending.ledger import Ledger
    from storyhouse.sending.opening import Opened
    from storyhouse.sending.reach import Reach
    from storyhouse.sending.sending import Tally
    from storyhouse.sending.settings import Server

#: Beside the states of the ledger: who left before it was their turn.
_LEFT = "left"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says what is about one issue, with commands that can be copied."""

    words: Words
    issue: IssueId
    shop: Path | None

    def say(self, key: str, /, **facts: str | int) -> None:
        """A line."""
        click.echo(self.words.say(f"letter_send.{key}", **facts))

    def command(self, name: str, *more: str) -> str:
        """A command that is ready to run in this shop."""
        return self.command_of("letter", name, self.issue, *more)

    def command_of(self, *words: str) -> str:
        """Any command, for this shop."""
        there = ["--shop", str(self.shop)] if self.shop else []
        return shlex.join(["storyhouse", *words, *there])


def counted(ledger: Ledger, issue: IssueId) -> dict[str, int]:
    """How many letters are in each state; who left is not among the refused."""
    from storyhouse.sending.ledger import State  # noqa: PLC0415

    counts = {state.value: people for state, people in ledger.counts(issue).items()}
    left = ledger.left(issue)
    return counts | {State.REFUSED: counts[State.REFUSED] - left, _LEFT: left}


def why_waiting(ledger: Ledger, issue: IssueId) -> str:
    """What a server says most often of those who wait, in its words; else empty.

    By its code and status: behind these, many a server writes each reader's address.
    """
    from storyhouse.sending.ledger import State  # noqa: PLC0415

    first: dict[str, str] = {}
    counts = Counter[str]()
    for row in ledger.rows(issue, State.WAITING):
        if row.reason:
            code = " ".join(row.reason.split(" ", 2)[:2])
            first.setdefault(code, row.reason)
            counts[code] += 1
    return first[counts.most_common(1)[0][0]] if counts else ""


def stop_at_errors(
    opened: Opened,
    also: Iterable[Diagnostic] = (),
    stopped: str = "letter_send.not-checked",
) -> None:
    """What a letter must be is looked at first; an error stops it.

    Args:
        opened: the letter.
        also: what else was found of it.
        stopped: the key of what is said then.
    """
    from storyhouse import preflight  # noqa: PLC0415
    from storyhouse.cli.ledger import print_found  # noqa: PLC0415
    from storyhouse.diagnostics import Severity, errors_in, in_order  # noqa: PLC0415
    from storyhouse.subscribing.list import SubscriberList  # noqa: PLC0415

    root, house = opened.root, opened.house
    everybody = SubscriberList(root)
    found = preflight.check(root, house, opened.issue, opened.letter, everybody)
    found = in_order([*found, *also])
    found = [d for d in found if d.severity is not Severity.SUGGESTION]
    if found:
        print_found(root, house.shop.language, found)
    if errors_in(found):
        words = words_for(house.shop.language)
        click.echo(words.say(stopped), err=True)
        raise SystemExit(HAS_ERRORS)


def look(
    opened: Opened, ledger: Ledger | None, speaker: Speaker
) -> tuple[Letter, Reach]:
    """Say whom the letter goes to, and how far it is."""
    from storyhouse.model.issues import EVERYONE  # noqa: PLC0415
    from storyhouse.sending.ledger import State  # noqa: PLC0415
    from storyhouse.sending.outgoing import as_begun  # noqa: PLC0415
    from storyhouse.sending.reach import reach  # noqa: PLC0415

    letter, changed = as_begun(ledger, opened)
    with progress() as tell:
        found = reach(opened.root, opened.house, opened.issue, letter, tell)
    languages = ", ".join(f"{lang} {n}" for lang, n in sorted(found.languages.items()))
    _say_subject(letter, speaker)
    if found.people:
        speaker.say("goes-to", people=len(found.people), languages=languages)
    else:
        speaker.say("goes-to-nobody")
    if opened.issue.audience != EVERYONE:
        speaker.say("audience", audience=opened.issue.audience)
    if found.personal:
        speaker.say("personal", people=found.personal)
    for why, people in sorted(found.left_out.items()):
        speaker.say(f"left-out.{why}", people=people)
    if changed:
        speaker.say("changed", path=str(opened.issue.source.path))
    counts = counted(ledger, opened.issue.id) if ledger else {}
    for key in (State.SENT, State.REFUSED, _LEFT, State.UNCERTAIN, State.WAITING):
        if counts.get(key):
            speaker.say(f"so-far.{key}", people=counts[key])
    return letter, found


def _say_subject(letter: Letter, speaker: Speaker) -> None:
    """The subject as an example reader gets it; and who has no name, if it differs."""
    from storyhouse.letters import sample_values  # noqa: PLC0415
    from storyhouse.prose.fields import filled  # noqa: PLC0415

    example = sample_values(letter.envelope, letter.language)
    subject, nameless = (filled(letter.subject, values) for values in (example, {}))
    if nameless == subject:
        speaker.say("subject", subject=subject)
        return
    speaker.say("subject-example", subject=subject)
    speaker.say("subject-nameless", subject=nameless)


def write_folder(
    opened: Opened, letter: Letter, folder: Path | None, speaker: Speaker
) -> None:
    """Write files, which is not sending."""
    from storyhouse.cli.shared import near  # noqa: PLC0415
    from storyhouse.sending import folder as folders  # noqa: PLC0415
    from storyhouse.sending.recipients import recipients  # noqa: PLC0415
    from storyhouse.sending.settings import SMTP  # noqa: PLC0415
    from storyhouse.sending.writing import writer  # noqa: PLC0415
    from storyhouse.subscribing.list import SubscriberList  # noqa: PLC0415

    root, there = opened.root, folder
    if there is None:
        there = root / folders.outbox(opened.issue.id)
    folders.refuse_public(root, there)
    list_ = SubscriberList(root)
    everybody = recipients(root, opened.house, opened.issue, letter, list_)
    files = folders.write_all(there, everybody, writer(letter, root))
    speaker.say("in-folder", files=files, folder=str(near(there)))
    if folder is None:
        speaker.say("no-server", name=SMTP)


def say_outcome(
    tally: Tally, ledger: Ledger, speaker: Speaker, through: Server, gone: int
) -> None:
    """Say what came of it, and what to do next.

    Args:
        tally: what came of this run.
        ledger: what came of all runs.
        speaker: says it.
        through: the server that took the letters.
        gone: how many get no more letters, for their mailbox is gone.
    """
    from storyhouse.sending.ledger import State  # noqa: PLC0415
    from storyhouse.sending.reasons import is_ours, reason_said  # noqa: PLC0415

    speaker.say("done.sent", people=tally.sent)
    counts = counted(ledger, speaker.issue)
    if tally.stopped:
        reason = reason_said(speaker.words, tally.stopped)
        key = "done.cut-off" if is_ours(tally.stopped) else "done.stopped"
        speaker.say(key, host=through.host, reason=reason)
    if tally.interrupted:
        speaker.say("done.interrupted")
    passed_over = {"refused": tally.refused, "gone": gone, "left": counts[_LEFT]}
    for why, people in passed_over.items():
        if people:
            speaker.say(f"done.{why}", people=people)
    if counts[State.UNCERTAIN]:
        status = speaker.command("status")
        speaker.say("done.uncertain", people=counts[State.UNCERTAIN], command=status)
    if counts[State.WAITING]:
        _say_waiting(ledger, speaker, counts[State.WAITING], tally.stopped)
        raise SystemExit(COULD_NOT_RUN)
    if not counts[State.UNCERTAIN]:
        speaker.say("done.next", command=speaker.command("sent"))


def _say_waiting(ledger: Ledger, speaker: Speaker, people: int, said: str) -> None:
    """How many wait, and why, unless that was said."""
    from storyhouse.sending.reasons import reason_said  # noqa: PLC0415

    why = why_waiting(ledger, speaker.issue)
    if why and why != said:
        speaker.say("done.why", reason=reason_said(speaker.words, why))
    speaker.say("done.waiting", people=people, command=speaker.command("send"))
