"""What is a customer's own business stands in no published text: rule `pii/leak`.

Phone numbers, mail and street addresses, order and card numbers. The shop's own, which
stand in content/shop.yml, are meant to be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml

from storyhouse.checking.phones import is_phone
from storyhouse.checking.published import Locate, on_site, texts
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.record import Record
from storyhouse.model.shop import Shop
from storyhouse.prose.linear import Pattern, Span

_NOT_DIGITS = re.compile(r"\D+")
_MAY_HOLD = re.compile(r"[0-9@]")
_BLANKS = re.compile(r"[\s,]+")


@cache
def _kinds() -> dict[str, list[str]]:
    text = (files(__package__) / "private.yml").read_text("utf-8")
    kinds: dict[str, list[str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return kinds


@cache
def _patterns() -> dict[str, Pattern]:
    return {kind: Pattern.any_of(patterns) for kind, patterns in _kinds().items()}


@cache
def _anything() -> Pattern:
    """All kinds as one, which most texts hold nothing of."""
    return Pattern.any_of(p for patterns in _kinds().values() for p in patterns)


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Every text of every page and letter but the shop's own facts."""
    ours = _own(house.shop)
    showing = house.showing()
    records: list[Record] = [r for r in on_site(house) if not isinstance(r, Shop)]
    for record in (*records, *house.issues.values()):
        for locate, text in texts(record, showing):
            if _MAY_HOLD.search(text) and _anything().find(text):
                yield from _in(house, locate, text, ours)


def _in(
    house: House, locate: Locate, text: str, ours: list[str]
) -> Iterator[Diagnostic]:
    taken: list[Span] = []
    for kind, pattern in _patterns().items():
        for start, end in pattern.spans(text):
            written = text[start:end]
            if kind == "phone" and not is_phone(written, house.shop.country):
                continue
            if _is_ours(written, ours) or any(start < e and s < end for s, e in taken):
                continue
            taken.append((start, end))
            yield Diagnostic(
                where=locate(start),
                until=locate(end),
                code="pii/leak",
                variant=kind,
                facts={"written": _hidden(written)},
            )


def _own(shop: Shop) -> list[str]:
    """What the shop itself gives away: its number in digits, its addresses."""
    mailing = shop.newsletter
    known = [shop.contact.email, shop.contact.phone, shop.contact.address]
    known += [mailing.from_, mailing.reply_to] if mailing else []
    known += [link.url for link in shop.links]
    return [form for text in known if text for form in _forms(text)]


def _forms(text: str) -> list[str]:
    digits = _NOT_DIGITS.sub("", text)
    return [_BLANKS.sub("", text).casefold(), digits[-8:] if len(digits) > 7 else text]


def _is_ours(written: str, ours: list[str]) -> bool:
    bare, digits = _BLANKS.sub("", written).casefold(), _NOT_DIGITS.sub("", written)
    return any(bare in own or (digits[-8:] == own) for own in ours)


def _hidden(written: str) -> str:
    """Enough to find it by: what is told here may be pasted into a log."""
    shown = " ".join(written.split())[:4]
    return f"{shown}…"
