"""Walk through a page of the documentation as a reader would.

A block with a `title` is a file that the reader writes, one with `add` goes to the end
of a file that is there; a console block is typed, and what stands below a command is
what it should answer. A line `…` stands for lines that the page has shown already. What
stands below `echo $?` is how the command before it ended; so does `ends` of a block say
of its last command, where the code itself would only be in a reader's way.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"

#: The day that the pages were written on.
DAY = dt.date(2026, 11, 21)
_NOON = dt.datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=dt.UTC)
_LOCALES = {"en": "en_GB.UTF-8", "ko": "ko_KR.UTF-8"}
_BLOCK = re.compile(
    r'(?ms)^```(?P<kind>\w+)(?: (?P<how>title|add|ends)="(?P<file>[^"]+)")?\n'
    r"(?P<text>.*?)^```$"
)
#: What differs from machine to machine, how many tests the rule packs have by now, and
#: how many files a site is made of.
_VARIES = re.compile(
    r"\d+\.\d(?= s\.|초)|\d+(?= tests in| files of out/)"
    r"|(?<=시험 )\d+(?=개)|(?<=out/의 파일 )\d+(?=개)"
)


@dataclass(slots=True)
class Walk:
    """A reader at a terminal, in a folder."""

    here: Path
    language: str
    said: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def through(self, page: Path) -> None:
        """Do all that a page says, and compare what it shows."""
        for block in _BLOCK.finditer(page.read_text("utf-8")):
            if block["how"] in {"title", "add"}:
                file = self.here / block["file"]
                file.parent.mkdir(parents=True, exist_ok=True)
                with file.open(
                    "w" if block["how"] == "title" else "a", -1, "utf-8"
                ) as f:
                    f.write(block["text"])
            elif block["kind"] == "console":
                *before, last = _commands(block["text"])
                for command, shown, told in before:
                    self._type(command, shown, told)
                ends = int(block["file"]) if block["how"] == "ends" else last[2]
                self._type(last[0], last[1], ends)

    def _type(self, command: str, shown: str, told: int | None) -> None:
        words = shlex.split(command)
        if words[0] == "cd":
            self.here = (self.here / words[1]).resolve()
            return
        if words[:2] == ["storyhouse", "serve"] or words[0] != "storyhouse":
            return
        ran = self._run(words[1:])
        answered = _steady(ran.stdout)
        assert answered == self._whole(_steady(shown), answered), (
            f"{command}\n{ran.stdout}"
        )
        self.shown.update(answered)
        refused = re.search(r"(?m): (error|오류): ", shown)
        assert ran.returncode == (told if told is not None else int(bool(refused)))
        self.said.append(command)

    def _whole(self, shown: list[str], answered: list[str]) -> list[str]:
        """What is shown, with what the page has shown before in the place of `…`."""
        head, tail = _parted(shown, "…")
        left_out = answered[len(head) : len(answered) - len(tail)]
        known = "…" in shown and left_out and self.shown.issuperset(left_out)
        return [*head, *left_out, *tail] if known else shown

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        """A command, with its input from the file behind a `<`."""
        arguments, files = _parted(words, "<")
        noon = str(int(_NOON.timestamp()))
        return subprocess.run(
            [sys.executable, "-m", "storyhouse", *arguments],
            cwd=self.here,
            env=os.environ
            | {"LC_ALL": _LOCALES[self.language], "LANGUAGE": ""}
            | {"SOURCE_DATE_EPOCH": noon},
            input=(self.here / files[0]).read_text("utf-8") if files else "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )


def _parted(words: list[str], at: str) -> tuple[list[str], list[str]]:
    """What stands before a word, and what stands behind it."""
    where = words.index(at) if at in words else len(words)
    return words[:where], words[where + 1 :]


def _commands(text: str) -> Iterator[tuple[str, str, int | None]]:
    """Each command of a console block, what is shown below it, and how it ended."""
    parts = [part.partition("\n") for part in re.split(r"(?m)^\$ ", text)[1:]]
    for (command, _, shown), (behind, _, code) in zip(
        parts, [*parts[1:], ("", "", "")], strict=True
    ):
        if command != "echo $?":
            yield command, shown, int(code) if behind == "echo $?" else None


def _steady(text: str) -> list[str]:
    return [
        _VARIES.sub("(varies)", line.rstrip()) for line in text.strip().splitlines()
    ]
