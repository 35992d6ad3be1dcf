"""A whole shop in a folder of its own, for a test to change and to read."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

from storyhouse import checking
from storyhouse.diagnostics import Diagnostic, in_order
from storyhouse.model.house import House
from storyhouse.model.record import Language
from storyhouse.reading.house import read_house
from storyhouse.telling.told import Told
from storyhouse.words import LANGUAGES, words_for

SHOPS = Path(__file__).parent / "shops"
#: Groups of rules that judge what is well written.
_JUDGED = {"ad", "value", "loop", "credit", "quote"}
_JUDGED |= {"event", "community", "collab", "crisis"}
#: The day that tests live on, unless they say another.
TODAY = dt.date(2026, 11, 26)


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop's folder."""

    root: Path

    @classmethod
    def of(cls, name: str, root: Path) -> Shop:
        """A copy of one of `tests/shops/`."""
        shutil.copytree(SHOPS / name, root)
        return cls(root)

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file, in place of one that is there."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def change(self, path: str, old: str, new: str) -> None:
        """Write `new` where a file has `old`, which it must."""
        text = (self.root / path).read_text("utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        self.write(path, text.replace(old, new))

    def lay_over(self, folder: Path) -> None:
        """Copy files over the shop's own."""
        shutil.copytree(folder, self.root, dirs_exist_ok=True)

    def house(self, today: dt.date = TODAY, *, drafts: bool = False) -> House:
        """The shop as it was read; it must be readable, and may be wrong otherwise."""
        reading = read_house(self.root, today, drafts=drafts)
        assert reading.house is not None, said(reading.diagnostics, Language.EN)
        return reading.house

    def said(self, today: dt.date = TODAY, *, drafts: bool = False) -> str:
        """All that is said of the shop, as the command prints it."""
        reading = read_house(self.root, today, drafts=drafts)
        found = list(reading.diagnostics)
        if reading.house:
            found += checking.check(reading.house)[1]
        return said(in_order(mistakes(found)), reading.language)

    def told(self, today: dt.date = TODAY, *, drafts: bool = False) -> Told:
        """All that a check has to tell, suggestions included, letters not rendered."""
        reading = read_house(self.root, today, drafts=drafts)
        found = list(reading.diagnostics)
        if reading.house:
            found += checking.check(reading.house)[1]
        return Told(self.root, reading.language, in_order(found))

    def codes(self, today: dt.date = TODAY) -> list[str]:
        """The places and codes of all that is said of the shop."""
        lines = self.said(today).splitlines()
        return [
            f"{line.split(': ')[0]} {line.rpartition('[')[2][:-1]}"
            for line in lines
            if not line.startswith(" ")
        ]


def mistakes(found: list[Diagnostic]) -> list[Diagnostic]:
    """Without what the rules have to say of a shop that is only there to be spoilt."""
    return [d for d in found if d.code.partition("/")[0] not in _JUDGED]


def but_suggestions(printed: str) -> str:
    """What a command printed, but for how many suggestions it did not."""
    for language in LANGUAGES:
        for count in range(1, 20):
            quiet = words_for(language).say(
                "command.quiet",
                suggestions=count,
                command="storyhouse check --suggestions",
            )
            printed = printed.removesuffix(f"{quiet}\n")
    return printed


def said(diagnostics: list[Diagnostic], language: str) -> str:
    """Diagnostics as the command prints them, without the colours."""
    words = words_for(language)
    lines = []
    for diagnostic in diagnostics:
        words = words_for(diagnostic.language or language)
        severity = words.say(f"command.severity.{diagnostic.severity}")
        message = f"{words.message(diagnostic)} [{diagnostic.code}]"
        lines.append(f"{diagnostic.where}: {severity}: {message}")
        if help_ := words.help(diagnostic):
            lines.append(f"    {words.say('command.help')}: {help_}")
    return "".join(f"{line}\n" for line in lines)
