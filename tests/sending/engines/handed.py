"""Letters to hand over: one of a real shop, and texts that no author should need."""

from __future__ import annotations

import html
import os
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from storyhouse.building import build_shop
from storyhouse.prose.fields import MergeField, Repeated, Segments
from storyhouse.sending.engines.shape import Handing, tidied
from storyhouse.sending.opening import open_issue
from storyhouse.sending.recipients import Recipient, recipients
from storyhouse.subscribing.list import SubscriberList
from tests.shop import TODAY, Shop

LIST = """\
email,first_name,name,person,language,tags,status,consented_at,consent_how
haeseong@mail.example,해성,김해성,,ko,,active,2026-01-01,form
nobody@mail.example,,,,ko,,active,2026-01-01,form
clara@mail.example,Clara,"C ""<b>"" & {{t1}} %recipient.out% {% if %}",,en,,active,,
gone@mail.example,Gone,,,en,,unsubscribed,2026-01-01,form
waits@mail.example,Waits,,,en,,pending,,
"""
#: Where somebody else sells rye.
_RYE = "https://rye.example/"
_LATER = 4_000_000_000.0
#: Everything that some service takes for something, and what must stay beside it.
PIECES = [
    *("{", "}", "{{", "}}", "{{{", "}}}", "{{x}}", "{{ .Subscriber.Email }}"),
    *("{%", "%}", "{% if x %}", "{#", "#}", "{{! no }}", "{{#each x}}", "{{> x}}"),
    *("%recipient.t1%", "%recipient%", "%unsubscribe_url%", "%", "100%"),
    *("https://a.example/@TrackLink", "@TrackLink", "<", ">", "&", "a < b", "<x>"),
    *('"', "'", "\\", "\\{", "`", "안녕", " ", "\n", "\n\n", "`{{`", "friend", "$1"),
]
FIELDS: list[MergeField] = [
    MergeField("first_name", "friend"),
    MergeField("first_name", 'say "hi" & \\ <you>'),
    MergeField("name", "손님", "이(가)"),
    MergeField("name", "손님", "(으)로"),
    MergeField("email", "you"),
    MergeField("view_url"),
    MergeField("unsubscribe_url"),
]


def shop_in(folder: Path, listed: str = LIST) -> Shop:
    """A shop with a list; one of its letters has fields in its subject."""
    shop = Shop.of("letters", folder / "shop")
    shop.write("private/subscribers.csv", listed)
    return shop


def ready_shop(folder: Path, language: str = "en") -> Shop:
    """The same, its letters all right and its site built, as an export wants it."""
    listed = LIST.replace("consent_how\n", "consent_how,이름\n", 1)
    listed = "".join(
        line if line.endswith("이름\n") else line.replace("\n", ",\n")
        for line in listed.splitlines(keepends=True)
    )
    shop = shop_in(folder, listed)
    october = "newsletters/october.md"
    shop.change(october, " \\{braces} stay, {a b} and {{x}} too.", "")
    shop.change(october, "changelog/less.md#now", "changelog/less.md")
    shop.change("newsletters/gullyeo.md", "https://moss.example/rye/", _RYE)
    if language != "en":
        shop.change("content/shop.yml", "language: en", f"language: {language}")
    checked, site = build_shop(shop.root, TODAY)
    assert site is not None, checked.diagnostics
    return shop


def be_new(shop: Shop) -> None:
    """Let the site be newer than what was just written; else it would be told."""
    os.utime(shop.root / "out/site", (_LATER, _LATER))


def handing_of(shop: Shop, issue: str) -> Handing:
    """What is handed over of a letter."""
    opened = open_issue(shop.root, issue, TODAY)
    people = recipients(
        shop.root,
        opened.house,
        opened.issue,
        opened.letter,
        SubscriberList(shop.root),
    )
    everybody = tuple(map(tidied, people))
    return Handing(issue=opened.issue, letter=opened.letter, recipients=everybody)


def strange(handing: Handing, count: int, *, parts: bool) -> list[Handing]:
    """The same with other texts: always the same ones, whoever runs this."""
    chance = random.Random(20261128)  # noqa: S311 (no secret)
    return [_strange(handing, chance, parts=parts) for _ in range(count)]


def _strange(handing: Handing, chance: random.Random, *, parts: bool) -> Handing:
    pieces: list[str | MergeField] = [
        chance.choice(PIECES) if chance.random() < 0.7 else chance.choice(FIELDS)
        for _ in range(chance.randrange(1, 12))
    ]
    text: Segments = tuple(pieces)
    page = _in_html(pieces)
    asked = Repeated("asked", ("«",), ("{", MergeField("what", "x"), "}}"), ("%»",))
    if parts:
        text = (*text, asked, "}")
        page = (*page, replace(asked, before=("<p>",), after=("</p>",)), "}")
    subject = tuple(s if isinstance(s, MergeField) else _line(s) for s in pieces)
    letter = replace(handing.letter, subject=subject, text=text, html=page)
    return replace(handing, letter=letter)


def _line(text: str) -> str:
    return text.replace("\n", "")


def _in_html(pieces: Sequence[str | MergeField]) -> Segments:
    """A field among text, and one in an attribute."""
    page = (p if isinstance(p, MergeField) else html.escape(p) for p in pieces)
    return ('<a href="', MergeField("unsubscribe_url"), '">', *page, "</a>")


def with_parts(handing: Handing) -> Handing:
    """The same, and the first of its recipients gets a part of their own."""
    first, *others = handing.recipients
    items = [{"what": "less {{salt}} & <more>"}, {"what": "%recipient.out%"}]
    first = replace(first, parts={"asked": items})
    return replace(handing, recipients=(first, *others))


def many(handing: Handing, count: int) -> Handing:
    """The same to a long list."""
    one = handing.recipients[0]
    people = (_numbered(one, n) for n in range(count))
    return replace(handing, recipients=tuple(people))


def _numbered(one: Recipient, number: int) -> Recipient:
    return replace(one, address=f"reader-{number}@mail.example")
