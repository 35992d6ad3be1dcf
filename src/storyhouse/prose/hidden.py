"""Names that may not be written, for some channels and a day.

The checks look for them in what the owner wrote; in what neighbours wrote, which is not
the owner's to mend, nothing that holds one is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import unquote

from storyhouse.model.house import House
from storyhouse.model.neighbours import Post
from storyhouse.model.people import Part, Person, Role
from storyhouse.model.record import PersonId
from storyhouse.model.showing import Showing
from storyhouse.prose.links import find
from storyhouse.prose.names import Met, NameFinder, forms_of
from storyhouse.prose.runs import Run, plain_run, runs

#: From where to where a name was written in a text, and the name.
Written = tuple[int, int, Met[PersonId]]

#: Joiners and other signs without a width: a name is read over them.
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
_NOT_SEEN = dict.fromkeys(map(ord, _UNSEEN))
#: The joiners that a run of words knows nothing of, as the one that it leaves out.
_AS_ONE = str.maketrans(_UNSEEN, _UNSEEN[0] * len(_UNSEEN))
#: What stands in an address where a name has a blank.
_BLANKS = re.compile(r"[-_.+~]")
_PIECE = re.compile(r"[^\s<>\[\]()\"'“”’]+")
_OF_ADDRESSES = ("://", "@", "www.", "mailto:")
#: A shorter id or name could be the beginning of any word.
_LEAST_ID, _LEAST_WITH_S = 3, 4


@dataclass(frozen=True, slots=True)
class HiddenNames:
    """Names that may not be written, and how to find them in texts and addresses."""

    words: NameFinder[PersonId]
    addresses: NameFinder[PersonId]
    ids: NameFinder[PersonId]
    people: frozenset[PersonId]  # whose names these are

    def in_text(self, text: str, *, markdown: bool = False) -> Iterator[Written]:
        """Every name, each place once: in addresses, as written, and as it is read."""
        if not self.people:
            return
        text = unicodedata.normalize("NFC", text)
        taken: set[int] = set()
        for start, end, met in self._all_in(text, markdown=markdown):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                yield start, end, met

    def _all_in(self, text: str, *, markdown: bool) -> Iterator[Written]:
        for start, address in _addresses(text, markdown=markdown):
            for begins, ends, met in self.in_address(address):
                yield start + begins, start + ends, met
        for met in self.words.find(text):
            yield met.start, met.start + len(met.written), met
        for run in _as_read(text, markdown=markdown):
            for met in self.words.find(run.text):
                last = met.start + len(met.written) - 1
                yield run.place(met.start), run.behind(last), met

    def in_address(self, address: str) -> list[Written]:
        """The names in an address, which writes them small and without blanks.

        Of what it writes in another way, such as %20, the whole address is the place.
        """
        return _in_ways(address, [self.addresses])

    def in_file(self, path: PurePath) -> list[Met[PersonId]]:
        """The names and ids in a file's name, and in those of its folders.

        A file's name becomes an address on the site.
        """
        parts = (*path.parts[:-1], path.stem)
        found = (_in_ways(part, [self.addresses, self.ids]) for part in parts)
        return [met for part in found for _, _, met in part]


def _in_ways(address: str, finders: Iterable[NameFinder[PersonId]]) -> list[Written]:
    """A hyphen can stand in a name, as in Hae-seong, between two words, or be none."""
    plain = unquote(address).translate(_NOT_SEEN)
    plain = unicodedata.normalize("NFC", plain)
    ways = dict.fromkeys((_BLANKS.sub(" ", plain), plain.replace("_", " ")))
    found: list[Written] = []
    for finder in finders:
        for met in (met for way in ways for met in finder.find(way, small=True)):
            start, end = met.start, met.start + len(met.written)
            if not any(s < end and start < e for s, e, _ in found):
                found.append((start, end, replace(met, written=plain[start:end])))
    if plain == address:
        return found
    return [(0, len(address), met) for _, _, met in found]


def _addresses(text: str, *, markdown: bool) -> Iterator[tuple[int, str]]:
    """What leads elsewhere; the name of a picture's file is looked at as such."""
    if markdown:
        for link in find(text):
            if link.scheme or not link.picture:
                yield link.start, link.written
    if any(sign in text for sign in _OF_ADDRESSES):
        for piece in _PIECE.finditer(text):
            if any(sign in piece[0] for sign in _OF_ADDRESSES):
                yield piece.start(), piece[0]


def _as_read(text: str, *, markdown: bool) -> Iterable[Run]:
    """The words without what parts them for nobody who reads: marks, tags, joiners."""
    text = text.translate(_AS_ONE)
    if markdown:
        return runs(text)
    run = plain_run(text)
    return [run] if run.text != text else []


def hidden_names(showing: Showing) -> HiddenNames:
    """All names of those who may not be named, and what `shown_as` keeps back.

    Somebody's name is not hidden where another of that name may be shown.
    """
    shown: set[str] = set()
    secret: dict[PersonId, set[str]] = {}
    ids: dict[PersonId, set[str]] = {}
    for person in showing.people.values():
        known: set[str] = set()
        if showing.allows(person.id, Part.NAME):
            known = shown_forms_of(person)
            shown |= _forms_to_share(person, known)
        elif len(person.id) >= _LEAST_ID:
            ids[person.id] = {person.id, person.id.replace("-", " ")}
        secret[person.id] = all_forms_of(person) - known
    shared = {form.casefold() for form in shown}
    return _finding(
        {who: forms - shown for who, forms in secret.items()},
        {who: forms for who, forms in ids.items() if forms.isdisjoint(shared)},
    )


def _finding(
    names: Mapping[PersonId, set[str]], ids: Mapping[PersonId, set[str]]
) -> HiddenNames:
    words: NameFinder[PersonId] = NameFinder()
    for who, forms in names.items():
        words.add(sorted(forms), who)
    addresses = words.written_together()
    of_ids: NameFinder[PersonId] = NameFinder()
    for who, forms in names.items():
        addresses.add(sorted(_with_s(forms)), who)
    for who, forms in ids.items():
        of_ids.add(sorted(forms), who)
    people = frozenset(who for who, forms in names.items() if forms)
    return HiddenNames(words, addresses, of_ids, people | ids.keys())


def _with_s(forms: Iterable[str]) -> set[str]:
    """As an address has Quilla's wish: quillas-wish. With an s Glas would be glass."""
    ways = {way for form in forms for way in (form, form.replace(" ", ""))}
    return {
        f"{way}s"
        for way in ways
        if len(way) >= _LEAST_WITH_S and way[-1].isascii() and way[-1] not in "sS"
    }


def _forms_to_share(person: Person, known: set[str]) -> set[str]:
    """What of somebody's shown names is nobody else's to hide.

    Who is shown as Quilla's mum has a yes of her own, and none of Quilla's.
    """
    shown_as = person.shown_as.opened()
    if not shown_as:
        return known
    whole = " ".join(unicodedata.normalize("NFC", shown_as).split())
    return {whole} | (known & forms_of(person.name.opened()))


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


def _names_one(post: Post, hidden: HiddenNames) -> bool:
    """Strangers write names as they like: small, or in one word."""
    said = (_says(text, hidden) for text in (post.title, post.summary))
    return any(said) or bool(hidden.in_address(post.url))


def _says(text: str, hidden: HiddenNames) -> bool:
    seen = unicodedata.normalize("NFC", text.translate(_NOT_SEEN))
    return next(hidden.addresses.find(seen, small=True), None) is not None
