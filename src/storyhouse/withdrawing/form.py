"""A consent form for one page of paper, filled with what the shop knows already."""

from __future__ import annotations

from pathlib import Path

from storyhouse.model.house import House
from storyhouse.model.people import Channel, Part, Person
from storyhouse.model.record import Language
from storyhouse.paper import template
from storyhouse.words import words_for

#: By this a form is known again: a new one may take its place.
_MARK = "storyhouse person form"
#: Where every file is published, or read as one of the shop's own.
_THEIRS = ("content", "newsletters", "themes", "out")


def form_for(house: House, person: Person | None, language: Language) -> str:
    """The form as HTML that needs nothing else, for somebody or for anybody.

    What was agreed to before is not ticked: a yes is given by hand, each time.
    """
    words, shop = words_for(language), house.shop
    return template(__package__, "form.html.j2").render(
        say=lambda key, **facts: words.say(f"person.paper.{key}", **facts),
        mark=_MARK,
        language=language.value,
        shop=shop.name,
        address=shop.contact.address,
        ways=[way for way in (shop.contact.email, shop.contact.phone) if way],
        name=person.name.opened() if person else "",
        shown_as=person.shown_as.opened() if person else "",
        child=person.child if person else False,
        parts=[part.value for part in Part],
        channels=[channel.value for channel in Channel],
    )


def place_for(root: Path, person: Person | None) -> Path:
    """Where the form goes by default: private/ is never published."""
    name = f"consent-{person.id}.html" if person else "consent.html"
    return root / "private" / name


def why_not(root: Path, target: Path) -> str:
    """Why a form may not be written there, as a key below `person.form`; else empty."""
    whole = target.resolve()
    for folder in _THEIRS:
        if whole.is_relative_to((root / folder).resolve()):
            return "not-there" if folder == "out" else "not-among"
    return "" if not target.exists() or _is_form(target) else "in-the-way"


def _is_form(target: Path) -> bool:
    try:
        return f'content="{_MARK}"'.encode() in target.read_bytes()
    except OSError:
        return False
