"""What all services share: what is handed over, and how a text is written for one."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import formataddr
from enum import StrEnum
from typing import Protocol, TypeVar

from storyhouse.diagnostics import Diagnostic
from storyhouse.domains import sendable
from storyhouse.letters import Letter
from storyhouse.letters.headers import ways_out
from storyhouse.model.issues import Issue
from storyhouse.prose.fields import MergeField, Repeated, Segments, plainly
from storyhouse.sending.recipients import Recipient

VIEW, UNSUBSCRIBE = "view_url", "unsubscribe_url"
#: The name of a file below the export's folder, and what is in it.
Named = tuple[str, bytes]
Item = TypeVar("Item")
#: What ends a line, or means something to a terminal or a database.
_SIGNS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Kind(StrEnum):
    """Which text of a letter: only in HTML is a value escaped."""

    SUBJECT = "subject"
    TEXT = "text"
    HTML = "html"

    @property
    def escape(self) -> Callable[[str], str]:
        """How a value is written there."""
        return html.escape if self is Kind.HTML else plainly


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """One letter, and those whom a service is to send it to."""

    issue: Issue
    letter: Letter
    recipients: Sequence[Recipient]
    lists: tuple[int, ...] = ()  # listmonk's own numbers
    template: int | None = None  # likewise

    @property
    def sender(self) -> str:
        """The letter's sender as a header of ASCII signs alone."""
        envelope = self.letter.envelope
        name = " ".join(envelope.sender_name.split())
        return formataddr((name, sendable(envelope.sender)))

    def ways_out(self, recipient: Recipient) -> dict[str, str]:
        """RFC 2369 and RFC 8058: the headers by which one recipient leaves."""
        found = ways_out(self.letter.envelope, recipient.values)
        return {name: " ".join(value.split()) for name, value in found.items()}

    @property
    def list_id(self) -> str:
        """The list's id as a header; its name might need signs that are not ASCII."""
        return f"<{self.letter.envelope.list_id}>"


@dataclass(frozen=True, slots=True)
class Engine:
    """One service: the files it is handed, and what it cannot express."""

    files: Callable[[Handing], Iterator[Named]]
    refused: Callable[[Issue, Letter], Iterator[Diagnostic]]


class Syntax(Protocol):
    """How one service writes."""

    def literal(self, text: str, kind: Kind) -> str:
        """An author's text, so that nothing in it is taken for a field."""

    def field(self, merge: MergeField, kind: Kind) -> str:
        """A field; never `view_url`, which is the same for all."""

    def part(self, part: Repeated, kind: Kind) -> str:
        """A part that only some get."""


def written_for(letter: Letter, syntax: Syntax, kind: Kind) -> str:
    """One of the letter's texts, as a service is to be given it."""
    segments: Mapping[Kind, Segments] = {
        Kind.SUBJECT: letter.subject,
        Kind.TEXT: letter.text,
        Kind.HTML: letter.html,
    }
    view = kind.escape(letter.envelope.view_url)
    made: list[str] = []
    plain = ""
    for segment in segments[kind]:
        match segment:
            case str():
                plain += segment
            case MergeField(name=name) if name == VIEW:
                plain += view
            case MergeField():
                made += [syntax.literal(plain, kind), syntax.field(segment, kind)]
                plain = ""
            case Repeated():
                made += [syntax.literal(plain, kind), syntax.part(segment, kind)]
                plain = ""
    text = "".join([*made, syntax.literal(plain, kind)])
    return " ".join(text.splitlines()).strip() if kind is Kind.SUBJECT else text


def tidied(recipient: Recipient) -> Recipient:
    """A recipient whose words stay on their line: some go into headers."""
    values = {k: _SIGNS.sub(" ", v) for k, v in recipient.values.items()}
    return replace(recipient, values=values)


def as_json(value: object) -> bytes:
    """A file of JSON that a person can read, too."""
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode()


def compact(value: object) -> str:
    """JSON that stands inside of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def batches(
    items: Iterable[Item], most: int, most_bytes: int = 0
) -> Iterator[list[Item]]:
    """Items in lists of at most so many, and of at most so many bytes as JSON."""
    batch: list[Item] = []
    size = 0
    for item in items:
        weight = len(as_json(item)) if most_bytes else 0
        if batch and (len(batch) == most or size + weight > most_bytes > 0):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += weight
    if batch:
        yield batch


def numbered(name: str, number: int) -> str:
    """`payload-001.json`, so that files sort as they are to be sent."""
    stem, _, ending = name.partition(".")
    return f"{stem}-{number:03}.{ending}"
