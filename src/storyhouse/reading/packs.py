"""Rule packs: those that come with storyhouse, and the shop's own in content/rules/."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from storyhouse.model.packs import Pack
from storyhouse.reading.located_yaml import read_yaml
from storyhouse.reading.record_check import fit
from storyhouse.reading.text import read_text


def read_pack(path: Path, shown: Path, id_: str, given: bytes | None = None) -> Pack:
    """One pack.

    Raises:
        UnreadableError: with all that is wrong in it, patterns and tests aside.
    """
    return fit(Pack, read_yaml(read_text(path, shown, given), shown), id=id_)


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """One for each language."""
    folder = Path(str(files("storyhouse"))) / "packs"
    return tuple(
        read_pack(path, Path("storyhouse/packs", path.name), path.stem)
        for path in sorted(folder.glob("*.yml"))
    )
