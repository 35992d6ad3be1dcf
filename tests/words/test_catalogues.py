"""The catalogues: both languages say the same things, and all that is said is there."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from storyhouse.words import LANGUAGES, words_for

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "storyhouse").rglob("*.py"))
GOLDEN = ROOT / "tests" / "golden"
EN, KO = (words_for(language).entries for language in LANGUAGES)
MESSAGES = {k.split(".")[1] for k in EN if k.startswith("messages.")} - {"any"}
#: Where a call holds a message's code, by the name it is called by.
CODE_AT = {
    **dict.fromkeys(("at", "_refused", "_say"), 1),
    **dict.fromkeys(("says", "_simply", "_opening", "_WrongValueError"), 0),
    "PictureError": 0,
}


def literals(sources: Iterable[Path] = SOURCES) -> set[str]:
    """Every text in the program's sources."""
    return {
        node.value
        for path in sources
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def codes_in_sources() -> Iterator[str]:
    """The codes that stand as such in a call."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            named = [k.value for k in node.keywords if k.arg == "code"]
            at = CODE_AT.get(name)
            given = node.args[at : at + 1] if at is not None else []
            for value in (*named, *given):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


def facts_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_entries() -> None:
    assert sorted(EN) == sorted(KO)


@pytest.mark.parametrize("key", EN)
def test_both_languages_say_the_same_facts(key: str) -> None:
    assert facts_of(EN[key]) == facts_of(KO[key])


def test_no_entry_is_empty() -> None:
    assert [k for e in (EN, KO) for k, text in e.items() if not text.strip()] == []


def test_every_code_has_a_message_and_its_reason() -> None:
    codes = set(codes_in_sources())
    assert len(codes) > 50
    assert codes - MESSAGES == set()
    for code in MESSAGES:
        assert {f"messages.{code}.says", f"messages.{code}.why"} <= set(EN)


def test_every_message_and_line_of_help_is_used() -> None:
    written = literals()
    assert MESSAGES - written == set()
    helps = {k.rpartition(".")[2] for k in EN if re.search(r"^messages\..*\.help\.", k)}
    assert helps - written == set()


def test_every_message_has_been_seen_in_a_golden_file() -> None:
    """So that its facts are known to be there: a sentence without one is a crash."""
    seen = {
        code
        for path in GOLDEN.rglob("*.txt")
        for code in re.findall(
            r"\[([a-z0-9/-]+)\]$", path.read_text("utf-8"), re.MULTILINE
        )
    }
    elsewhere = {"foreign-file"}  # tests/test_building.py
    # What is said of a finished letter is tested in tests/letters.
    of_letters = literals(p for p in SOURCES if p.parent.name == "letters")
    cannot_happen = {"yaml-broken"}  # what is left when libyaml says something new
    assert MESSAGES - seen - elsewhere - of_letters - cannot_happen == set()


def test_counts_choose_their_form() -> None:
    words = words_for("en")
    said = [
        words.say("command.counted", errors=n, warnings=m)
        for n, m in ((0, 1), (1, 0), (2, 11))
    ]
    assert said == [
        "0 errors, 1 warning.",
        "1 error, 0 warnings.",
        "2 errors, 11 warnings.",
    ]


def test_a_language_we_do_not_speak_is_answered_in_english() -> None:
    assert words_for("fr").say("command.help") == words_for("en").say("command.help")


def test_a_fact_may_be_called_key_and_hold_braces() -> None:
    said = words_for("en").say("messages.empty-value.says", key="{title} {0} {{")
    assert said == "{title} {0} {{ is empty."


def test_a_part_of_a_catalogue_is_found_by_its_prefix() -> None:
    part = words_for("ko").of("site.kinds")
    assert set(part) == {"behind-the-scenes", "spotlights", "products", "changelog"}
    assert words_for("ko").of("site.kin") == {}
