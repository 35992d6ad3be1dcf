"""Findings made by hand: each way of telling them is tried on the same ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from storyhouse.diagnostics import Diagnostic, OwnWords, Severity
from storyhouse.model.record import Language
from storyhouse.places import Location
from storyhouse.telling.told import Told

GOLDEN = Path(__file__).parents[1] / "golden" / "telling"
#: What the rule packs say changes; what these say does not.
EN = OwnWords("“{written}” pushes.", "Nobody likes a push (S1:12).", "Say until when.")
KO = OwnWords("{written:은/는} 재촉이에요.", "등을 떠밀면 멀어져요.", "")

LONG = "We bake, " * 30 + "so hurry, hurry, " + "and we bake, " * 30
FILES = {
    "content/pages/korean.md": "지금 바로 오늘만 반값!\n가 a 나 b 다 마감\t임박\n",
    "content/pages/long.md": f"{LONG}\n{'가' * 60}마감 임박{'나' * 60}\n",
    "content/pages/lines.md": "One, last  \nchance\nfor all.\n\n",
    "content/pages/moves.md": "a \x1b[31mred\x1b[0m \u202eword\n",
}


def place(file: str, line: int, column: int) -> Location:
    return Location(Path(f"content/pages/{file}.md"), line, column)


def finding(
    file: str, start: tuple[int, int], end: tuple[int, int] | None = None, **more: Any
) -> Diagnostic:
    """One of the shop's own rule."""
    about = {"facts": {"written": "hurry"}, "severity": Severity.WARNING, "own": EN}
    return Diagnostic(
        where=place(file, *start),
        until=place(file, *end) if end else None,
        code="own/rush",
        **{**about, **more},
    )


def korean(line: int, start: int, end: int, file: str, written: str) -> Diagnostic:
    """One in a Korean text."""
    return finding(
        file,
        (line, start),
        (line, end),
        facts={"written": written},
        language=Language.KO,
        own=KO,
    )


def told(root: Path, *findings: Diagnostic) -> Told:
    """Findings in a folder with the files they are about."""
    for name, text in FILES.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return Told(root, "en", list(findings))


def all_kinds(root: Path) -> Told:
    """One of each kind of place and of words."""
    return told(
        root,
        korean(1, 7, 13, "korean", "오늘만 반값"),
        korean(2, 10, 15, "korean", "마감 임박"),
        finding("long", (1, 274), (1, 286), facts={"written": "hurry, hurry"}),
        korean(2, 61, 66, "long", "마감 임박"),
        finding("lines", (1, 6), (2, 7), facts={"written": "last chance"}),
        Diagnostic(
            where=place("lines", 3, 1),
            code="unknown-key",
            facts={"key": "`taglien`", "meant": "tagline"},
            help="did-you-mean",
        ),
        finding("lines", (4, 1), severity=Severity.SUGGESTION),
        Diagnostic(where=place("lines", 1, 1), code="empty-file"),
        Diagnostic(where=place("nowhere", 9, 9), code="empty-file"),
    )
