"""A letter's HTML as a tree: the one module that knows `html.parser`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = frozenset("area base br col embed hr img input link meta source wbr".split())
#: What stands in these is not read by anybody.
_UNREAD = frozenset({"head", "style", "title", "script"})


@dataclass(slots=True, eq=False)
class Tag:
    """One element, what it holds, and what it stands in."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: Tag | None = None
    holds: list[Tag | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The classes it is given."""
        return self.attributes.get("class", "").split()

    @property
    def own_words(self) -> str:
        """The text that stands in it and in no tag within."""
        return " ".join("".join(h for h in self.holds if isinstance(h, str)).split())

    @property
    def words(self) -> str:
        """All its text, in one line."""
        return " ".join("".join(self._texts()).split())

    def up(self) -> Iterator[Tag]:
        """Itself, then what it stands in, outwards."""
        tag: Tag | None = self
        while tag is not None:
            yield tag
            tag = tag.inside

    def all(self) -> Iterator[Tag]:
        """Itself and every tag within, in order."""
        waiting: list[Tag] = [self]
        while waiting:
            tag = waiting.pop()
            yield tag
            waiting += [h for h in reversed(tag.holds) if isinstance(h, Tag)]

    def named(self, *names: str) -> Iterator[Tag]:
        """The tags of some names within."""
        return (tag for tag in self.all() if tag.name in names)

    def _texts(self) -> Iterator[str]:
        waiting: list[Tag | str] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                yield part
            elif part.name not in _UNREAD:
                waiting += reversed(part.holds)
                if part.name in _BLOCKS:
                    yield " "


_BLOCKS = frozenset("p div td th tr li h1 h2 h3 h4 h5 h6 br table hr".split())


class _Reader(HTMLParser):
    """Builds the tree; what was never opened is not closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = self.here = Tag("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Tag(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.holds.append(made)
        if tag not in _EMPTY:
            self.here = made

    def handle_endtag(self, tag: str) -> None:
        opened = next((t for t in self.here.up() if t.name == tag), None)
        if opened is not None and opened.inside is not None:
            self.here = opened.inside

    def handle_data(self, data: str) -> None:
        self.here.holds.append(data)


def page_of(markup: str) -> Tag:
    """The tree of some HTML; comments, Outlook's conditional ones too, are no part."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.top
