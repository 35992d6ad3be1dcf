"""Begin: a starter shop in an empty folder, and a new story in a shop."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storyhouse.model.asks import Ask, AskState
from storyhouse.model.house import House
from storyhouse.model.record import Language
from storyhouse.model.stories import Kind
from storyhouse.reading.folder import (
    EVENTS,
    NEWSLETTERS,
    OPEN_LETTERS,
    PAGES,
    STORIES,
    as_id,
)
from storyhouse.words import Words, local, words_for

_STARTERS = Path(__file__).parent / "starter"

#: What `storyhouse new` can make: where it goes, by the word an owner would use.
NEW_KINDS = {
    "behind-the-scenes": STORIES[Kind.BEHIND_THE_SCENES],
    "spotlight": STORIES[Kind.SPOTLIGHT],
    "product": STORIES[Kind.PRODUCT],
    "changelog": STORIES[Kind.CHANGELOG],
    "page": PAGES,
    "letter": NEWSLETTERS,
    "event": EVENTS,
    "open-letter": OPEN_LETTERS,
}

#: What an open letter answers, in this order.
QUESTIONS = (
    "happened",
    "affected",
    "since",
    "did",
    "next",
    "remedy",
    "next_update",
    "answered_by",
)
#: Of these the answer is an id or a day, and needs no quotation marks.
_BARE = {"next_update", "answered_by"}
#: What a draft holds where nothing is known yet.
_OPEN = {
    "answers": " []",
    "heard": "",
    "credits": " []",
    **dict.fromkeys(QUESTIONS, ""),
}
#: A gathering needs so long to be heard of.
_AHEAD = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class InTheWayError(Exception):
    """A file is already where a new one would go."""

    path: Path


#: In the starter shop, the day on which it is started: an ask that was just heard. A
#: gathering is to come (`TODAY+14`), and a consent no older than people may rely on.
_DAY = re.compile(rb"TODAY([+-]\d+)?")
#: What is text. A picture may hold the same bytes by chance.
_TEXTS = {".md", ".yml"}


def start_shop(folder: Path, language: Language, day: dt.date) -> list[Path]:
    """Copy the starter shop into a folder; returns the files, from there.

    Args:
        folder: where the shop will be; made if it is not there.
        language: the shop's.
        day: the day it is started.

    Raises:
        InTheWayError: if one of them is there already; nothing is written then.
    """
    starter = _STARTERS / language
    files = sorted(p.relative_to(starter) for p in starter.rglob("*") if p.is_file())
    for path in files:
        if (folder / _name(path)).exists():
            raise InTheWayError(_name(path))
    for path in files:
        target = folder / _name(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        data = (starter / path).read_bytes()
        target.write_bytes(_dated(data, day) if path.suffix in _TEXTS else data)
    return [_name(path) for path in files]


def _dated(data: bytes, day: dt.date) -> bytes:
    """A file of the starter shop, with its days set; none outside the calendar."""
    first, last = dt.date.min.toordinal(), dt.date.max.toordinal()

    def written(found: re.Match[bytes]) -> bytes:
        meant = day.toordinal() + int(found[1] or 0)
        return str(dt.date.fromordinal(min(max(meant, first), last))).encode()

    return _DAY.sub(written, data)


def _name(path: Path) -> Path:
    """`gitignore` here is `.gitignore` in the shop: packers drop hidden files."""
    return path.with_name(".gitignore") if path.name == "gitignore" else path


def as_value(question: str, answer: str) -> str:
    """An answer as it stands behind its key in YAML; nothing for none."""
    if not answer:
        return ""
    return f" {answer if question in _BARE else _quoted(answer)}"


def _quoted(text: str) -> str:
    """JSON is YAML; half a character, as a terminal may send, becomes a whole one."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)


def filled_from_asks(house: House, asks: Sequence[Ask]) -> dict[str, str]:
    """What a change that answers asks begins with.

    Their words stand in a comment, for the owner's eyes: who said them may not have
    agreed to have them shown.
    """
    if not asks:
        return {}
    words = words_for(house.shop.language)
    heard = (" ".join(ask.words.opened().split()) for ask in asks)
    people = dict.fromkeys(who for ask in asks for who in house.askers(ask))
    known = [who for who in people if who in house.people and not house.is_gone(who)]
    lines = "".join(f"\n  - {{person: {who}, did: [idea]}}" for who in known)
    return {
        "answers": f" [{', '.join(ask.id for ask in asks)}]",
        "heard": "".join(
            f"{words.say('drafts.heard', words=said)}\n" for said in heard
        ),
        "credits": lines or " []",
    }


def filled_for_askers(house: House, ask: Ask) -> dict[str, str]:
    """What a letter to those who asked for one thing begins with: what is on record.

    The day they asked is told only where all of them asked on that day.
    """
    words, built = words_for(house.shop.language), house.built_by.get(ask.id, [])
    together = len(house.askers(ask)) == 1
    day = local.day(ask.date, words.language)
    asked = words.say(
        f"drafts.facts.{'asked' if together else 'asked-together'}",
        title=ask.title,
        day=day,
    )
    told = [*_became(house, ask, words)] or [words.say("drafts.facts.nothing")]
    return {
        "ask": ask.id,
        "stories": f" [{', '.join(story.id for story in built)}]",
        "facts": "\n\n".join([asked, *told]),
    }


def _became(house: House, ask: Ask, words: Words) -> Iterator[str]:
    """Every answer, then what was built, or the plan or the no there is instead."""

    def said(key: str, when: dt.date | None = None, **facts: str) -> str:
        day = local.day(when, words.language) if when else ""
        return words.say(f"drafts.facts.{key}", day=day, **facts)

    for answer in ask.answers:
        yield said("answered", answer.date, words=answer.words)
    built = house.built_by.get(ask.id, [])
    for story in [s for s in built if s.KIND is Kind.CHANGELOG] or built:
        way = f"../{story.source.path.as_posix()}".replace(" ", "%20")
        yield said("built", story.date, title=story.title, way=way)
        if text := getattr(story, "after", "") or story.summary:
            yield text
    match house.state(ask):
        case AskState.DECLINED if no := ask.declined:
            yield " ".join([said("declined", no.date, because=no.because), no.instead])
        case AskState.PLANNED | AskState.BUILDING if plan := ask.plan:
            key = f"{plan.state}-by" if plan.promised_by else plan.state
            yield said(key, plan.promised_by)


def new_story(  # noqa: PLR0913, PLR0917 (what it is, for whom, and what is known)
    root: Path,
    kind: str,
    title: str,
    day: dt.date,
    language: Language,
    filled: Mapping[str, str] | None = None,
    draft: str = "",
) -> Path:
    """Write a draft that asks the right questions; returns its path, from the shop.

    Args:
        root: the shop's folder.
        kind: one of `NEW_KINDS`.
        title: as it will be shown.
        day: the story's date.
        language: of the questions in the draft.
        filled: what is known already, as it stands in the draft.
        draft: which draft it is, if not the one of its kind.

    Raises:
        InTheWayError: if there is such a file already.
    """
    place, id_ = NEW_KINDS[kind], as_id(title) or f"{kind}-{day}"
    if kind == "letter" and not id_.startswith(str(day.year)):
        id_ = f"{day:%Y-%m}-{id_}"
    path = place / f"{id_[:80].rstrip('-')}.md"
    facts = {**_OPEN, **(filled or {})}
    text = words_for(language).say(
        f"drafts.{draft or kind}",
        title=_quoted(title),
        day=str(day),
        later=str(day + _AHEAD),
        **facts,
    )
    (root / place).mkdir(parents=True, exist_ok=True)
    try:
        with (root / path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(f"{text}\n")
    except FileExistsError as error:
        raise InTheWayError(path) from error
    return path
