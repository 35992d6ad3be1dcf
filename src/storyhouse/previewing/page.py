"""The page on which an owner looks at a letter: index.html of a preview."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import limits
from storyhouse.paper import template
from storyhouse.previewing.readers import Reader
from storyhouse.sending.opening import Opened
from storyhouse.telling.told import Told
from storyhouse.words import Words, words_for

_FIRST_LINES = 90  # signs of a preheader that an inbox shows


@dataclass(frozen=True, slots=True)
class Seen:
    """A letter as one reader gets it."""

    reader: Reader
    subject: str
    preheader: str
    text: str
    source: str  # the mail, as it is sent
    bytes: int  # of its HTML


@dataclass(frozen=True, slots=True)
class Own:
    """A part that is one subscriber's own, as text."""

    address: str
    text: str


def page(  # noqa: PLR0913 (what is on the page)
    opened: Opened,
    seen: Sequence[Seen],
    own: Sequence[Own],
    findings: Sequence[Diagnostic],
    *,
    lacking: int,
    most: int,
) -> str:
    """The page, as HTML.

    Args:
        opened: the letter.
        seen: what each reader sees, the first one shown at first.
        own: who gets a part of their own.
        findings: what there is to mend.
        lacking: how many pictures are not built.
        most: how many parts of readers' own to list.
    """
    house = opened.house
    words = words_for(house.shop.language)
    told = Told(root=opened.root, language=words.language, findings=[*findings])
    style, script = _file("preview.css"), _file("preview.js")
    context = {
        "say": lambda key, **facts: words.say(f"preview.{key}", **facts),
        "language": words.language,
        "letter_language": house.language_of(opened.issue).value,
        "subject": opened.issue.subject,
        "sender": opened.letter.envelope.sender_name,
        "look": {name.replace("-", "_"): v for name, v in house.theme.tokens.items()},
        "seen": [_shown(one, number, words) for number, one in enumerate(seen, 1)],
        "own": own[:most],
        "more_own": max(len(own) - most, 0),
        "told": told.each,
        "lacking": lacking,
        "limit": limits.CLIPPED_AT,
        "style": style,
        "script": script,
        "script_hash": _hash(script),
    }
    return template(__package__, "preview.html.j2").render(context)


def _shown(one: Seen, number: int, words: Words) -> dict[str, Any]:
    subscriber = one.reader.subscriber
    name = subscriber.name or subscriber.first_name
    key = f"preview.readers.{one.reader.kind}"
    real = f"{name} <{subscriber.email}>" if name else subscriber.email
    who = "" if one.reader.invented else real
    return {
        "number": number,
        "label": words.say(key),
        "who": who or words.say("preview.invented"),
        "subject": one.subject,
        "preheader": one.preheader[:_FIRST_LINES],
        "text": one.text,
        "source": one.source,
        "bytes": one.bytes,
        "size": words.say("preview.size", kb=round(one.bytes / 1024)),
    }


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return base64.b64encode(digest).decode()


@cache
def _file(name: str) -> str:
    text = (files(__package__) / name).read_text("utf-8")
    return re.sub(r"^/\*.*?\*/\n", "", text, flags=re.DOTALL)
