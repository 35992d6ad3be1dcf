"""Read text as people save it."""

from __future__ import annotations

import re
from pathlib import Path

from storyhouse.places import Location
from storyhouse.reading.unreadable import UnreadableError

#: A long novel's chapter is 60 kB. Python-Markdown needs a second for each megabyte.
MOST_BYTES = 1_000_000
#: What neither YAML nor XML (our feeds) can carry: control signs, half characters.
STRANGE = re.compile(
    "[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)

#: Line ends to YAML and to no editor: every place below one would be a line off.
_RARE_BREAKS = re.compile("[\x85\u2028\u2029]")


def read_text(path: Path, shown: Path, given: bytes | None = None) -> str:
    """The text of a UTF-8 file, with or without the mark Windows editors add.

    Args:
        path: the file.
        shown: the path to give in messages, from the shop's folder.
        given: what stands for the file's own bytes, if anything does.

    Raises:
        UnreadableError: if it cannot be read, is too long, or is not such text.
    """
    raw = _bytes(path, shown) if given is None else given
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableError.at(
            Location(shown, line), "not-utf8", "save-as"
        ) from error
    text = in_lines(text)
    if not text.strip():
        raise UnreadableError.at(Location(shown), "empty-file")
    refuse_strange_signs(text, shown)
    return text


def in_lines(text: str) -> str:
    """The text as it is read: without the mark of Windows, all line ends alike."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _RARE_BREAKS.sub(" ", text)


def refuse_strange_signs(text: str, shown: Path) -> None:
    """Say where a sign stands that no page could carry.

    Raises:
        UnreadableError: at the first one.
    """
    if strange := STRANGE.search(text):
        at = strange.start()
        line = text.count("\n", 0, at) + 1
        where = Location(shown, line, at - text.rfind("\n", 0, at))
        sign = f"U+{ord(strange[0]):04X}"
        raise UnreadableError.at(where, "strange-sign", "delete-sign", sign=sign)


def _bytes(path: Path, shown: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnreadableError.at(
                Location(shown),
                "too-long",
                "split-story",
                size=f"{size / 1e6:.1f} MB",
                most=f"{MOST_BYTES / 1e6:.0f} MB",
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError.at(
            Location(shown), "cannot-read", reason=reason
        ) from error
