"""People of the shop who are called as somebody is, and may be the same."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from unicodedata import normalize

from storyhouse.model.record import PersonId
from storyhouse.reading.folder import PEOPLE
from storyhouse.reading.located_yaml import read_yaml
from storyhouse.reading.text import read_text
from storyhouse.reading.unreadable import UnreadableError


def namesakes(root: Path, names: Collection[str]) -> list[PersonId]:
    """Whose file says one of some names; one that cannot be read says none."""
    sought = {_key(name) for name in names}
    if not sought:
        return []
    files = sorted((root / PEOPLE).glob("*.yml"))
    found = (normalize("NFC", f.stem) for f in files if _name(root, f) in sought)
    return [*map(PersonId, found)]


def _key(name: str) -> str:
    return normalize("NFC", name.strip()).casefold()


def _name(root: Path, file: Path) -> str:
    path = file.relative_to(root)
    try:
        data = read_yaml(read_text(file, path), path).data
    except (UnreadableError, OSError):
        return ""
    name = data.get("name") if isinstance(data, dict) else None
    return _key(name) if isinstance(name, str) else ""
