"""The files of a shop's folder: which are read, what their names say."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.diagnostics import Diagnostic, Facts
from storyhouse.model.stories import Kind
from storyhouse.places import Location, leads_out
from storyhouse.reading.pointing import suggest

SHOP_FILE = Path("content/shop.yml")
PEOPLE = Path("content/people")
ASKS = Path("content/asks")
PAGES = Path("content/pages")
NEWSLETTERS = Path("newsletters")
RULES = Path("content/rules")
BASELINE_FILE = Path("content/baseline.yml")
EVENTS = Path("content/events")
OPEN_LETTERS = Path("content/open-letters")
NEIGHBOURS_FILE = Path("content/neighbours.yml")
#: What `storyhouse neighbours refresh` brought home.
POSTS_FILE = Path("content/neighbours-posts.json")
STORIES = {kind: Path("content") / kind for kind in Kind}

#: What each folder holds, by the ending of its files.
_ENDINGS = {
    PEOPLE: ".yml",
    ASKS: ".yml",
    PAGES: ".md",
    NEWSLETTERS: ".md",
    RULES: ".yml",
    EVENTS: ".md",
    OPEN_LETTERS: ".md",
    **dict.fromkeys(STORIES.values(), ".md"),
}
_ID = re.compile(r"[a-z0-9가-힣]+(?:-[a-z0-9가-힣]+)*")
_NOT_IN_IDS = re.compile(r"[^a-z0-9가-힣]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its id, where it is, and its path from the shop's folder."""

    id: str
    path: Path
    shown: Path
    given: bytes | None = None  # what stands for the file's own bytes


@dataclass(slots=True)
class Folder:
    """The shop's folder, walked once."""

    root: Path
    given: Mapping[Path, bytes] = field(default_factory=dict)
    found: dict[Path, list[Found]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @classmethod
    def walk(cls, root: Path, given: Mapping[Path, bytes]) -> Folder:
        """Look at every file below `content/` and `newsletters/`, and those given."""
        folder = cls(root, given, {place: [] for place in _ENDINGS})
        there = {
            f for top in ("content", "newsletters") for f in _files(root, Path(top))
        }
        for shown in sorted({*there, *given}):
            folder._sort(shown)
        return folder

    def one(self, shown: Path) -> Found:
        """A file of which there is only one."""
        return Found(shown.stem, self.root / shown, shown, self.given.get(shown))

    def _sort(self, shown: Path) -> None:
        if shown in {SHOP_FILE, BASELINE_FILE, NEIGHBOURS_FILE}:
            self._inside(shown)
            return
        if shown.suffix.lower() not in {".md", ".yml", ".yaml", ".markdown", ".txt"}:
            return  # pictures and the like, looked at where they are named
        ending = _ENDINGS.get(shown.parent)
        if ending is None:
            help_, facts = _nearest_folder(shown.parent)
            facts = {"folder": str(shown.parent), **facts}
            self._say(shown, "unknown-folder", help_, facts)
        elif shown.suffix != ending:
            facts = {"better": f"{shown.stem}{ending}"}
            self._say(shown, "wrong-ending", "rename", facts)
        elif self._inside(shown):
            self._name(shown, ending)

    def _name(self, shown: Path, ending: str) -> None:
        id_ = unicodedata.normalize("NFC", shown.name.removesuffix(ending))
        if _ID.fullmatch(id_):
            given = self.given.get(shown)
            self.found[shown.parent].append(Found(id_, self.root / shown, shown, given))
            return
        better = as_id(id_)
        help_ = "rename" if better else "rename-freely"
        self._say(shown, "wrong-file-name", help_, {"better": f"{better}{ending}"})

    def _inside(self, shown: Path) -> bool:
        if leads_out(self.root, self.root / shown):
            self._say(shown, "outside-shop")
            return False
        return True

    def _say(
        self,
        shown: Path,
        code: str,
        help_: str = "",
        facts: Facts | None = None,
    ) -> None:
        self.diagnostics.append(
            Diagnostic(where=Location(shown), code=code, facts=facts or {}, help=help_)
        )


def as_id(name: str) -> str:
    """The id nearest to a name; empty when nothing of it can stay."""
    lowered = unicodedata.normalize("NFC", name).casefold()
    return _NOT_IN_IDS.sub("-", "".join(map(_without_accent, lowered))).strip("-")


def _without_accent(sign: str) -> str:
    """The Latin letter under an accent: Brötchen is brotchen. Hangul stays whole."""
    if sign.isascii() or "가" <= sign <= "힣":
        return sign
    return unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()


def _nearest_folder(folder: Path) -> tuple[str, dict[str, str]]:
    """By their own names: all begin alike, so content/salt is near to every one."""
    places = {place.name: str(place) for place in _ENDINGS}
    help_, facts = suggest(folder.name, places)
    if help_ == "did-you-mean":
        return help_, {"meant": places[facts["meant"]]}
    return "known", {"known": ", ".join(places.values())}


def _files(root: Path, below: Path) -> Iterator[Path]:
    """Every file, in order; hidden ones (.DS_Store, ._photo.jpg) are nobody's story."""
    for folder, names, files in os.walk(root / below):
        names[:] = sorted(n for n in names if not n.startswith("."))
        here = Path(folder).relative_to(root)
        for name in sorted(files):
            if not name.startswith("."):
                yield here / name
