"""What is left of somebody in a built folder, in every way of writing a name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from storyhouse import decoding, swapping
from storyhouse.withdrawing.sought import Sought

#: Signs shown on both sides of what was found.
_AROUND = 30
#: The engine's and the theme's own files hold names of whoever wrote them.
_NOT_PROSE = {".js", ".css", ".map", ".svg", ".woff2"}
_LOOKS = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".woff2", ".ico"}


@dataclass(frozen=True, slots=True, order=True)
class Trace:
    """A name that a file holds."""

    path: PurePosixPath  # from the folder that was searched
    decoding: str  # how it is written there: plain, HTML entity, base64 …
    written: str
    excerpt: str
    #: False for a word that the site says anyway, or in a file that is the engine's.
    sure: bool = True
    #: False for a file that somebody else put there: no build takes it away.
    ours: bool = True


def traces(folder: Path, sought: Sought) -> list[Trace]:
    """Every trace below a folder; of one word in one file, one is told."""
    ours = _written(folder)
    found: dict[tuple[PurePosixPath, str], Trace] = {}
    for path in sorted(folder.rglob("*")):
        at = PurePosixPath(path.relative_to(folder).as_posix())
        mine = not ours or str(at) in ours or at.name == swapping.WRITTEN
        for trace in _in_file(path, at, sought, ours=mine or path.is_dir()):
            found.setdefault((at, trace.written.casefold()), trace)
    return sorted(found.values())


def _written(folder: Path) -> set[str]:
    try:
        return set(json.loads((folder / swapping.WRITTEN).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return set()


def _in_file(
    path: Path, at: PurePosixPath, sought: Sought, *, ours: bool
) -> Iterator[Trace]:
    engine = "assets" in at.parts and at.suffix in _NOT_PROSE
    for reading in decoding.of_name(at.name):
        for start, written in sought.met_in_path(reading.text):
            sure = not (engine or sought.is_also_a_word(written))
            excerpt = _excerpt(reading.text, start, written)
            yield Trace(at, reading.decoding, written, excerpt, sure, ours)
    if not path.is_file() or path.is_symlink():
        return
    for reading in decoding.readings(at.name, path.read_bytes()):
        for start, written in sought.met_in(reading.text):
            if at.suffix in _LOOKS and len(written.encode()) < _TELLING:
                continue
            sure = not (engine or sought.is_also_a_word(written))
            excerpt = _excerpt(reading.text, start, written)
            yield Trace(at, reading.decoding, written, excerpt, sure, ours)


#: Bytes of a picture that are a name by chance: of four, one in a few photos.
_TELLING = 5


def _excerpt(text: str, start: int, written: str) -> str:
    around = text[max(start - _AROUND, 0) : start + len(written) + _AROUND]
    return " ".join("".join(c if c.isprintable() else " " for c in around).split())
