"""Names that may not be written, for some channels and a day.

The checks look for them in what the owner wrote; in what neighbours wrote, which is not
the owner's to mend, nothing that holds one is shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from storyhouse.model.house import House
from storyhouse.model.neighbours import Post
from storyhouse.model.people import Part, Person, Role
from storyhouse.model.record import PersonId
from storyhouse.model.showing import Showing
from storyhouse.prose.names import NameFinder, forms_of


def hidden_names(showing: Showing) -> NameFinder[PersonId]:
    """All names of those who may not be named, and what `shown_as` keeps back.

    Somebody's name is not hidden where another of that name may be shown.
    """
    finder: NameFinder[PersonId] = NameFinder()
    shown: set[str] = set()
    secret: dict[PersonId, set[str]] = {}
    for person in showing.people.values():
        known: set[str] = set()
        if showing.allows(person.id, Part.NAME):
            known = shown_forms_of(person)
        shown |= known
        secret[person.id] = all_forms_of(person) - known
    for who, forms in secret.items():
        finder.add(sorted(forms - shown), who)
    return finder


def shown_forms_of(person: Person) -> set[str]:
    """The names that may be written; a maker's are their own to write."""
    shown_as = person.shown_as.opened()
    if not shown_as or person.role is Role.MAKER:
        return all_forms_of(person)
    return forms_of(shown_as).union(*map(forms_of, shown_as.split()))


def all_forms_of(person: Person) -> set[str]:
    """Whatever somebody may be called, by the name and by what is shown of it."""
    return forms_of(person.name.opened()) | forms_of(person.shown_as.opened())


def shown_posts(house: House, showing: Showing) -> list[Post]:
    """What neighbours wrote last, but for what names somebody who may not be named."""
    hidden = hidden_names(showing)
    return [post for post in house.posts if not _names_one(post, hidden)]


def _names_one(post: Post, hidden: NameFinder[PersonId]) -> bool:
    said = (_found(text, hidden) for text in (post.title, post.summary))
    # An address writes names small, and a hyphen where a name has one or a space.
    address = unquote(post.url)
    led = (
        _found(form, hidden, small=True)
        for form in (address, address.replace("-", " "), address.replace("_", " "))
    )
    return any(said) or any(led)


def _found(text: str, hidden: NameFinder[PersonId], *, small: bool = False) -> bool:
    met: Iterator[object] = hidden.find(unicodedata.normalize("NFC", text), small=small)
    return next(met, None) is not None
