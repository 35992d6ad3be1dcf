"""A letter's pictures: there, described, sized, and not too heavy."""

from __future__ import annotations

from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.preflight import built
from storyhouse.preflight.page import Tag
from storyhouse.preflight.seen import Seen

#: Bytes of all pictures together: some ten seconds on a slow train.
HEAVY = 1_500_000


def check(seen: Seen) -> Iterator[Diagnostic]:
    """Every picture of the HTML."""
    pictures = [*seen.page.named("img")]
    for picture in pictures:
        yield from _of(seen, picture)
    weight = sum(_weight(seen, src) for src in {*map(_source, pictures)})
    if weight > HEAVY:
        yield seen.found("mail/heavy-pictures", size=weight, most=HEAVY)


def _of(seen: Seen, picture: Tag) -> Iterator[Diagnostic]:
    address, alt = _source(picture), picture.attributes.get("alt")
    where = seen.where(alt or address.rpartition("/")[2])
    name = address.rpartition("/")[2] or address
    if address.startswith("data:"):
        yield seen.found("mail/inline-picture", where, Severity.ERROR, alt=alt or "")
    elif address.startswith("http:"):
        yield seen.found("mail/open-http", where, help_="write-https", link=address)
    elif _is_gone(seen, address):
        yield seen.found("mail/dead-picture", where, Severity.ERROR, picture=name)
    if alt is None:
        yield seen.found(
            "mail/no-alt", where, variant="missing", help_="describe", picture=name
        )
    elif not alt.strip() and _is_all_of_a_link(picture):
        yield seen.found(
            "mail/no-alt", where, variant="linked", help_="describe", picture=name
        )
    if not picture.attributes.get("width", "").removesuffix("px").isdecimal():
        yield seen.found("mail/picture-width", where, picture=name)


def _source(picture: Tag) -> str:
    return picture.attributes.get("src", "").strip()


def _is_gone(seen: Seen, address: str) -> bool:
    path = built.on_site(seen, address)
    if path is None:
        return not address.startswith("https:")
    return built.has_letter(seen) and built.file_of(seen, path) is None


def _weight(seen: Seen, address: str) -> int:
    path = built.on_site(seen, address)
    file = built.file_of(seen, path) if path else None
    return file.stat().st_size if file else 0


def _is_all_of_a_link(picture: Tag) -> bool:
    """Whether a reader without pictures would have nothing to press."""
    link = next((tag for tag in picture.up() if tag.name == "a"), None)
    return link is not None and not link.words
