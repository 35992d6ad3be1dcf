"""A page as a parser sees it: enough of it to ask questions of."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}


@dataclass(slots=True)
class Element:
    """An element, with its text and that of what is in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Parsed(HTMLParser):
    """All elements of a page, in order."""

    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def file(cls, path: Path) -> Parsed:
        """The page in a file."""
        page = cls()
        page.feed(path.read_text("utf-8"))
        page.close()
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, class_: str = "", **attributes: str) -> list[Element]:
        """The elements of a tag, with a class and attributes, if these are given."""
        return [
            e
            for e in self.elements
            if e.tag == tag
            and (not class_ or class_ in e.attributes.get("class", "").split())
            and attributes.items() <= e.attributes.items()
        ]

    def one(self, tag: str, class_: str = "", **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, class_, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag}.{class_} {attributes}"
        return found[0]

    def json_ld(self) -> Any:
        """What machines are told."""
        return json.loads(self.one("script", type="application/ld+json").text)
