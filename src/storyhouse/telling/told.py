"""Findings ready to be told: in words, with their lines, each with a fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.words import words_for


@dataclass(frozen=True)
class Told:
    """Everything one check has to tell."""

    root: Path
    language: str  # the shop's
    findings: list[Diagnostic]
    #: How many findings the baseline held back, and what is gone of it, by file.
    held: int = 0
    fixed: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    quiet: int = 0  # suggestions nobody asked for
    command: str = "storyhouse check"  # what was run, and shows them if asked
    #: Texts that stand for files, from the shop's folder: an editor's.
    given: Mapping[Path, bytes] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """How many of a kind."""
        return sum(f.severity is severity for f in self.findings)

    @cached_property
    def each(self) -> list[Said]:
        """The findings in words."""
        lines, met = _Lines(self.root, self.given), Counter[str]()
        return [_said(f, self.language, lines, met) for f in self.findings]


@dataclass(frozen=True, slots=True)
class Said:
    """One finding in the language of the text it is about."""

    finding: Diagnostic
    language: str
    message: str
    why: str
    help: str
    line: str  # of the file, as it stands there; empty if there is none
    fingerprint: str  # the same as long as file, rule and words are


def _said(finding: Diagnostic, language: str, lines: _Lines, met: Counter[str]) -> Said:
    words = words_for(finding.language or language)
    line = lines.at(finding.where.path, finding.where.line)
    seed = "\n".join(
        (finding.where.path.as_posix(), finding.code, _about(finding, line))
    )
    met[seed] += 1
    print_ = hashlib.sha256(f"{seed}\n{met[seed]}".encode()).hexdigest()[:32]
    return Said(
        finding=finding,
        language=words.language,
        message=words.message(finding),
        why=words.why(finding),
        help=words.help(finding),
        line=line,
        fingerprint=print_,
    )


def _about(finding: Diagnostic, line: str) -> str:
    """What a finding is about, wherever in the file it has moved.

    Not its numbers: days pass, and it stays the same finding.
    """
    words = [(k, v) for k, v in finding.facts.items() if isinstance(v, str)]
    return repr(sorted(words)) if words else " ".join(line.split())


@dataclass(slots=True)
class _Lines:
    """Lines of the shop's files, each file read once."""

    root: Path
    given: Mapping[Path, bytes]
    kept: dict[Path, list[str]] = field(default_factory=dict)

    def at(self, path: Path, number: int) -> str:
        if path not in self.kept:
            self.kept[path] = self._read(path)
        lines = self.kept[path]
        return lines[number - 1] if number <= len(lines) else ""

    def _read(self, path: Path) -> list[str]:
        if path.parts[:1] not in {("content",), ("newsletters",)}:
            return []
        try:
            given = self.given.get(path)
            data = (self.root / path).read_bytes() if given is None else given
        except OSError:
            return []
        text = data.decode("utf-8-sig", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def shown(findings: Iterable[Diagnostic], *, suggestions: bool) -> list[Diagnostic]:
    """The findings to tell: suggestions only when they are asked for."""
    return [f for f in findings if suggestions or f.severity is not Severity.SUGGESTION]
