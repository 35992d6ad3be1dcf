"""`storyhouse letter work`: help to send what other machines have begun."""

from __future__ import annotations

import os

import click

from storyhouse.cli.shared import WORDS, could_not_run, help_of


def _option(name: str) -> str:
    return WORDS.say(f"command.letter.work.options.{name}")


@click.command("work", help=help_of("letter.work"))
@click.option(
    "--concurrency",
    type=click.IntRange(1, 16),
    default=1,
    show_default=True,
    help=_option("concurrency"),
)
@click.option("--once", is_flag=True, help=_option("once"))
def work(concurrency: int, *, once: bool) -> None:
    """Help, until told to stop; the shop's folder is not needed."""
    from storyhouse.refusing import RefusedError  # noqa: PLC0415
    from storyhouse.sending import working  # noqa: PLC0415
    from storyhouse.sending.ledgers import LEDGER  # noqa: PLC0415
    from storyhouse.sending.settings import server  # noqa: PLC0415
    from storyhouse.sending.waiting import send_waiting  # noqa: PLC0415

    database = os.environ.get(LEDGER, "").strip()
    if not database:
        could_not_run(WORDS.say("letter_work.refused.no-ledger", name=LEDGER))
    try:
        server()  # what is wrong with it is said at once, and not by the first job
        working.work(database, send_waiting, _tell, concurrency=concurrency, once=once)
    except RefusedError as refused:
        could_not_run(WORDS.say(refused.key, **refused.facts))


def _tell(key: str, **facts: object) -> None:
    from storyhouse.refusing import RefusedError  # noqa: PLC0415
    from storyhouse.sending.reasons import reason_said  # noqa: PLC0415

    refused = facts.pop("refused", None)
    if isinstance(refused, RefusedError):
        more = dict(refused.facts)
        if "why" in more:
            more["why"] = reason_said(WORDS, str(more["why"]))
        facts["why"] = WORDS.say(refused.key, **more)
    said = {k: v if isinstance(v, int) else str(v) for k, v in facts.items()}
    click.echo(WORDS.say(f"letter_work.{key}", **said), err=key == "failed")
