"""What `letter sent` writes: that the letter is out, and who was told by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyhouse.cli.ledger import Counter
    from storyhouse.cli.letter_saying import Speaker
    from storyhouse.letters import Letter
    from storyhouse.model.house import House
    from storyhouse.model.issues import Issue
    from storyhouse.model.record import AskId, IssueId, PersonId


def refuse_open(root: Path, issue: IssueId, speaker: Speaker) -> None:
    """Refuse to call out what waits, or what nobody has decided.

    A letter that the ledger does not know was sent in some other way.

    Raises:
        RefusedError: if it is so.
    """
    from storyhouse.refusing import RefusedError  # noqa: PLC0415
    from storyhouse.sending.ledger import State  # noqa: PLC0415
    from storyhouse.sending.ledgers import kept_ledger  # noqa: PLC0415

    with kept_ledger(root) as ledger:
        if ledger is None:
            return
        ledger.give_up(issue)
        counts = ledger.counts(issue)
    for states, code, command in (
        ((State.WAITING, State.SENDING), "still-waiting", "send"),
        ((State.UNCERTAIN,), "still-uncertain", "status"),
    ):
        if people := sum(counts[state] for state in states):
            raise RefusedError(
                f"letter_send.refused.{code}",
                people=people,
                command=speaker.command(command),
            )


def mark_sent(at: Counter, id_: IssueId) -> None:
    """Write `told` for each who read what became of their ask; then `status: sent`.

    In this order: what is cut between them is done again, and told only once. A letter
    that is marked notes nobody more: who was linked since had no part of their own.
    """
    from storyhouse.cli.letter_untold import say_untold  # noqa: PLC0415
    from storyhouse.editing.changes import Put  # noqa: PLC0415
    from storyhouse.editing.files import edit  # noqa: PLC0415
    from storyhouse.keeping import settling  # noqa: PLC0415
    from storyhouse.model.issues import IssueStatus  # noqa: PLC0415
    from storyhouse.refusing import RefusedError  # noqa: PLC0415

    issue = at.desk.house.issues.get(id_)
    if issue is None:
        raise RefusedError("letter_send.refused.unread", path=f"newsletters/{id_}.md")
    if issue.status is IssueStatus.SENT:
        path = str(issue.source.path)
        _print(at.words.say("letter_send.marked-already", path=path))
        say_untold(at, at.desk, issue)
        return
    how = at.words.say("letter_send.how", issue=id_)
    paths = [issue.source.path]
    for ask, people in _told(at, issue).items():
        noted = settling.tell(at.desk, at.desk.house.asks[ask], people, how)
        paths.append(noted.path)
        who = ", ".join(people)
        line = at.words.say("letter_send.told", path=str(noted.path), who=who)
        _print(line)
    sent = Put(("status",), IssueStatus.SENT.value)
    edit(at.desk.root, issue.source.path, sent)
    _print(at.words.say("letter_send.marked", path=str(issue.source.path)))
    say_untold(at, at.look_again(*paths), issue)


def _told(at: Counter, issue: Issue) -> dict[AskId, list[PersonId]]:
    """From each ask to those who read of it in a letter that a server has taken."""
    house, root = at.desk.house, at.desk.root
    found: dict[AskId, list[PersonId]] = {}
    letter = _letter(root, issue.id)
    for who in _readers(root, issue):
        if who not in house.people or house.is_gone(who):
            continue
        for ask in _asks_of(house, issue, who, letter):
            if who in house.untold(house.asks[ask]):
                found.setdefault(ask, []).append(who)
    return found


def _letter(root: Path, issue: IssueId) -> Letter | None:
    """The letter as it was sent; None if the ledger knows nothing of it."""
    from storyhouse.sending.ledgers import kept_ledger  # noqa: PLC0415
    from storyhouse.sending.stored import unpacked  # noqa: PLC0415

    with kept_ledger(root) as ledger:
        kept = ledger.begun(issue) if ledger else None
    return unpacked(kept) if kept else None


def _readers(root: Path, issue: Issue) -> Iterator[PersonId]:
    """The people of the shop among those who got it, each once."""
    from storyhouse.sending.ledger import State  # noqa: PLC0415
    from storyhouse.sending.ledgers import kept_ledger  # noqa: PLC0415
    from storyhouse.subscribing.list import SubscriberList  # noqa: PLC0415
    from storyhouse.subscribing.secret import secret_of  # noqa: PLC0415

    with kept_ledger(root) as ledger:
        sent = ledger.rows(issue.id, State.SENT) if ledger else ()
        got = {row.subscriber for row in sent}
    if not got:
        return
    secret = secret_of(root)
    linked = {secret.id_of(s.email): s.person for s in SubscriberList(root) if s.person}
    yield from dict.fromkeys(who for id_, who in linked.items() if id_ in got)


def _asks_of(
    house: House, issue: Issue, who: PersonId, letter: Letter | None
) -> list[AskId]:
    """What a letter told one reader: in their own part, or as one of its audience."""
    from storyhouse.letters.personal import told_by  # noqa: PLC0415
    from storyhouse.model.asks import AskState  # noqa: PLC0415
    from storyhouse.model.audience import Audience  # noqa: PLC0415

    asks = told_by(house, issue, who, letter)
    settled = {AskState.BUILT, AskState.TOLD, AskState.DECLINED}
    asks += [
        ask
        for ask in Audience.parse(issue.audience).asked
        if ask in house.asks
        and who in house.askers(house.asks[ask])
        and house.state(house.asks[ask]) in settled
    ]
    return list(dict.fromkeys(asks))


def _print(line: str) -> None:
    import click  # noqa: PLC0415

    click.echo(line)
