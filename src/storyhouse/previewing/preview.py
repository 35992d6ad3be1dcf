"""The files of a preview: a page to choose on, a letter for each reader and look."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import Letter
from storyhouse.letters.personal import own_part
from storyhouse.pictures import LETTER_PICTURES
from storyhouse.places import leads_out
from storyhouse.previewing.looks import look, path_on_site
from storyhouse.previewing.page import Own, Seen, page
from storyhouse.previewing.readers import Reader
from storyhouse.prose.fields import filled
from storyhouse.sending.merging import Merge
from storyhouse.sending.opening import Opened
from storyhouse.sending.recipients import Recipient, Writer, recipients
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.secret import Secret

#: A way out of a letter that is only looked at leads nowhere.
_INERT = "#unsubscribe"
_IN_LETTERS = PurePosixPath(LETTER_PICTURES).name
#: Personal parts listed on the page; the command lists all.
MOST_OWN = 200


@dataclass(slots=True)
class Pictures:
    """The pictures of the shop's site, each copied once beside the letters."""

    site: str
    root: Path  # the shop's folder
    files: dict[str, bytes] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)

    def __call__(self, address: str) -> str | None:
        """The copy's name; None for a picture that is not there."""
        path = path_on_site(self.site, address)
        file = self._file(path) if path else None
        if path is None or file is None:
            self.lacking.add(address)
            return None
        name = f"pictures/{'-'.join(path.parts)}"
        if name not in self.files:
            self.files[name] = file.read_bytes()
        return name

    def _file(self, path: PurePosixPath) -> Path | None:
        """As it is built or, for a draft's, the picture that it will be made of."""
        made_of = Path(*(part for part in path.parts if part != _IN_LETTERS))
        site = self.root / "out" / "site"
        tried = (site / path, site / made_of, self.root / "content" / made_of)
        there = (f for f in tried if f.is_file() and not leads_out(self.root, f))
        return next(there, None)


def preview(
    opened: Opened,
    readers: Sequence[Reader],
    subscribers: SubscriberList,
    secret: Secret,
    findings: Sequence[Diagnostic],
) -> dict[str, bytes]:
    """Every file of the preview, by its name; the same for the same input."""
    house, issue, letter = opened.house, opened.issue, opened.letter
    pictures = Pictures(house.shop.url, opened.root)
    writer, merge = Writer.of(house, issue, letter, secret), Merge(letter)
    files, seen = {}, []
    for number, reader in enumerate(readers, 1):
        subscriber = reader.subscriber
        one = writer.recipient(subscriber, secret.id_of(subscriber.email))
        inert = {**one.values, "unsubscribe_url": _INERT}
        markup = filled(letter.html, inert, html.escape, one.parts)
        for dark in (False, True):
            name = f"letter-{number}{'-dark' if dark else ''}.html"
            files[name] = look(markup, pictures, dark=dark).encode()
        seen.append(_seen(letter, reader, one, merge(one)))
    own = [*_own(opened, subscribers)]
    lacking = len(pictures.lacking)
    made = page(opened, seen, own, findings, lacking=lacking, most=MOST_OWN)
    return {"index.html": made.encode(), **files, **pictures.files}


def _seen(letter: Letter, reader: Reader, one: Recipient, mail: bytes) -> Seen:
    markup = filled(letter.html, one.values, html.escape, one.parts)
    return Seen(
        reader=reader,
        subject=filled(letter.subject, one.values),
        preheader=filled(letter.preheader, one.values),
        text=filled(letter.text, one.values, parts=one.parts),
        source=mail.decode("utf-8", "replace").replace("\r\n", "\n"),
        bytes=len(markup.encode()),
    )


def _own(opened: Opened, subscribers: SubscriberList) -> Iterator[Own]:
    """Everybody who gets the letter with a part of their own, and its text."""
    letter = opened.letter
    for one in recipients(opened.root, opened.house, opened.issue, letter, subscribers):
        if text := own_part(letter, one.parts):
            yield Own(one.address, text)
