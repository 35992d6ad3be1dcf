"""Where the owner's own words still name somebody, and what to write there."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath

from storyhouse.checking import links, names, photos
from storyhouse.checking.settings import settings_of
from storyhouse.diagnostics import Diagnostic, in_order
from storyhouse.model.asks import Ask
from storyhouse.model.events import Event
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.people import Person
from storyhouse.model.record import Language
from storyhouse.model.stories import Page, Story
from storyhouse.places import Location
from storyhouse.prose.links import find as links_in
from storyhouse.reading.house import read_house
from storyhouse.withdrawing.wording import initials_before, wording

#: What names somebody in words; the rest leads to them or shows them.
_IN_WORDS = {"consent/withdrawn", "person/leftover", "consent/scope"}
#: An address as it stands in a text, or behind a key.
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)[^\s<>\"'”’]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names somebody, or leads to them."""

    finding: Diagnostic
    written: str
    #: Whether the name stands in the address of a link: no words fit in there.
    in_address: bool = False

    @property
    def where(self) -> Location:
        """The place."""
        return self.finding.where


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file as it is, and as it could be."""

    where: Location
    now: str
    better: str


def mentions(root: Path, house: House, person: Person) -> list[Mention]:
    """Every place, those of drafts and of stories to come included.

    Asked of the rules themselves, and not of the check: an allowance, the baseline or a
    setting that silences a rule does not make somebody's name the shop's to print.
    """
    reading = read_house(root, house.today, drafts=True)
    whole = reading.house or house
    if person.withdrawn is None or person.withdrawn > house.today:
        gone = replace(person, withdrawn=house.today)
        whole = replace(whole, people={**whole.people, person.id: gone})
    settings = settings_of(whole)[0]
    checks = (names.check, photos.check, links.check)
    found = in_order(d for check in checks for d in check(whole, settings))
    return [*_marked(root, _of(found, person))]


def _marked(root: Path, found: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions, and of each whether it stands in an address."""
    lines = cache(lambda path: lines_of(root / path))
    for mention in found:
        if mention.finding.code in _IN_WORDS:
            where, said = mention.where, lines(mention.where.path)
            line = said[where.line - 1] if where.line <= len(said) else ""
            yield replace(mention, in_address=_is_in_address(line, where.column - 1))
        else:
            yield mention


def _is_in_address(line: str, at: int) -> bool:
    return any(start <= at < end for start, end in addresses_in(line))


def addresses_in(line: str) -> Iterator[tuple[int, int]]:
    """From where to where links lead somewhere, in a line of Markdown or of YAML."""
    for link in links_in(line):
        yield link.start, link.start + len(link.written)
    for found in _ADDRESS.finditer(line):
        yield found.span()


def _of(found: Iterable[Diagnostic], person: Person) -> Iterator[Mention]:
    """The findings that are about this person."""
    for finding in found:
        facts = {key: str(value) for key, value in finding.facts.items()}
        written = facts.get("written", facts.get("path", ""))
        if _is_about(finding.code, written, facts, person):
            yield Mention(finding, written)


def _is_about(code: str, written: str, facts: dict[str, str], person: Person) -> bool:
    if code in _IN_WORDS | {"named-in-file-name"}:
        return facts.get("person") == person.id
    if code == "consent/photo":
        photo = person.photo.opened().image if person.photo else ""
        return written == f"content/{photo}"
    # What a letter carries is mended in the story, which has its own place.
    leads = written.partition("#")[0]
    return code == "link-to-person" and PurePosixPath(leads).stem == person.id


def better_lines(
    root: Path, house: House, person: Person, found: Iterable[Mention]
) -> list[Line]:
    """Each line that names somebody, with the suggested words in its place."""
    lines: dict[Path, dict[int, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in found:
        if mention.finding.code in _IN_WORDS | {"link-to-person"}:
            lines[mention.where.path][mention.where.line].append(mention)
    languages = _languages(house)
    better: list[Line] = []
    for path, numbered in lines.items():
        said = lines_of(root / path)
        language, again = languages.get(path, house.shop.language), False
        for number, here in sorted(numbered.items()):
            now = said[number - 1] if number <= len(said) else ""
            put, again = _put(now, here, person, language, again=again)
            if put != now:
                better.append(Line(Location(path, number), now, put))
    return better


def lines_of(file: Path) -> list[str]:
    """A file's lines, composed as names are, without their ends."""
    try:
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return []
    return re.split(r"\r\n|\r|\n", unicodedata.normalize("NFC", text))


def _put(
    line: str,
    here: Iterable[Mention],
    person: Person,
    language: Language,
    *,
    again: bool,
) -> tuple[str, bool]:
    """The line with other words for the name, and whether it has spoken of them."""
    parts, end, name, bare = [], 0, person.name.opened(), True
    for mention in sorted(here, key=lambda m: m.where.column):
        written = mention.written
        at = line.find(written, max(mention.where.column - 1, end))
        if mention.finding.code not in _IN_WORDS or at < 0:
            continue
        if _is_in_address(line, at):
            continue
        if end and bare and not line[end:at].strip():
            end = at + len(written)  # two names of one person side by side
            continue
        behind = line[at + len(written) :]
        initials = initials_before(line[end:at], name)
        before = line[: at - initials]
        put = wording(before, behind, person.role, language, again=again)
        parts += [line[end : len(before) - put.before], put.words]
        end, again, bare = at + len(written) + put.behind, True, not put.behind
    return _unlinked("".join([*parts, line[end:]]), person), again


def _unlinked(line: str, person: Person) -> str:
    """Without the links to somebody's page, which there is no more."""
    way = rf"(?:[^()\s]*/)?{re.escape(person.id)}\.yml(?:#[^()\s]*)?"
    return re.sub(rf"(?<!!)\[([^\[\]]*)\]\(<?{way}>?(?:\s+\"[^\"]*\")?\)", r"\1", line)


def _languages(house: House) -> dict[Path, Language]:
    records: list[Story | Page | Issue | Ask | Event | OpenLetter] = [
        *house.written.values(),
        *house.pages.values(),
        *house.issues.values(),
        *house.asks.values(),
        *house.events.values(),
        *house.open_letters.values(),
    ]
    return {record.source.path: house.language_of(record) for record in records}
