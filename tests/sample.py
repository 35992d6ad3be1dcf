"""The sample shop of this repository, built once for all tests of a run."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

from storyhouse.building import build_shop
from storyhouse.model.house import House
from tests.tools import ROOT

#: The day its story has come to.
SAMPLE_DAY = dt.date(2026, 11, 21)
#: A day on which one open letter is open and one gathering is to come.
OCCASIONS_DAY = dt.date(2026, 11, 26)


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample shop, as read and as built."""

    root: Path
    house: House

    @property
    def site(self) -> Path:
        """out/site."""
        return self.root / "out" / "site"

    @property
    def letters(self) -> Path:
        """out/newsletters."""
        return self.root / "out" / "newsletters"


def build_occasions(root: Path, name: str) -> Sample:
    """Build one of the shops that have gatherings, open letters and neighbours."""
    shutil.copytree(ROOT / "tests" / "shops" / name, root, dirs_exist_ok=True)
    checked, built = build_shop(root, OCCASIONS_DAY)
    assert built is not None, checked.diagnostics
    assert checked.house is not None
    return Sample(root, checked.house)


def build_sample(root: Path) -> Sample:
    """Copy the sample shop and build it."""
    for name in ("content", "newsletters"):
        shutil.copytree(ROOT / name, root / name)
    checked, built = build_shop(root, SAMPLE_DAY)
    assert built is not None, checked.diagnostics
    assert checked.house is not None
    return Sample(root, checked.house)
