"""Where in the shop's folder a file of some name lies."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from functools import lru_cache
from pathlib import Path, PurePosixPath

#: Where texts and pictures are; a file anywhere else is not published.
_FOLDERS = ("content", "newsletters")
#: What a text can show or lead to.
_ENDINGS = (".md", ".jpg", ".jpeg", ".png", ".webp", ".gif")


def lying_elsewhere(root: Path, name: str) -> list[PurePosixPath]:
    """All files of a name, small letters or capitals; pictures' own folder first."""
    named = _all(root).get(_key(name), [])
    return [path for path in named if (root / path).is_file()]  # and no loop of links


def forget() -> None:
    """Look again: what was seen holds for one check."""
    _all.cache_clear()


@lru_cache(maxsize=1)
def _all(root: Path) -> dict[str, list[PurePosixPath]]:
    """Walked once for a check, and only where something is not there."""
    found: dict[str, list[PurePosixPath]] = defaultdict(list)
    for top in _FOLDERS:
        for folder, folders, names in os.walk(root / top):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            here = PurePosixPath(Path(folder).relative_to(root).as_posix())
            for name in sorted(names):
                if name.lower().endswith(_ENDINGS):
                    found[_key(name)].append(here / name)
    images = PurePosixPath("content/images")
    return {k: sorted(v, key=lambda p: p.parent != images) for k, v in found.items()}


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
