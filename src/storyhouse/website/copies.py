"""Copies of the pictures that pages and letters show, made once and kept by content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from storyhouse import pictures
from storyhouse.sharing import share

#: A photo takes 0.1 s, so even two are worth a process.
_A_PROCESS = 1


@dataclass(frozen=True, slots=True)
class _Copy:
    """One copy: of what, how wide, where on the site, and where it is kept."""

    source: Path
    widest: int
    there: PurePosixPath
    kept: Path


def copies(
    content: Path,
    on_pages: Iterable[PurePosixPath],
    in_letters: Iterable[PurePosixPath],
    made: Path,
) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Each copy's place on the site, and its bytes.

    Args:
        content: where the pictures are.
        on_pages: those that pages show, from there.
        in_letters: those that letters show.
        made: a folder that is kept between builds.
    """
    wanted = [
        *(_wanted(content, p, p, made, pictures.ON_PAGE) for p in sorted(on_pages)),
        *(
            _wanted(content, p, pictures.in_letter(p), made, pictures.IN_LETTER)
            for p in sorted(in_letters)
        ),
    ]
    # By where they are kept: two files may hold the same picture.
    missing = {copy.kept: copy for copy in wanted if not copy.kept.is_file()}
    share(_make, list(missing.values()), least=_A_PROCESS)
    for copy in wanted:
        yield copy.there, copy.kept.read_bytes()


def _wanted(
    content: Path, path: PurePosixPath, there: PurePosixPath, made: Path, widest: int
) -> _Copy:
    source = content / path
    key = hashlib.sha256(source.read_bytes() + f"{widest} 1".encode()).hexdigest()
    return _Copy(source, widest, there, made / f"{key[:32]}{there.suffix.lower()}")


def _make(missing: Sequence[_Copy]) -> None:
    for copy in missing:
        half = copy.kept.with_name(f"half-{copy.kept.name}")
        pictures.copy(copy.source, half, copy.widest)
        half.replace(copy.kept)
