"""`storyhouse new`: begin a story, a letter, a gathering or an open letter."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storyhouse.cli.shared import (
    WORDS,
    could_not_run,
    help_of,
    shop_folder,
    shop_option,
    today_option,
)
from storyhouse.words import Words, words_for

if TYPE_CHECKING:
    from storyhouse.model.asks import Ask
    from storyhouse.model.house import House


@click.command(help=help_of("new"))
@click.argument("kind", metavar="KIND")
@click.argument("title", metavar="TITLE")
@click.option(
    "--answers",
    metavar="ASK",
    multiple=True,
    help=WORDS.say("command.new.options.answers"),
)
@click.option("--asked", metavar="ASK", help=WORDS.say("command.new.options.asked"))
@shop_option
@today_option
def new(  # noqa: PLR0913, PLR0917 (an argument for each option)
    kind: str,
    title: str,
    answers: tuple[str, ...],
    asked: str | None,
    shop: Path | None,
    today: dt.date | None,
) -> None:
    """Begin something: a draft that asks the right questions."""
    from storyhouse.reading.house import read_house  # noqa: PLC0415
    from storyhouse.starting import (  # noqa: PLC0415
        InTheWayError,
        filled_for_askers,
        filled_from_asks,
        new_story,
    )

    root = shop_folder(shop)
    reading = read_house(root, today)
    words, house = words_for(reading.language), reading.house
    _refuse(kind, title, answers, words)
    if asked is not None and kind != "letter":
        could_not_run(words.say("command.new.asked-no-letter", kind=kind))
    askers_of = _asks(house, () if asked is None else (asked,), words)
    asks = _asks(house, answers, words)
    filled = filled_from_asks(house, asks) if house else {}
    if house and askers_of:
        filled = filled_for_askers(house, askers_of[0])
    if kind == "open-letter" and somebody_is_there():
        filled = _questions(house, words)
    day = house.today if house else today or dt.date.today()  # noqa: DTZ011 (no shop, so no timezone)
    try:
        draft = "letter-asked" if askers_of else ""
        path = new_story(
            root, kind, title.strip(), day, reading.language, filled, draft
        )
    except InTheWayError as error:
        could_not_run(words.say("command.in-the-way", path=str(error.path)))
    except OSError as error:
        could_not_run(words.say("command.cannot-write", reason=str(error)))
    done = "done-letter" if kind == "letter" else "done"
    click.echo(words.say(f"command.new.{done}", path=str(path)))
    if house:
        _whom_to_tell(house, asks, words)
        _who_reads(house, askers_of, words)


def somebody_is_there() -> bool:
    """Whether a question would be answered: in a pipe the draft asks it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _refuse(kind: str, title: str, answers: tuple[str, ...], words: Words) -> None:
    from storyhouse.starting import NEW_KINDS  # noqa: PLC0415

    if kind not in NEW_KINDS:
        said = words.say("command.new.unknown-kind", kind=kind)
        could_not_run(f"{said} {_meant(kind, NEW_KINDS, words)}")
    if not title.strip():
        could_not_run(words.say("command.new.no-title"))
    if answers and kind != "changelog":
        could_not_run(words.say("command.new.answers-nothing", kind=kind))


def _meant(written: str, known: Iterable[str], words: Words) -> str:
    from storyhouse.reading.pointing import suggest  # noqa: PLC0415

    help_, facts = suggest(written, known)
    return words.say(f"messages.any.help.{help_}", **facts) if help_ else ""


def _asks(house: House | None, answers: tuple[str, ...], words: Words) -> list[Ask]:
    """The asks named; of one that was merged, that into which it was."""
    known = {str(id_): ask for id_, ask in house.asks.items()} if house else {}
    found: dict[str, Ask] = {}
    for written in answers:
        if written not in known:
            said = words.say("command.new.no-such-ask", ask=written)
            could_not_run(f"{said} {_meant(written, known, words)}".strip())
        ask = known[written]
        while ask.merged_into and ask.merged_into in known:
            ask = known[ask.merged_into]
        found[ask.id] = ask
    return [*found.values()]


def _whom_to_tell(house: House, asks: list[Ask], words: Words) -> None:
    """The loop's next steps: nothing is built until those who asked have heard."""
    for ask in asks:
        whom = ", ".join(house.untold(ask))
        key = "tell" if whom else "tell-nobody"
        click.echo(words.say(f"command.new.{key}", ask=ask.id, whom=whom))


def _who_reads(house: House, asks: list[Ask], words: Words) -> None:
    """Who gets a letter to those who asked; who gave no name gets none."""
    for ask in asks:
        known = [w for w in house.askers(ask) if w in house.people]
        whom = ", ".join(w for w in known if not house.is_gone(w))
        key = "reads" if whom else "reads-nobody"
        click.echo(words.say(f"command.new.{key}", ask=ask.id, whom=whom))


def _questions(house: House | None, words: Words) -> dict[str, str]:
    """The eight questions of an open letter, one by one; Enter leaves one open."""
    from storyhouse.starting import QUESTIONS, as_value  # noqa: PLC0415

    click.echo(words.say("command.new.questions.first"), err=True)
    answers: dict[str, str] = {}
    for number, question in enumerate(QUESTIONS, 1):
        said = words.say(f"command.new.questions.{question}")
        answer = _answer(f"{number}/{len(QUESTIONS)} {said}")
        while answer and (wrong := _wrong(question, answer, house, words)):
            click.echo(wrong, err=True)
            answer = _answer(said)
        answers[question] = as_value(question, answer)
    return answers


def _answer(question: str) -> str:
    return str(
        click.prompt(
            question, default="", show_default=False, prompt_suffix=" ", err=True
        )
    ).strip()


def _wrong(question: str, answer: str, house: House | None, words: Words) -> str:
    """What is wrong with an answer; nothing if it can be written down."""
    if question == "next_update":
        try:
            dt.date.fromisoformat(answer)
        except ValueError:
            return words.say("command.wrong-day", written=answer)
    if question == "answered_by" and house and answer not in house.people:
        said = words.say("command.new.nobody", written=answer)
        return f"{said} {_meant(answer, house.people, words)}".strip()
    return ""
