"""The catalogues: both languages say the same things, and all that is said is there."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from storyhouse.checking.rulebook import rulebook
from storyhouse.reading.packs import shipped_packs
from storyhouse.words import LANGUAGES, words_for

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "storyhouse").rglob("*.py"))
GOLDEN = ROOT / "tests" / "golden"
EN, KO = (words_for(language).entries for language in LANGUAGES)
MESSAGES = {k.split(".")[1] for k in EN if k.startswith("messages.")} - {"any"}
RULES = {k.split(".")[1] for k in EN if k.startswith("rules.")}
#: Rules whose words stand in the packs of words of ads, by language.
IN_PACKS = {
    pack.language.value: {family.rule for family in pack.families.values()}
    for pack in shipped_packs()
}
#: What a line of a golden file says, and of which code.
_TOLD = re.compile(r"^(.*) \[([a-z0-9/-]+)\]$")
#: Where a call holds a message's code, by the name it is called by.
CODE_AT = {
    "_named_in": 3,
    "_wrong": 2,
    **dict.fromkeys(("at", "to", "_refuse", "refused", "_refused", "_say"), 1),
    **dict.fromkeys(("says", "_simply", "_opening", "WrongValueError"), 0),
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


def codes_with_a_group() -> set[str]:
    """What has the form of a code, as `ad/urgency` has, wherever it stands."""
    groups = {c.partition("/")[0] for c in RULES | MESSAGES if "/" in c}
    form = re.compile(rf"(?:{'|'.join(sorted(groups))})/[a-z-]+")
    return {text for text in literals() if form.fullmatch(text)}


def sentences(entries: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """All that can be said, by code and variant."""
    found: dict[tuple[str, str], str] = {}
    for key, text in entries.items():
        book, _, rest = key.partition(".")
        code, says, variant = rest.partition(".says")
        if book in {"messages", "rules"} and says:
            found[code, variant.removeprefix(".")] = text
    return found


def form_of(template: str) -> str:
    """A pattern for what a sentence becomes, whatever its facts are."""
    return "".join(
        re.escape(text) + (".+" if name else "")
        for text, name, _, _ in string.Formatter().parse(template)
    )


def seen_in_golden_files() -> set[tuple[str, str]]:
    """Every code and variant that some golden file holds the words of.

    A rule whose words stand in a pack counts with the variant `""`.
    """
    lines = {
        line
        for path in GOLDEN.rglob("*.txt")
        for line in path.read_text("utf-8").splitlines()
    }
    told = [(m[1], m[2]) for m in map(_TOLD.search, lines) if m]
    seen = {(code, "") for _, code in told if code in IN_PACKS["en"]}
    for entries in (EN, KO):
        for (code, variant), template in sentences(entries).items():
            form = re.compile(rf"(?:^|: ){form_of(template)}$")
            if any(form.search(said) for said, of in told if of == code):
                seen.add((code, variant))
    return seen


def facts_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_entries() -> None:
    assert sorted(EN) == sorted(KO)


@pytest.mark.parametrize("key", EN)
def test_both_languages_say_the_same_facts(key: str) -> None:
    assert facts_of(EN[key]) == facts_of(KO[key])


def test_korean_speaks_in_one_manner() -> None:
    """In 해요체, and with one sign before an example; thanks are said as always."""
    said = {
        key: text
        for key, text in KO.items()
        if not key.endswith((".not_this", ".but_this"))
    }
    formal = re.compile(r"(?<!고맙습)(?<!감사합)니다\b|십시오|니까\?")
    assert [key for key, text in said.items() if formal.search(text)] == []
    other = re.compile(r"\b예 ?:|\(예 ")
    assert [key for key, text in said.items() if other.search(text)] == []


def test_no_entry_is_empty() -> None:
    assert [k for e in (EN, KO) for k, text in e.items() if not text.strip()] == []


def test_every_code_has_a_message_and_its_reason() -> None:
    codes = {*codes_in_sources(), *codes_with_a_group()}
    assert len(codes) > 100
    assert codes - MESSAGES - RULES == set()
    said = {code for code, _ in sentences(EN)}
    for code in MESSAGES:
        assert code in said
        assert f"messages.{code}.why" in EN


def test_a_code_is_a_message_or_a_rule() -> None:
    assert not MESSAGES & RULES
    assert set(rulebook()) == RULES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_words(language: str) -> None:
    entries = words_for(language).entries
    said = {code for code, _ in sentences(entries)}
    for rule in rulebook():
        for key in ("title", "checks", "not_this", "but_this"):
            assert f"rules.{rule}.{key}" in entries
        if rule not in IN_PACKS[language]:
            assert rule in said
            assert f"rules.{rule}.why" in entries


def test_every_message_and_line_of_help_is_used() -> None:
    written = literals()
    assert (MESSAGES | RULES) - written - IN_PACKS["en"] == set()
    assert IN_PACKS["en"] == IN_PACKS["ko"] <= RULES
    form = re.compile(r"^(?:messages\..*\.help|rules\..*\.instead)\.([^.]+)$")
    helps = {found[1] for found in map(form.search, EN) if found}
    assert helps - written == set()


def test_every_message_has_been_seen_in_a_golden_file() -> None:
    """So that its facts are known to be there: a sentence without one is a crash."""
    elsewhere = {"foreign-file"}  # tests/test_building.py
    # What is said of a finished letter is tested in tests/letters.
    of_letters = literals(p for p in SOURCES if p.parent.name == "letters")
    cannot_happen = {"yaml-broken"}  # what is left when libyaml says something new
    exempt = elsewhere | of_letters | cannot_happen
    wanted = {s for s in sentences(EN) if s[0] in MESSAGES - exempt}
    assert wanted - seen_in_golden_files() == set()


def test_every_rule_has_been_seen_in_a_golden_file() -> None:
    of_letters = {("credit/lost", ""), ("comp/undisclosed", "letter")}
    wanted = {s for s in sentences(EN) if s[0] in RULES}
    wanted |= {(rule, "") for rule in IN_PACKS["en"]}
    assert wanted - of_letters - seen_in_golden_files() == set()


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


#: A particle as it stands, behind what varies or behind its closing quotation mark.
_BARE = re.compile(
    r"\{(\w+)\}[”’:]*(?:[을를이가은는과와로]|으로|이?라[는고]?|이에요|예요)(?![가-힣])"
)
#: What always ends in the same sound: a day in 일, a file's name in .txt.
_SAME_SOUND = {"day", "readme"}


def test_a_korean_particle_follows_what_stands_before_it() -> None:
    found = {
        key: match[0]
        for key, text in KO.items()
        for match in _BARE.finditer(text)
        if match[1] not in _SAME_SOUND
    }
    assert found == {}
