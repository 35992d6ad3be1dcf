"""How the shop looks: one set of tokens for site and letters, and their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Theme:
    """Tokens by name, and the folders that hold the theme's files.

    The later folder wins, file by file: the shop's own lies over the theme's.
    """

    name: str
    tokens: Mapping[str, str]
    folders: tuple[Path, ...]

    def files(self, below: str) -> Iterator[tuple[Path, Path]]:
        """Every file below a folder such as `site`: its path from there, and itself."""
        found: dict[Path, Path] = {}
        for folder in self.folders:
            for path in (folder / below).rglob("*"):
                if path.is_file() and not path.name.startswith("."):
                    found[path.relative_to(folder / below)] = path
        yield from sorted(found.items())

    def file(self, path: str) -> Path | None:
        """The file that holds, if the theme has one of that name."""
        for folder in reversed(self.folders):
            if (folder / path).is_file():
                return folder / path
        return None
