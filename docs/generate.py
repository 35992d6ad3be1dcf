"""Write the reference pages from the program; with --check, say which are not current.

Tables beside it hold what the program cannot tell: key-meanings.yml what a key means to
an owner, message-help.yml which lines of help belong to which message or rule,
rule-numbers.yml what a rule's number means.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
import yaml

os.environ["LANGUAGE"] = "en"  # the command's help is in the owner's language
sys.path.insert(0, str(Path(__file__).parent))

import rule_pages
from tables import DOCS, begun, folder, rows, safe, table

from storyhouse.cli import storyhouse
from storyhouse.model.asks import Ask
from storyhouse.model.baseline import Baseline
from storyhouse.model.events import Event
from storyhouse.model.issues import Issue
from storyhouse.model.leaves import key_of
from storyhouse.model.neighbours import Neighbours
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.packs import Pack
from storyhouse.model.people import Guarded, Person
from storyhouse.model.record import (
    NEVER,
    AskId,
    PersonId,
    PicturePath,
    ProductId,
    Record,
    StoryId,
)
from storyhouse.model.shop import Shop, TimeZone
from storyhouse.model.stories import STORY_TYPES, Page, Story
from storyhouse.telling.explaining import with_gaps
from storyhouse.words import LANGUAGES, words_for

TOKENS = DOCS.parent / "themes" / "hearth" / "theme.yml"

# Keys of front matter.

#: A heading, the files it is for, and what those files hold.
RECORDS: list[tuple[str, str, type]] = [
    ("The shop", "content/shop.yml", Shop),
    ("A person", "content/people/ID.yml", Person),
    ("An ask", "content/asks/ID.yml", Ask),
    ("Every story", "content/KIND/ID.md", Story),
    *((f"Stories in {k}", f"content/{k}/ID.md", t) for k, t in STORY_TYPES.items()),
    ("A plain page", "content/pages/ID.md", Page),
    ("A letter", "newsletters/ID.md", Issue),
    ("A gathering", "content/events/ID.md", Event),
    ("An open letter", "content/open-letters/ID.md", OpenLetter),
    ("Neighbours", "content/neighbours.yml", Neighbours),
    ("Every file above", "content/shop.yml, and so on", Record),
    ("A rule pack", "content/rules/NAME.yml", Pack),
    ("The baseline", "content/baseline.yml", Baseline),
]
_TAKES: dict[Any, str] = {
    str: "text",
    bool: "`true` or `false`",
    int: "a whole number",
    dt.date: "a day, as `2026-03-14`",
    dt.datetime: "a day and an hour, as `2026-03-14 09:00`",
    TimeZone: "a timezone, as `Asia/Seoul`",
    PersonId: "a person",
    AskId: "an ask",
    StoryId: "a story",
    ProductId: "a product",
    PicturePath: "a picture's file, from `content/`",
}
#: Given by the reader, not written by an owner.
_GIVEN = {"source", "id", "body"}


def meanings() -> dict[str, dict[str, str]]:
    """What each key means, by the class that holds it."""
    return typing.cast("dict[str, dict[str, str]]", table("key-meanings"))


def held_keys() -> dict[str, set[str]]:
    """Every key that an owner can write, by the class that holds it."""
    held: dict[str, set[str]] = {}
    waiting: list[type] = [record for _, _, record in RECORDS]
    while waiting:
        record = waiting.pop()
        held[record.__name__] = {key_of(f.name) for f in _own_fields(record)}
        hints = typing.get_type_hints(record)
        inner = (_nested(hints[f.name]) for f in _own_fields(record))
        waiting += [t for t in inner if t and t.__name__ not in held]
    return held


def _own_fields(record: type) -> list[Field[Any]]:
    """A story's kind has, besides, all that every story has; a file, what each has."""
    inherited = (
        field.name
        for base in (Record, Story)
        if issubclass(record, base) and record is not base
        for field in fields(base)
    )
    known = _GIVEN.union(inherited)
    return [f for f in fields(record) if f.name not in known]


def _nested(declared: Any) -> type | None:
    """The record inside a list, a guard or an option, if there is one."""
    inner = [declared, *typing.get_args(declared)]
    inner += [a for t in inner for a in typing.get_args(t)]
    return next((t for t in inner if isinstance(t, type) and is_dataclass(t)), None)


def keys_page() -> str:
    """docs/reference/keys.md."""
    means, said = meanings(), table("reference-words")
    page = begun("Every key", said["keys"])
    for title, files, record in RECORDS:
        page += [f"## {title}\n", f"`{files}`\n", *_about(record)]
        page += rows(
            ("key", "takes", "without it", "meaning"), _lines(record, "", means)
        )
    return "\n".join(page)


def _about(record: type) -> Iterator[str]:
    if issubclass(record, Story) and record is not Story:
        own = "and these keys" if _own_fields(record) else "and nothing more"
        yield f"All keys of [every story](#every-story), {own}.\n"


def _lines(
    record: type, before: str, means: Mapping[str, Mapping[str, str]]
) -> Iterator[list[str]]:
    hints = typing.get_type_hints(record)
    own = means.get(record.__name__, {})
    held = [f for f in fields(record) if key_of(f.name) in own and f.name not in _GIVEN]
    for field in held:
        key, declared = key_of(field.name), hints[field.name]
        yield [f"{before}`{key}`", takes(declared), _without(field), own[key]]
        if inner := _nested(declared):
            yield from _lines(inner, f"{before}`{key}` ", means)


def takes(declared: Any) -> str:
    """What an owner writes for a type."""
    origin, inner = typing.get_origin(declared), typing.get_args(declared)
    if origin in {types.UnionType, typing.Union}:
        return takes(next(t for t in inner if t is not types.NoneType))
    if origin is Guarded:
        return takes(inner[0])
    if origin is tuple:
        return f"a list, each {takes(inner[0])}"
    if origin is not None:
        names = "names" if inner[0] is str else takes(inner[0])
        simple = inner[1] in {str, Any}
        held = "its value" if simple else takes(inner[1]).removeprefix("with ")
        return f"{names}, each with {held}"
    if isinstance(declared, type) and issubclass(declared, StrEnum):
        return " or ".join(f"`{choice.value}`" for choice in declared)
    return "with keys of its own" if is_dataclass(declared) else _TAKES[declared]


def _without(field: Field[Any]) -> str:
    value = field.default
    if field.default_factory is not MISSING:
        value = field.default_factory()
    if value is MISSING:
        return "**required**"
    if value is NEVER:
        return "no end"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "" if value in ("", (), None, {}) else f"`{value}`"


# Messages.


def message_codes() -> list[str]:
    """Every code that has a message."""
    entries = words_for("en").of("messages")
    return list(dict.fromkeys(k.split(".says")[0] for k in entries if ".says" in k))


def help_lines() -> dict[str, list[str]]:
    """Which shared lines of help a message can end with."""
    return typing.cast("dict[str, list[str]]", table("message-help"))


def messages_page(language: str) -> str:
    """docs/messages.md, in a language."""
    entries = words_for(language).of("messages")
    said = table("reference-words")["messages"][language]
    page = begun(said["title"], said["about"])
    for code in message_codes():
        page += [f'<a id="{code}"></a>\n', f"## {code}\n"]
        says = [t for k, t in entries.items() if k.split(".says")[0] == code]
        page += [f"> {_told(text)}\n" for text in says if text]
        page += [f"{_told(entries[f'{code}.why'])}\n"]
        lines = [entries[f"any.help.{name}"] for name in help_lines().get(code, [])]
        lines += [t for k, t in entries.items() if k.startswith(f"{code}.help.")]
        if lines:
            page += [f"{said['help']}:\n", *(f"- {_told(text)}" for text in lines), ""]
    page += [f"## {said['rules']}\n", f"{said['rules-about']}\n"]
    return "\n".join([*page, *rule_pages.linked(language), ""])


def _told(text: str) -> str:
    """A message's words, safe in Markdown."""
    return safe(with_gaps(text))


# Commands and tokens.


def commands_page() -> str:
    """docs/reference/commands.md."""
    page = begun("Every command", table("reference-words")["commands"])
    for name, command in sorted(storyhouse.commands.items()):
        page += _command((name,), command)
    return "\n".join(page)


def _command(names: tuple[str, ...], command: click.Command) -> Iterator[str]:
    """A command's section, then those of the commands it is made of."""
    words, key = words_for("en"), f"command.{'.'.join(names)}"
    full = " ".join(("storyhouse", *names))
    context = click.Context(command, info_name=full)
    yield from (f"## {full}\n", f"{words.say(f'{key}.about')}\n")
    usage = " ".join([full, *command.collect_usage_pieces(context)])
    yield f"```text\n{usage}\n```\n"
    helps = (p.get_help_record(context) for p in command.get_params(context))
    options = ([f"`{o.replace('|', ', ')}`", what] for o, what in filter(None, helps))
    yield from rows(("option", "meaning"), options)
    example = words.say(f"{key}.example").removeprefix("Example: ")
    yield from ("For example:\n", f"```text\n{example}\n```\n")
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from _command((*names, name), inner)


def tokens_page() -> str:
    """docs/reference/tokens.md."""
    said = table("reference-words")["tokens"]
    page = begun("What the look is made of", said)
    for section in re.split(r"\n\n", TOKENS.read_text("utf-8"))[1:]:
        about = " ".join(re.findall(r"(?m)^# (.*)$", section))
        page += [f"{about}\n", "| token | as it comes | for |", "|---|---|---|"]
        for name, value, what in re.findall(
            r"(?m)^([\w-]+): (.*?)(?:\s+# (.*))?$", section
        ):
            page.append(
                f"| `{name}` | `{yaml.load(value, yaml.CSafeLoader)}` | {what} |"
            )
        page.append("")
    return "\n".join(page)


def pages() -> dict[Path, str]:
    """Every page that is written from the program."""
    made = {
        DOCS / "reference" / "keys.md": keys_page(),
        DOCS / "reference" / "commands.md": commands_page(),
        DOCS / "reference" / "tokens.md": tokens_page(),
    }
    for language in LANGUAGES:
        made[folder(language) / "messages.md"] = messages_page(language)
    return made | rule_pages.pages()


def left_over(made: Iterable[Path]) -> list[Path]:
    """Pages of rules that there are no more."""
    folders = (folder(language) / "rules" for language in LANGUAGES)
    there = {page for rules in folders for page in rules.glob("*.md")}
    return sorted(there - {*made})


def main(arguments: list[str]) -> int:
    """0 when all is current or written; 1 when --check finds a page that is not."""
    made = pages()
    old = [p for p, t in made.items() if not p.is_file() or p.read_text("utf-8") != t]
    left = left_over(made)
    if "--check" in arguments:
        _complain(old, "is not current")
        _complain(left, "is of no rule")
        return 1 if old or left else 0
    for path in old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.relative_to(DOCS.parent)}\n")
    for path in left:
        path.unlink()
    return 0


def _complain(paths: Iterable[Path], what: str) -> None:
    for path in paths:
        shown = path.relative_to(DOCS.parent)
        sys.stderr.write(f"{shown} {what}: run python docs/generate.py\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
