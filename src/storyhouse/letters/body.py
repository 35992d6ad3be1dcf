"""The author's Markdown for a letter: whole addresses, hosted pictures, and text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from storyhouse.letters.blocks import Prose, Shown
from storyhouse.letters.shown import shown_file
from storyhouse.model.addresses import of_file, whole
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.people import Part
from storyhouse.model.record import PersonId
from storyhouse.prose.as_text import to_text
from storyhouse.prose.fields import Fields
from storyhouse.prose.links import ELSEWHERE, Link, rewrite
from storyhouse.prose.markdown import to_html

#: A destination that the sanitiser takes away: the words stay.
_NOWHERE = "nowhere:"
_IMG = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(src|alt|title)="([^"]*)"')
_LINK_NOWHERE = re.compile(r"<a(?![^>]*\shref=)[^>]*>(.*?)</a>", re.DOTALL)
#: A note's way there and back: mail programs cut ids, and such links lead nowhere.
_BACK = re.compile(r'(?:&nbsp;)?<a class="footnote-backref"[^>]*>.*?</a>')
_TO_HERE = re.compile(r'<a(?=[^>]*\shref="[#?])[^>]*>(.*?)</a>', re.DOTALL)
_IDS = re.compile(r'(<[^>]*?) id="[^"]*"')


@dataclass(slots=True)
class BodyWriter:
    """Writes an issue's body, and keeps which pictures it shows."""

    house: House
    issue: Issue
    fields: Fields
    pictures: list[Shown] = field(default_factory=list)
    _files: dict[str, PurePosixPath] = field(default_factory=dict)
    _then: House = field(init=False)

    def __post_init__(self) -> None:
        """See which house the letter's reader will find."""
        self._then = self.house.on(self.issue.day)

    def write(self) -> Prose:
        """The body as HTML and as text."""
        markdown = self.fields.in_markdown(self.issue.body.text)
        markup = to_html(rewrite(markdown, self._leads_to))
        markup = _LINK_NOWHERE.sub(r"\1", markup)
        markup = _TO_HERE.sub(r"\1", _BACK.sub("", markup))
        text = to_text(_IMG.sub("", markup))
        return Prose(_IDS.sub(r"\1", _IMG.sub(self._hosted, markup)), text)

    def _leads_to(self, link: Link) -> str:
        if link.scheme:
            return link.written if link.scheme in ELSEWHERE else _NOWHERE
        if link.written.startswith(("#", "?", "\ufffe")):
            return link.written
        path = link.path_from(PurePosixPath(self.issue.source.path.as_posix()))
        address = None if self._hidden(path) else of_file(self._then, path)
        if address is None:
            return _NOWHERE
        address = whole(self.house, address)
        self._files[address] = path
        part = link.written.partition("#")[2]
        return f"{address}#{part}" if part else address

    def _hidden(self, path: PurePosixPath) -> bool:
        """An address holds the person's id, and an id may be a name."""
        if path.parts[:2] != ("content", "people"):
            return False
        who = PersonId(path.stem)
        return not self.house.showing_in(self.issue).allows(who, Part.NAME)

    def _hosted(self, img: re.Match[str]) -> str:
        """Our own picture, at its size; of any other only its text."""
        written = {k: html.unescape(v) for k, v in _ATTRIBUTE.findall(img[0])}
        alt = written.get("alt", "")
        path = self._files.get(written.get("src", ""))
        picture = None
        if path:
            picture = shown_file(self.house, path.relative_to("content"), alt)
        if picture is None:
            return html.escape(alt)
        self.pictures.append(picture)
        return img_tag(picture)


def img_tag(picture: Shown) -> str:
    """A picture in prose."""
    escape = partial(html.escape, quote=True)
    return (
        f'<img src="{escape(picture.address)}" alt="{escape(picture.alt)}"'
        f' width="{picture.width}" height="{picture.height}"'
        f' style="max-width: {picture.width}px">'
    )
