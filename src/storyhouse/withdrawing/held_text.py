"""What is held about somebody, in words for them: the same as the JSON, no less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from storyhouse.withdrawing.held import Data
from storyhouse.words import Words
from storyhouse.words.local import day

_IN = "    "


def lines(held: Data, words: Words) -> Iterator[str]:
    """The whole of it, heading by heading; headings with nothing below say so."""
    person = held["person"]
    name = person["shown_as"] or person["name"]
    yield _sentence(
        words, "title", name=name, shop=held["shop"], day=_day(held["day"], words)
    )
    yield ""
    yield from _person(person, words)
    for heading, entries in (
        ("consents", [_consent(c, words) for c in held["consents"]]),
        ("shown-now", [*_shown(held["shown_now"], words)]),
        ("asks", [line for ask in held["asks"] for line in _ask(ask, words)]),
        ("stories", [line for s in held["stories"] for line in _story(s, words)]),
        ("events", [_dated(e, words) for e in held["events"]]),
        ("open-letters", [_dated(o, words) for o in held["open_letters"]]),
        ("letters", [_letter(i, words) for i in held["letters"]]),
        (
            "mentions",
            [f"{m['file']}:{m['line']} {m['written']}" for m in held["mentions"]],
        ),
        ("pictures", held["pictures"]),
        ("subscriptions", [_row(row) for row in held["subscriptions"]]),
    ):
        yield from _part(heading, entries, words)
    yield ""
    yield _sentence(words, "rights", contact=held["contact"])


def _sentence(words: Words, key: str, **facts: str | int) -> str:
    return words.say(f"person.show.{key}", **facts)


def _day(written: str, words: Words) -> str:
    return day(dt.date.fromisoformat(written), words.language) if written else ""


def _then(words: Words, key: str, date: str) -> str:
    return _sentence(words, key, day=_day(date, words))


def _part(heading: str, entries: Sequence[str], words: Words) -> Iterator[str]:
    yield ""
    yield _sentence(words, f"parts.{heading}")
    yield from (_IN + entry for entry in entries or [words.say("person.nothing")])


def _person(person: Data, words: Words) -> Iterator[str]:
    yield f"{_sentence(words, 'parts.person')} ({person['file']})"
    photo = person["photo"]
    told = {
        "name": person["name"],
        "shown_as": person["shown_as"],
        "role": words.say(f"site.people.roles.{person['role']}"),
        "since": _day(person["since"], words),
        "about": person["about"],
        "photo": f"{photo['image']}: {photo['alt']} {photo['caption']}".strip()
        if photo
        else "",
        "language": person["language"]
        and words.say(f"person.languages.{person['language']}"),
        "child": words.say("person.yes") if person["child"] else "",
        "withdrawn": _day(person["withdrawn"], words),
    }
    for key, value in told.items():
        if value:
            yield f"{_IN}{_sentence(words, f'keys.{key}')}: {value}"


def _consent(consent: Data, words: Words) -> str:
    until = consent["until"]
    facts = {
        "given": _day(consent["given"], words),
        "parts": ", ".join(words.say(f"person.parts.{p}") for p in consent["for"]),
        "channels": ", ".join(
            words.say(f"person.channels.{c}") for c in consent["where"]
        ),
        "kept": consent["kept"],
    }
    said = _sentence(words, "consent", **facts)
    if until:
        said += f" {_sentence(words, 'until', day=_day(until, words))}"
    if consent["guardian"]:
        said += f" {_sentence(words, 'guardian', name=consent['guardian'])}"
    return said if consent["current"] else f"{said} {_sentence(words, 'ended')}"


def _shown(shown: dict[str, list[str]], words: Words) -> Iterator[str]:
    for channel, parts in shown.items():
        what = ", ".join(words.say(f"person.parts.{p}") for p in parts)
        where = words.say(f"person.channels.{channel}")
        yield f"{where}: {what or words.say('person.nothing')}"


def _ask(ask: Data, words: Words) -> Iterator[str]:
    state = words.say(f"site.asks.states.{ask['state']}")
    via = f" ({ask['via']})" if ask["via"] else ""
    yield f"{_day(ask['date'], words)}: {ask['title']}{via}, {state} ({ask['file']})"
    if ask["words"]:
        yield f"  “{ask['words']}”"
    for answer in ask["answers"]:
        yield f"  {_then(words, 'answered', answer['date'])} {answer['words']}"
    for told in ask["told"]:
        key = "told-thanked" if told["thanked"] else "told"
        heard = _day(told["date"], words)
        yield f"  {_sentence(words, key, day=heard, how=told['how'])}"


def _story(story: Data, words: Words) -> Iterator[str]:
    waits = "" if story["out"] else f" {_sentence(words, 'waits')}"
    yield f"{_day(story['date'], words)}: {story['title']} ({story['file']}){waits}"
    if quote := story["quote"]:
        approved = _sentence(words, "approved", day=_day(quote["approved"], words))
        yield f"  “{quote['words']}” ({approved})"
    if story["credited_for"]:
        did = ", ".join(words.say(f"site.did.{d}") for d in story["credited_for"])
        yield f"  {_sentence(words, 'credited', did=did)}"
    for round_ in story["rounds"]:
        yield f"  {_then(words, 'tested', round_['date'])} {round_['question']}"


def _dated(record: Data, words: Words) -> str:
    return f"{_day(record['date'], words)}: {record['title']} ({record['file']})"


def _letter(letter: Data, words: Words) -> str:
    return f"{_day(letter['date'], words)}: {letter['subject']} ({letter['file']})"


def _row(row: dict[str, Any]) -> str:
    columns = ", ".join(f"{k}: {v}" for k, v in row["columns"].items() if v)
    return f"{row['file']}:{row['line']} {columns}"
