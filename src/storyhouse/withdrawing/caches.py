"""What builds keep for the next one: nothing of somebody may stay there."""

from __future__ import annotations

import hashlib
from pathlib import Path


def cleared(root: Path) -> int:
    """Take away copies of pictures that no page and no letter shows; how many."""
    work = root / ".storyhouse"
    shown = {_hash(p) for p in (work / "project").rglob("*") if _is_picture(p)}
    gone = [p for p in (work / "pictures").glob("*") if _hash(p) not in shown]
    for picture in gone:
        picture.unlink()
    return len(gone)


def _is_picture(path: Path) -> bool:
    looks = {".jpg", ".jpeg", ".png", ".webp", ".gif"}
    return path.suffix.lower() in looks and path.is_file()


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
