"""The Markdown of a story, page or letter, with its links leading about the site."""

from __future__ import annotations

from pathlib import PurePosixPath

from storyhouse.model import addresses
from storyhouse.model.events import Event
from storyhouse.model.issues import Issue
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.record import Picture, PicturePath
from storyhouse.model.stories import Page, Story
from storyhouse.prose.links import Link, rewrite
from storyhouse.website.desk import Sheet

#: What has a text in Markdown.
Written = Story | Page | Issue | Event | OpenLetter


def body_of(sheet: Sheet, record: Written, text: str | None = None) -> str:
    """The text with each link leading from the page to where its file now stands.

    MkDocs is handed `../asks/less-salt.md` and the like: ways between staged files, so
    that the staged project stands on its own.
    """
    file = PurePosixPath(record.source.path.as_posix())

    def lead(link: Link) -> str:
        if link.scheme or link.written.startswith(("#", "?")):
            return link.written
        path = link.path_from(file)
        address = addresses.of_file(sheet.house, path)
        if address is None:
            return "#"
        return _between(sheet, path, address) + _behind(link.written)

    return rewrite(record.body.text if text is None else text, lead)


def _between(sheet: Sheet, path: PurePosixPath, address: str) -> str:
    """From this page's staged file to another's, or to a picture's."""
    up = "../" * (sheet.address.rstrip("/").count("/"))
    if path.parts[0] == "content" and not address.endswith("/"):
        picture = path.relative_to("content")
        sheet.desk.pictures.setdefault(
            picture, Picture(image=PicturePath(str(picture)), alt="")
        )
        return up + _quoted(address)
    return f"{up}{address.rstrip('/')}.md"


def _behind(written: str) -> str:
    _, sign, fragment = written.partition("#")
    return sign + fragment


def _quoted(address: str) -> str:
    """Spaces and brackets would end the destination."""
    return address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
