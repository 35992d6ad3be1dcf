"""Findings at a terminal: the words, and a line under them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.places import Location
from storyhouse.telling import pretty
from storyhouse.telling.told import Told
from storyhouse.words import words_for
from tests.conftest import Golden
from tests.telling.findings import GOLDEN, all_kinds, finding, place, told


def _tags(text: str, colour: str) -> str:
    return f"<{colour}>{text}</>"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(s) in "WF" else 1 for s in text)


def _excerpt(told: Told) -> list[str]:
    """The lines of the file that are shown, and those under them."""
    lines = "\n".join(pretty.findings(told)).splitlines()
    return [line for line in lines if " | " in line]


def test_every_kind(tmp_path: Path, golden: Golden) -> None:
    told = all_kinds(tmp_path)
    golden(GOLDEN / "pretty.txt", "\n".join(pretty.findings(told)) + "\n")
    golden(GOLDEN / "pretty-colours.txt", "\n".join(pretty.findings(told, _tags)))


def test_colour_comes_through_paint_alone(tmp_path: Path) -> None:
    told = all_kinds(tmp_path)
    plain = "\n".join(pretty.findings(told))
    assert "\x1b" not in plain
    assert "\n".join(pretty.findings(told, lambda text, _colour: text)) == plain


def test_what_moves_a_cursor_is_not_shown(tmp_path: Path) -> None:
    lines = _excerpt(told(tmp_path, finding("moves", (1, 8), (1, 11))))
    assert lines == ["    1 | a  [31mred [0m  word", "      |        ^^^"]


def test_nothing_is_shown_of_a_whole_file_or_of_an_empty_line(tmp_path: Path) -> None:
    findings = [
        finding("lines", (1, 1)),
        finding("lines", (4, 1)),
        finding("nowhere", (1, 3)),
        finding("lines", (90, 1)),
    ]
    assert _excerpt(told(tmp_path, *findings)) == []


def test_a_word_at_the_very_beginning_is_shown(tmp_path: Path) -> None:
    lines = _excerpt(told(tmp_path, finding("lines", (1, 1), (1, 4))))
    assert lines == ["    1 | One, last  ", "      | ^^^"]


def test_behind_the_lines_end_there_is_one_mark(tmp_path: Path) -> None:
    lines = _excerpt(told(tmp_path, finding("lines", (3, 99))))
    assert lines == ["    3 | for all.", "      |         ^"]


@given(
    before=st.text("ab 가나だ！é", max_size=200),
    words=st.text("마감x", min_size=1, max_size=30),
    behind=st.text("ab 가나だ", max_size=200),
)
def test_the_marks_stand_under_the_words(
    tmp_path_factory: pytest.TempPathFactory, before: str, words: str, behind: str
) -> None:
    root = tmp_path_factory.mktemp("shop")
    file = root / "content/pages/any.md"
    file.parent.mkdir(parents=True)
    file.write_text(before + words + behind, encoding="utf-8")
    start = len(before)
    found = finding("any", (1, start + 1), (1, start + len(words) + 1))
    line, marks = _excerpt(Told(root, "en", [found]))
    assert _columns(line.removeprefix("    1 | ")) <= 96 + 2  # and two …
    width = _columns(marks) - _columns(marks.rstrip("^"))
    assert width == _columns(words)
    shown, at = "", 0
    for sign in line:
        if at >= _columns(marks.rstrip("^")) and _columns(shown) < width:
            shown += sign
        at += _columns(sign)
    assert shown == words


def _closing(told: Told, language: str = "en") -> list[str]:
    return [*pretty.closing(told, words_for(language))]


def test_the_closing_counts(tmp_path: Path) -> None:
    told = all_kinds(tmp_path)
    assert _closing(told) == ["3 errors, 5 warnings.", "1 suggestion."]
    assert _closing(told, "ko") == ["오류 3개, 주의 5개.", "제안 1건."]


def test_the_closing_tells_what_is_not_told(tmp_path: Path) -> None:
    fixed = {"content/pages/long.md": Counter({"ad/urgency": 2, "own/rush": 1})}
    told = Told(tmp_path, "en", [], held=4, fixed=fixed, quiet=3)
    words = words_for("en")
    assert _closing(told) == [
        words.say(
            "command.quiet", suggestions=3, command="storyhouse check --suggestions"
        ),
        words.say("command.held", findings=4),
        words.say("command.fixed", findings=3),
        "    content/pages/long.md: ad/urgency (2)",
        "    content/pages/long.md: own/rush (1)",
    ]


def test_a_clean_shop_has_no_closing(tmp_path: Path) -> None:
    assert _closing(Told(tmp_path, "en", [])) == []


def test_what_an_editor_has_is_shown_and_not_what_is_saved(tmp_path: Path) -> None:
    path = place("lines", 1, 1).path
    one = finding("lines", (1, 1), (1, 4))
    told(tmp_path, one)
    unsaved = Told(tmp_path, "en", [one], given={path: "\ufeffTwo!\r\n".encode()})
    assert _excerpt(unsaved) == ["    1 | Two!", "      | ^^^"]
    emptied = Told(tmp_path, "en", [one], given={path: b""})
    assert _excerpt(emptied) == []


def test_only_the_shops_own_texts_are_shown(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("one\ntwo\n")
    outside = Location(Path("secret.md"), 2, 2)
    told = Told(tmp_path, "en", [Diagnostic(where=outside, code="empty-file")])
    assert _excerpt(told) == []
    assert told.each[0].line == ""


def test_severities_differ_in_colour(tmp_path: Path) -> None:
    painted = [
        next(
            pretty.findings(told(tmp_path, finding("lines", (1, 1), severity=s)), _tags)
        )
        for s in Severity
    ]
    colours = {text.split("<")[1].split(">")[0] for text in painted}
    assert len(colours) == len(Severity)
