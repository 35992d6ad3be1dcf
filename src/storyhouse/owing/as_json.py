"""The day's list for programs: one object, stable as long as its version is.

`version`: raised when a reader of the last one would go wrong.
`day`: the day it is told for.
`errors`: how many mistakes keep the shop from being built.
`owed`: all of it, most owed first; of each:

-   `kind`: update, withdrawal, untold, unanswered, unread, promise, unthanked,
    look-again, recap, consent, letter or mix.
-   `since`: the day it became owed, or will.
-   `days`: how long ago that is; below nothing, it is still to come.
-   `says`: a sentence for the owner.
-   `who`: people, as `id` and `name`; the id `anonymous` is nobody's.
-   `path`, `line`: where it is written, from the shop's folder.
-   `command`: word by word, without the first, which is `storyhouse`.
-   `paste`: the same as one line.

`idea`: `says`, `command` and `paste` when nothing is owed; else null.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from storyhouse.model.house import House
from storyhouse.owing.as_text import called, command_line, idea_sentence, sentence
from storyhouse.owing.owed import Owed
from storyhouse.owing.today import Today
from storyhouse.words import Words

VERSION = 1


def as_json(today: Today, more: Sequence[str] = ()) -> str:
    """The whole, in one object; `more` are options that every command needs."""
    idea = None
    if not today.owed:
        idea = {
            "says": idea_sentence(today.idea, today.words),
            **_commanded((*today.idea.command, *more)),
        }
    data = {
        "version": VERSION,
        "day": str(today.house.today),
        "errors": today.errors,
        "owed": [_one(today.house, owed, today.words, more) for owed in today.owed],
        "idea": idea,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _one(house: House, owed: Owed, words: Words, more: Sequence[str]) -> dict[str, Any]:
    return {
        "kind": owed.kind.value,
        "since": str(owed.since),
        "days": owed.days(house.today),
        "says": sentence(house, owed, words),
        "who": [{"id": str(who), "name": called(house, who)} for who in owed.who],
        "path": owed.where.path.as_posix(),
        "line": owed.where.line,
        **_commanded((*owed.command, *more)),
    }


def _commanded(command: Sequence[str]) -> dict[str, Any]:
    return {"command": [*command], "paste": command_line(command)}
