"""Walk through a page of the documentation as a reader would.

A block with a `title` is a file that the reader writes; a console block is typed, and
what stands below a command is what it should answer.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"

#: 21 November 2026: the day that the pages were written on.
_TODAY = "1795262400"
_LOCALES = {"en": "en_GB.UTF-8", "ko": "ko_KR.UTF-8"}
_BLOCK = re.compile(
    r'(?ms)^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$'
)
#: What differs from machine to machine.
_VARIES = re.compile(r"\d+\.\d(?= s\.|초)")


@dataclass(slots=True)
class Walk:
    """A reader at a terminal, in a folder."""

    here: Path
    language: str
    said: list[str] = field(default_factory=list)

    def through(self, page: Path) -> None:
        """Do all that a page says, and compare what it shows."""
        for block in _BLOCK.finditer(page.read_text("utf-8")):
            if block["title"]:
                file = self.here / block["title"]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(block["text"], encoding="utf-8")
            elif block["kind"] == "console":
                for command, shown in _commands(block["text"]):
                    self._type(command, shown)

    def _type(self, command: str, shown: str) -> None:
        words = shlex.split(command)
        if words[0] == "cd":
            self.here = (self.here / words[1]).resolve()
            return
        if words[:2] == ["storyhouse", "serve"] or words[0] != "storyhouse":
            return
        ran = self._run(words[1:])
        assert _steady(ran.stdout) == _steady(shown), f"{command}\n{ran.stdout}"
        refused = re.search(r"(?m): (error|오류): ", shown)
        assert ran.returncode == (1 if refused else 0), command
        self.said.append(command)

    def _run(self, arguments: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "storyhouse", *arguments],
            cwd=self.here,
            env=os.environ
            | {"LC_ALL": _LOCALES[self.language], "SOURCE_DATE_EPOCH": _TODAY},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, and what the page shows below it."""
    for part in re.split(r"(?m)^\$ ", text)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def _steady(text: str) -> str:
    lines = (line.rstrip() for line in text.strip().splitlines())
    return _VARIES.sub("…", "\n".join(lines))
