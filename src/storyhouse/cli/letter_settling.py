"""`storyhouse letter status`, `letter settle` and `letter sent`."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Container, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storyhouse.cli.letter_saying import Speaker, counted, why_waiting
from storyhouse.cli.letter_sending import option
from storyhouse.cli.mailing import told, zone_of
from storyhouse.cli.shared import (
    WORDS,
    help_of,
    shop_folder,
    shop_option,
    today_option,
)

if TYPE_CHECKING:
    from storyhouse.model.record import IssueId
    from storyhouse.sending.ledger import Ledger, Row


@click.command(help=help_of("letter.status"))
@click.argument("issue", metavar="[ISSUE]", required=False)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    help=WORDS.say("command.options.format"),
)
@shop_option
def status(issue: str | None, format_: str, shop: Path | None) -> None:
    """Say how far letters are."""
    from storyhouse.sending.ledgers import kept_ledger  # noqa: PLC0415
    from storyhouse.subscribing.places import SUPPRESSED  # noqa: PLC0415
    from storyhouse.subscribing.suppressed import noes_in  # noqa: PLC0415

    root = shop_folder(shop)
    with told(root) as words:
        asked = [_issue(root, issue)] if issue else [*_issues(root)]
        with kept_ledger(root) as ledger:
            found = [_facts(ledger, one) for one in asked] if ledger else []
        begun = [facts for facts in found if sum(facts["counts"].values())]
        if format_ == "json":
            click.echo(json.dumps(begun, ensure_ascii=False, indent=2))
            return
        if not begun:
            click.echo(words.say("letter_send.status.nothing"))
        zone = zone_of(root)
        noes = noes_in(root / SUPPRESSED).gone
        for facts in begun:
            speaker = Speaker(words, facts["issue"], shop)
            _print(facts, speaker, zone)
            _advise(facts, speaker, noes)


def _issues(root: Path) -> Iterator[IssueId]:
    """Every letter there is, by its file: the rest of the shop may be broken."""
    from storyhouse.model.record import IssueId  # noqa: PLC0415

    for file in sorted((root / "newsletters").glob("*.md")):
        yield IssueId(unicodedata.normalize("NFC", file.stem))


def _issue(root: Path, word: str) -> IssueId:
    """The letter an owner means.

    Raises:
        RefusedError: if there is none.
    """
    from storyhouse.model.record import IssueId  # noqa: PLC0415
    from storyhouse.reading.pointing import suggest  # noqa: PLC0415
    from storyhouse.refusing import RefusedError  # noqa: PLC0415

    id_ = unicodedata.normalize("NFC", Path(word.strip()).name.removesuffix(".md"))
    known = [*_issues(root)]
    if id_ in known:
        return IssueId(id_)
    help_, facts = suggest(id_, known)
    raise RefusedError("mailing.refused.unknown-issue", help_, id=id_, **facts)


def _facts(ledger: Ledger, issue: IssueId) -> dict[str, Any]:
    """All there is to say of one letter."""
    from storyhouse.sending.ledger import State  # noqa: PLC0415

    ledger.give_up(issue)
    listed = ledger.rows(issue, State.REFUSED, State.UNCERTAIN)
    return {
        "issue": issue,
        "counts": counted(ledger, issue),
        "why_waiting": why_waiting(ledger, issue),
        "rows": [_row(row) for row in listed],
    }


def _row(row: Row) -> dict[str, str]:
    who = {"subscriber": str(row.subscriber), "address": row.address}
    return who | {"state": row.state.value, "reason": row.reason, "at": row.at}


def _print(facts: dict[str, Any], speaker: Speaker, zone: dt.tzinfo) -> None:
    from storyhouse.sending.ledger import LEFT, State  # noqa: PLC0415
    from storyhouse.sending.reasons import reason_said  # noqa: PLC0415
    from storyhouse.words.local import moment  # noqa: PLC0415

    speaker.say("status.of", issue=facts["issue"])
    for state, people in facts["counts"].items():
        if people:
            speaker.say(f"status.{state}", people=people)
        if state == State.WAITING and (why := facts["why_waiting"]):
            speaker.say("status.why", reason=reason_said(speaker.words, why))
    for row in facts["rows"]:
        if row["reason"] == LEFT and row["state"] == State.REFUSED:
            continue  # they are counted; there is nothing to do about them
        reason = reason_said(speaker.words, row["reason"]) or "-"
        who = row["address"] or row["subscriber"]
        key = "status.one-uncertain" if row["state"] == "uncertain" else "status.one"
        local = dt.datetime.fromisoformat(row["at"]).astimezone(zone)
        at = moment(local, speaker.words.language)
        speaker.say(key, address=who, reason=reason, at=at)


def _advise(facts: dict[str, Any], speaker: Speaker, noes: Container[str]) -> None:
    """What to do about who was refused, and about what nobody can know.

    Args:
        facts: of one letter.
        speaker: says it.
        noes: who gets no more letters.
    """
    from storyhouse.sending.ledger import LEFT  # noqa: PLC0415

    refused = [
        row["subscriber"]
        for row in facts["rows"]
        if row["state"] == "refused" and row["reason"] != LEFT
    ]
    stay = [who for who in refused if who not in noes]
    if no_more := len(refused) - len(stay):
        speaker.say("status.no-more", people=no_more)
    if stay:
        out = speaker.command_of("subscribers", "unsubscribe", "ADDRESS")
        speaker.say("status.stay", people=len(stay), command=out)
    if facts["counts"].get("uncertain"):
        speaker.say(
            "status.settle",
            sent=speaker.command("settle", "--sent", "ADDRESS"),
            again=speaker.command("settle", "--again", "ADDRESS"),
        )


@click.command(help=help_of("letter.settle"))
@click.argument("issue", metavar="ISSUE")
@click.argument("addresses", metavar="[ADDRESS]...", nargs=-1)
@click.option("--sent/--again", "arrived", default=None, help=option("settle"))
@click.option("--all", "all_", is_flag=True, help=option("all"))
@shop_option
def settle(
    issue: str,
    addresses: tuple[str, ...],
    shop: Path | None,
    *,
    arrived: bool | None,
    all_: bool,
) -> None:
    """Decide what nobody can know."""
    from storyhouse.refusing import RefusedError  # noqa: PLC0415
    from storyhouse.sending.ledger import State  # noqa: PLC0415
    from storyhouse.sending.ledgers import is_kept, open_ledger  # noqa: PLC0415
    from storyhouse.subscribing.secret import secret_of  # noqa: PLC0415

    root = shop_folder(shop)
    with told(root) as words:
        id_ = _issue(root, issue)
        if arrived is None or bool(addresses) is all_:
            raise RefusedError("letter_send.refused.settle-what")
        if not is_kept(root):
            raise RefusedError("letter_send.refused.nothing-uncertain", issue=id_)
        with closing(open_ledger(root)) as ledger:
            ledger.give_up(id_)
            open_ = {row.subscriber for row in ledger.rows(id_, State.UNCERTAIN)}
            if all_ and not open_:
                raise RefusedError("letter_send.refused.nothing-uncertain", issue=id_)
            meant = open_ if all_ else {secret_of(root).id_of(a) for a in addresses}
            for address in addresses:
                if secret_of(root).id_of(address) not in open_:
                    raise RefusedError(
                        "letter_send.refused.not-uncertain", address=address, issue=id_
                    )
            state = State.SENT if arrived else State.WAITING
            decided = ledger.decide(id_, meant, state)
        speaker = Speaker(words, id_, shop)
        key = "settled.sent" if arrived else "settled.again"
        if decided:
            speaker.say(key, people=decided, command=speaker.command("send"))
        if left := len(meant) - decided:
            speaker.say("settled.left", people=left)


@click.command(help=help_of("letter.sent"))
@click.argument("issue", metavar="ISSUE")
@shop_option
@today_option
def sent(issue: str, shop: Path | None, today: dt.date | None) -> None:
    """Say that a letter is out, and who was told by it."""
    from storyhouse.cli.ledger import counter  # noqa: PLC0415
    from storyhouse.cli.letter_telling import mark_sent, refuse_open  # noqa: PLC0415

    root = shop_folder(shop)
    with told(root) as words:
        id_ = _issue(root, issue)
        refuse_open(root, id_, Speaker(words, id_, shop))
        with counter(shop, today) as at:
            mark_sent(at, id_)


def add_to(group: click.Group) -> None:
    """Make them part of `storyhouse letter`."""
    for command in (status, settle, sent):
        group.add_command(command)
