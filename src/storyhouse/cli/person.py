"""`storyhouse person`: a yes on file, what is held, a form to sign, and a way out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from storyhouse.cli.shared import (
    DONE,
    HAS_ERRORS,
    WORDS,
    could_not_run,
    help_of,
    near,
    print_pretty,
    progress,
    shop_folder,
    shop_option,
    today_option,
    told_of,
)
from storyhouse.words import LANGUAGES, Words, words_for

if TYPE_CHECKING:
    from storyhouse.diagnostics import Diagnostic
    from storyhouse.model.house import House
    from storyhouse.model.people import Person
    from storyhouse.model.record import Language
    from storyhouse.withdrawing.proof import Proof


def _option(name: str) -> str:
    return WORDS.say(f"command.person.options.{name}")


@click.group(help=help_of("person"))
def person() -> None:
    """What belongs to a person: their yes, their no, and all that is held."""


@person.command(help=help_of("person.withdraw"))
@click.argument("who", metavar="ID")
@click.option("--write", is_flag=True, help=_option("write"))
@shop_option
@today_option
def withdraw(
    who: str, shop: Path | None, today: dt.date | None, *, write: bool
) -> None:
    """Take somebody out of everything, and prove it."""
    root = shop_folder(shop)
    house, someone, words = _met(root, who, today)
    proof = _withdrawn(root, house, someone)
    if write and proof.lines:
        from storyhouse.withdrawing.rewriting import rewrite  # noqa: PLC0415

        for line in proof.lines:
            click.echo(
                f"{line.where}\n  - {line.now.strip()}\n  + {line.better.strip()}"
            )
        count = rewrite(root, proof.lines)
        click.echo(words.say("person.withdraw.written", lines=count) + "\n")
        house, someone, words = _met(root, who, today)
        proof = _withdrawn(root, house, someone)
    _print_proof(root, proof, words)
    raise SystemExit(DONE if proof.done else HAS_ERRORS)


def _withdrawn(root: Path, house: House, someone: Person) -> Proof:
    from storyhouse.building import BusyError  # noqa: PLC0415
    from storyhouse.editing.files import InUseError  # noqa: PLC0415
    from storyhouse.reading.unreadable import UnreadableError  # noqa: PLC0415
    from storyhouse.website.mkdocs_engine import SiteError  # noqa: PLC0415
    from storyhouse.withdrawing.proof import withdraw as take_out  # noqa: PLC0415

    try:
        with progress() as tell:
            return take_out(root, house, someone, progress=tell)
    except UnreadableError as unreadable:
        _refuse(root, [*unreadable.diagnostics], house.shop.language)
    except (BusyError, InUseError):
        could_not_run(WORDS.say("command.busy"))
    except SiteError as error:
        could_not_run(WORDS.say("command.site-engine", reason=str(error)))
    except OSError as error:
        could_not_run(WORDS.say("command.cannot-write", reason=str(error)))


def _print_proof(root: Path, proof: Proof, words: Words) -> None:
    """The proof; errors that have nothing to do with the person before it."""
    from dataclasses import replace  # noqa: PLC0415

    from storyhouse.withdrawing.proof_text import told  # noqa: PLC0415

    if not proof.built and (others := proof.others):
        print_pretty(told_of(root, replace(proof.checked, diagnostics=others)))
    click.echo("\n".join(told(proof, words)))


@person.command(help=help_of("person.consent"))
@click.argument("who", metavar="ID")
@click.option("--for", "for_", metavar="PARTS", required=True, help=_option("for"))
@click.option("--where", metavar="CHANNELS", required=True, help=_option("where"))
@click.option("--kept", metavar="TEXT", required=True, help=_option("kept"))
@click.option("--until", metavar="DATE", default="", help=_option("until"))
@click.option("--guardian", metavar="TEXT", default="", help=_option("guardian"))
@click.option("--again", is_flag=True, help=_option("again"))
@shop_option
@today_option
def consent(
    who: str, shop: Path | None, today: dt.date | None, **given: str | bool | None
) -> None:
    """Take a yes down."""
    from storyhouse.editing.files import InUseError  # noqa: PLC0415
    from storyhouse.reading.unreadable import UnreadableError  # noqa: PLC0415
    from storyhouse.withdrawing.consenting import (  # noqa: PLC0415
        Asked,
        RefusedError,
        record,
        shown_now,
    )

    root = shop_folder(shop)
    house, someone, words = _met(root, who, today)
    again = bool(given.pop("again"))
    asked = Asked(**{key: str(value) for key, value in given.items()}, again=again)
    try:
        after = record(root, house, someone, asked)
    except RefusedError as refused:
        could_not_run(refused.said(words))
    except UnreadableError as unreadable:
        _refuse(root, [*unreadable.diagnostics], house.shop.language)
    except InUseError:
        could_not_run(WORDS.say("command.busy"))
    except OSError as error:
        could_not_run(WORDS.say("command.cannot-write", reason=str(error)))
    click.echo("\n".join(shown_now(house, after, words)))


@person.command(help=help_of("person.show"))
@click.argument("who", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["pretty", "json"]),
    default="pretty",
    help=WORDS.say("command.options.format"),
)
@shop_option
@today_option
def show(who: str, form: str, shop: Path | None, today: dt.date | None) -> None:
    """Everything that is held about somebody."""
    import json  # noqa: PLC0415

    from storyhouse.withdrawing.held import held  # noqa: PLC0415
    from storyhouse.withdrawing.held_text import lines  # noqa: PLC0415

    root = shop_folder(shop)
    house, someone, _ = _met(root, who, today)
    record = held(root, house, someone)
    if form == "json":
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
        return
    language = someone.language or house.shop.language
    click.echo("\n".join(lines(record, words_for(language))))


@person.command(help=help_of("person.form"))
@click.argument("who", metavar="[ID]", required=False)
@click.option("--language", type=click.Choice(LANGUAGES), help=_option("language"))
@click.option(
    "--to", "file", metavar="FILE", type=click.Path(path_type=Path), help=_option("to")
)
@shop_option
@today_option
def form(
    who: str | None,
    language: str | None,
    file: Path | None,
    shop: Path | None,
    today: dt.date | None,
) -> None:
    """A consent form to print."""
    from storyhouse.model.record import Language  # noqa: PLC0415
    from storyhouse.withdrawing.form import (  # noqa: PLC0415
        form_for,
        place_for,
        why_not,
    )

    root = shop_folder(shop)
    someone = None
    if who is None:
        house, words = _house(root, today)
    else:
        house, someone, words = _met(root, who, today)
    spoken = (someone.language if someone else None) or house.shop.language
    html = form_for(house, someone, Language(language) if language else spoken)
    target = file or place_for(root, someone)
    if reason := why_not(root, target):
        could_not_run(words.say(f"person.form.{reason}", path=str(near(target))))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, "utf-8", newline="\n")
    except OSError as error:
        could_not_run(WORDS.say("command.cannot-write", reason=str(error)))
    click.echo(words.say("person.form.done", path=str(near(target))))


# Who is meant.


def _house(root: Path, today: dt.date | None, who: str = "") -> tuple[House, Words]:
    """The shop as far as it can be read; without its own file nothing can be done.

    Nor without the file of the person, of which is said what is wrong there.
    """
    from storyhouse.reading.folder import PEOPLE  # noqa: PLC0415
    from storyhouse.reading.house import read_house  # noqa: PLC0415

    reading = read_house(root, today)
    house, file = reading.house, Path(PEOPLE, f"{who}.yml")
    if house is None:
        _refuse(root, reading.diagnostics, reading.language)
    if who not in house.people:
        theirs = [d for d in reading.diagnostics if d.where.path == file]
        if theirs:
            _refuse(root, theirs, reading.language)
    return house, words_for(reading.language)


def _met(root: Path, who: str, today: dt.date | None) -> tuple[House, Person, Words]:
    """The person of an id, or of a name that only one of the shop has."""
    from storyhouse.reading.pointing import suggest  # noqa: PLC0415
    from storyhouse.withdrawing.finding import person_called  # noqa: PLC0415

    house, words = _house(root, today, who)
    someone = person_called(house, who)
    if someone is None:
        help_, facts = suggest(who, house.people)
        said = words.say("person.unknown", who=who)
        if help_:
            said += f" {words.say(f'messages.any.help.{help_}', **facts)}"
        could_not_run(said)
    return house, someone, words


def _refuse(root: Path, found: list[Diagnostic], language: Language) -> NoReturn:
    """Say what is wrong in the owner's files, and leave."""
    from storyhouse.building import Checked  # noqa: PLC0415

    print_pretty(told_of(root, Checked(None, found, language, {})))
    raise SystemExit(HAS_ERRORS)
