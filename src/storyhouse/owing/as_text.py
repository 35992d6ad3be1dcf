"""The day's list for a person at a terminal: short, and without blame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyhouse.letters.naming import POLITE
from storyhouse.model.house import House
from storyhouse.model.people import ANONYMOUS, Role
from storyhouse.model.record import PersonId
from storyhouse.owing.owed import Owed
from storyhouse.owing.today import Idea, Today
from storyhouse.words import Words
from storyhouse.words.local import day

#: How much is asked of an owner at once.
HANDFUL = 5
#: Signs that no shell takes for anything but themselves.
_PLAIN = "-_./=:,+@%"
#: Signs that mean something between double quotation marks, too.
_SPECIAL = frozenset('"\\$`!')


def lines(today: Today, *, everything: bool, more: Sequence[str] = ()) -> Iterator[str]:
    """The list, as long as a hand has fingers or as it is.

    Args:
        today: the list.
        everything: whether all of it is wanted.
        more: options that every command needs, such as `--shop DIR`.
    """
    words, shown = today.words, today.owed if everything else today.owed[:HANDFUL]
    at = day(today.house.today, words.language)
    yield words.say("today.heading", shop=today.house.shop.name, day=at)
    if today.owed:
        yield words.say("today.count", count=len(today.owed))
    for number, owed in enumerate(shown, 1):
        yield ""
        indent = " " * len(begins := f"{number}. ")
        yield f"{begins}{sentence(today.house, owed, words)}"
        yield f"{indent}{command_line((*owed.command, *more))}"
        if owed.note:
            yield f"{indent}{words.say(f'today.note.{owed.note}', **owed.facts)}"
    yield ""
    yield from _closing(today, len(today.owed) - len(shown), more)


def _closing(today: Today, hidden: int, more: Sequence[str]) -> Iterator[str]:
    words = today.words
    if hidden:
        command = command_line(("today", "--all", *more))
        yield words.say("today.more", count=hidden, command=command)
    elif today.owed:
        yield words.say("today.end")
    else:
        yield words.say("today.nothing")
        yield idea_sentence(today.idea, words)
        yield f"   {command_line((*today.idea.command, *more))}"
    if today.errors:
        command = command_line(("check", *more))
        yield words.say("today.errors", errors=today.errors, command=command)


def sentence(house: House, owed: Owed, words: Words) -> str:
    """What is owed to whom, in one sentence."""
    if owed.says:
        return owed.says
    days = owed.days(house.today)
    key = f"today.says.{owed.kind}"
    if owed.variant:
        key = f"{key}.{owed.variant}"
    when = "soon" if days < 0 else "now" if days == 0 else "past"
    key = f"{key}.{when}" if f"{key}.{when}" in words.entries else key
    who = names(house, owed.who, words)
    facts = {**owed.facts, "who": who, "days": abs(days)}
    return words.say(key, **facts, day=day(owed.since, words.language))


def idea_sentence(idea: Idea, words: Words) -> str:
    """What could be told, or whom to ask."""
    if idea.ask is None:
        return words.say("today.idea.listen")
    return words.say("today.idea.story", title=idea.ask.title)


def names(house: House, who: Sequence[PersonId], words: Words) -> str:
    """Who they are, for the owner alone; nobody without a name is left out."""
    named = [_politely(house, one, words) for one in who if one != ANONYMOUS]
    if ANONYMOUS in who:
        named.append(words.say(f"today.somebody.{'else' if named else 'alone'}"))
    if len(named) < 2:
        return "".join(named)
    return words.say("today.and", first=", ".join(named[:-1]), last=named[-1])


def _politely(house: House, who: PersonId, words: Words) -> str:
    name, person = called(house, who), house.people.get(who)
    ours = person is not None and person.role is Role.MAKER
    if ours or name.endswith(POLITE):
        return name
    return words.say("today.named", name=name)


def called(house: House, who: PersonId) -> str:
    """What the owner calls somebody; of one who wants out only the id is said."""
    person = house.people.get(who)
    gone = person and person.withdrawn and person.withdrawn <= house.today
    if person is None or gone:
        return str(who)
    return person.shown_as.opened() or person.name.opened()


def command_line(command: Sequence[str]) -> str:
    """The command as it is pasted into a shell."""
    return " ".join(("storyhouse", *map(_quoted, command)))


def _quoted(word: str) -> str:
    """Quoted where a shell would take it apart; in marks that most shells know."""
    if word and all(sign.isalnum() or sign in _PLAIN for sign in word):
        return word
    if not _SPECIAL.intersection(word):
        return f'"{word}"'
    return "'" + word.replace("'", "'\"'\"'") + "'"
