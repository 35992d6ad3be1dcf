"""The sheet as text: written to be read, not what is left of the HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyhouse.letters.blocks import (
    Anchor,
    Card,
    Footing,
    Gathering,
    Lead,
    Line,
    NextDoor,
    Noted,
    Part,
    Said,
    Sheet,
    Signature,
    Together,
    Turned,
    Yours,
)
from storyhouse.letters.wrap import COLUMNS, rewrapped, width, wrapped

_ROW = re.compile(r"^[-| ]*-[-| ]*\|[-| ]*$")
_BLANKS = re.compile(r"\n{3,}")
_INDENT = "  "


def as_text(sheet: Sheet) -> str:
    """The whole letter."""
    head, title, *rest = filter(None, _pieces(sheet))
    if sheet.yours:  # with the blank lines behind it: who has none of it misses none
        rest[0] = _yours(sheet.yours) + rest[0]
    text = "\n\n".join([head, title, *rest])
    return _BLANKS.sub("\n\n", text) + "\n"


def _yours(yours: Yours) -> str:
    """What only some readers get, as marks; its texts come broken into lines."""
    mark = yours.marks
    field = mark.field
    return (
        f"{mark.before}{wrapped(yours.label)}{mark.each}\n\n"
        f"* {field('became')}\n{_INDENT}{field('title')}\n{_INDENT}{field('words')}\n"
        f"{_INDENT}{field('address')}\n{_INDENT}{field('why')}"
        f"{mark.after}\n\n{wrapped(yours.thanks)}\n\n* * *\n\n{mark.end}"
    )


def _pieces(sheet: Sheet) -> Iterator[str]:
    head = sheet.masthead
    yield f"{wrapped(head.shop)}\n{wrapped(f'{head.newsletter} · {head.date}')}"
    yield _underlined(sheet.title, "=")
    if sheet.open_matter:
        yield wrapped(sheet.open_matter.words)
        yield _links([*sheet.open_matter.links])
    if sheet.lead:
        yield from _lead(sheet.lead)
    yield _prose(sheet.body.text)
    for card in sheet.cards:
        yield from _card(card)
    if sheet.gathering:
        yield from _gathering(sheet.gathering)
    ask = sheet.invitation
    yield _band(ask.label)
    yield wrapped(ask.question)
    yield wrapped(ask.words)
    # A mail program has its own button to reply.
    yield _links([link for link in ask.links if not link.address.startswith("mailto:")])
    yield _signature(sheet.signature)
    if sheet.next_door:
        yield from _next_door(sheet.next_door)
    if sheet.offer:
        yield _band(sheet.offer.label)
        yield wrapped(sheet.offer.words)
        yield _links([sheet.offer.link] if sheet.offer.link else [])
    yield "-" * COLUMNS
    for footing in sheet.foot:
        yield _foot(footing)


def _prose(text: str) -> str:
    """The author's words; a table loses the line that only Markdown needs."""
    lines = [line for line in text.split("\n") if not _ROW.match(line)]
    return rewrapped("\n".join(lines)).strip("\n")


def _lead(lead: Lead) -> Iterator[str]:
    yield wrapped(lead.label)
    yield "\n".join(
        f"{wrapped(line.title, '* ', _INDENT)}\n"
        f"{wrapped(line.words, _INDENT, _INDENT)}\n{_INDENT}{line.address}"
        for line in lead.lines
    )
    yield wrapped(lead.thanks)


def _gathering(event: Gathering) -> Iterator[str]:
    yield _band(event.label)
    yield _underlined(event.title.words, "-")
    yield "\n".join(wrapped(line) for line in (event.when, event.where) if line)
    yield wrapped(event.summary)
    yield event.title.address


def _signature(sign: Signature) -> str:
    if sign.signed:
        return ""
    return f"{wrapped(sign.name)}\n{wrapped(sign.about)}".rstrip()


def _next_door(door: NextDoor) -> Iterator[str]:
    yield _band(door.label)
    for post, whose in door.posts:
        yield f"{wrapped(post.words)}\n{wrapped(whose)}\n{post.address}"


def _card(card: Card) -> Iterator[str]:
    yield _band(card.kicker)
    yield wrapped(card.notice)
    yield _underlined(card.title, "-")
    for part in card.parts:
        yield _part(part)
    yield f"{wrapped(card.more)}:\n{card.address}"


def _part(part: Part) -> str:
    match part:
        case Line(words):
            return wrapped(words)
        case Said(words, who):
            said = wrapped(words, _INDENT, _INDENT)
            return f"{said}\n{wrapped(who, f'{_INDENT}— ', _INDENT * 2)}"
        case Turned(before_label, before, after_label, after):
            return f"{_labelled(before_label, before)}\n{_labelled(after_label, after)}"
        case Noted(label, words):
            return _labelled(label, words)
        case Together(label, people):
            rows = [wrapped(f"{who}: {did}", "* ", _INDENT) for who, did in people]
            return "\n".join([f"{label}:", *rows])


def _labelled(label: str, words: str) -> str:
    return wrapped(f"{label}: {words}", "", _INDENT)


def _links(links: list[Anchor]) -> str:
    return "\n".join(f"{link.words}:\n{link.address}" for link in links)


def _foot(foot: Footing) -> str:
    ways = _links([foot.view, foot.unsubscribe])
    sender = "\n".join(wrapped(one.words) for one in foot.sender)
    return f"{wrapped(foot.why)}\n\n{ways}\n\n{sender}"


def _underlined(title: str, sign: str) -> str:
    lines = wrapped(title)
    longest = max(map(width, lines.split("\n")))
    return f"{lines}\n{sign * max(longest, 3)}"


def _band(label: str) -> str:
    """Three stars, so that the eye and a screen reader find the next piece."""
    return f"* * *\n\n{wrapped(label)}"
