"""Rule packs: what their patterns may be, what they find, and their own tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.checking import patterns
from storyhouse.checking.own_packs import of_pack
from storyhouse.checking.patterns import Finder, families_of, refused_in
from storyhouse.checking.spoken import prepared
from storyhouse.diagnostics import Diagnostic, Severity, in_order
from storyhouse.model.packs import Pack
from storyhouse.model.record import Language
from storyhouse.reading.packs import read_pack, shipped_packs
from storyhouse.reading.unreadable import UnreadableError
from tests.own_pack import PACK, PHRASE, RULE, RULES, STORY, of_rule, rushed
from tests.shop import Shop

PATTERN = r"'\bchop\W+chop\b'"
PACKS = {pack.language: pack for pack in shipped_packs()}


def wrong(old: str, new: str) -> list[str]:
    """What is said of the pack, and where, once it is changed."""
    assert old in PACK
    return [
        f"{d.where.line}:{d.where.column} {d.code} {d.variant}".strip()
        for d in in_order(_diagnosed(PACK.replace(old, new)))
    ]


def _diagnosed(text: str) -> list[Diagnostic]:
    try:
        pack = read_pack(Path(), Path(RULES), "ours", text.encode())
    except UnreadableError as unreadable:
        return list(unreadable.diagnostics)
    return [*of_pack(pack)]


@pytest.mark.parametrize(
    ("pattern", "variant"),
    [
        (r"'chop(?= chop)'", "around"),
        (r"'chop(?!ped)'", "around"),
        (r"'(?<=chop )chop'", "around"),
        (r"'(chop) \1'", "around"),
        (r"'(?P<a>chop) (?P=a)'", "around"),
        (r"'(a+)+'", "nested"),
        (r"'(?:a*b)*'", "nested"),
        (r"'(ab+c){2,}'", "nested"),
        (r"'x*'", "empty"),
        (r"'chop|'", "empty"),
        (r"'^'", "empty"),
        (f"'{'chop ' * 201}'", "too-long"),
        (r"'(chop'", "other"),
        (r"'chop)'", "other"),
        (r"'[z-a]'", "other"),
        (r"'chop{2,1}'", "other"),
        (r"'*chop'", "other"),
    ],
)
def test_a_pattern_is_refused_in_its_place(pattern: str, variant: str) -> None:
    assert wrong(PATTERN, pattern) == [f"4:16 pack/pattern {variant}"]


@pytest.mark.parametrize("pattern", [r"'(chop'", r"'chop(?=s)'", r"'x*'"])
def test_so_is_an_exception(pattern: str) -> None:
    (said,) = wrong("'chop chop salad'", f"'a salad', {pattern}")
    assert said.startswith("5:29 pack/pattern ")


def test_a_pattern_in_a_block_is_refused_in_its_place() -> None:
    block = "\n      - fine\n      # a note\n      - >-\n        (chop"
    assert wrong(f" [{PATTERN}]", block)[0] == "7:9 pack/pattern other"


def test_a_check_says_so_once(shop: Shop) -> None:
    shop.write(RULES, PACK.replace(PATTERN, "'chop(?= chop)'"))
    (said,) = (s for s in shop.told().each if s.finding.where.path.stem == "ours")
    assert str(said.finding.where) == f"{RULES}:4:16"
    assert said.finding.severity is Severity.ERROR
    assert "“chop(?= chop)”" in said.message


def test_one_that_is_refused_does_not_silence_the_others(shop: Shop) -> None:
    rushed(shop)
    shop.change(RULES, PATTERN, f"'(chop', {PATTERN}")
    assert [str(f.where) for f in of_rule(shop)] == [f"{STORY}:5:7"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("'Come, chop chop!'", "'Chop, chop', 'Come!'", ["7:29 pack/test match"]),
        ("'We chop onions.'", "'So, chop chop!'", ["8:14 pack/test pass"]),
        ("['Come, chop chop!']", "[]", ["7:7 pack/no-tests"]),
        ("      match: ['Come, chop chop!']\n", "", ["7:7 missing-key"]),
        ("“{written}” pushes.", "“{what}” pushes.", ["9:14 pack/words"]),
        ("Say until when", "Say {until", ["11:14 pack/words"]),
        ("patterns:", "pattern:", ["4:5 unknown-key"]),
        ("    message:", "    messages:", ["9:5 unknown-key"]),
        ("language: en", "language: fr", ["1:11 wrong-choice"]),
        ("language: en\n", "", ["1:1 missing-key"]),
        (
            "    exceptions:",
            "    rule: ad/urgent\n    exceptions:",
            ["5:11 rules/unknown"],
        ),
        ("    exceptions:", "    level: loud\n    exceptions:", ["5:12 wrong-choice"]),
    ],
)
def test_a_pack_is_read_as_strictly_as_a_story(
    old: str, new: str, expected: list[str]
) -> None:
    assert wrong(old, new) == expected


def test_the_pack_is_all_right() -> None:
    assert wrong(PATTERN, PATTERN) == []


def test_what_its_findings_say(shop: Shop) -> None:
    rushed(shop)
    (said,) = (s for s in shop.told().each if s.finding.code == RULE)
    assert said.finding.severity == "warning"
    assert said.message == f"“{PHRASE}” pushes."
    assert said.why == "Nobody comes back to be pushed."
    assert said.help == "Say until when there is some."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chop, CHOP!", True),
        ("Chop **chop**!", True),
        ("chop\nchop", True),
        ("A chop chop salad.", False),
        ("chopchop", False),
        ("“Chop chop”, he said.", False),
        ("> Chop chop.", False),
        ("`chop chop`", False),
    ],
)
def test_what_is_found(shop: Shop, text: str, found: bool) -> None:  # noqa: FBT001
    assert bool(of_rule(rushed(shop, text))) is found


def test_a_pack_can_add_to_a_rule_of_the_book(shop: Shop) -> None:
    rushed(shop)
    shop.change(RULES, "    exceptions:", "    rule: ad/urgency\n    exceptions:")
    (said,) = (s for s in shop.told().each if s.finding.code == "ad/urgency")
    assert str(said.finding.where) == f"{STORY}:5:7"
    assert said.message == f"“{PHRASE}” pushes."
    assert said.help == "Say until when there is some."
    assert of_rule(shop) == []
    shop.change("content/shop.yml", "look:", "rules: {ad/urgency: off}\nlook:")
    assert of_rule(shop, "ad/urgency") == []


def test_only_what_stacks_stacks(shop: Shop) -> None:
    two = PACK + PACK.partition("families:\n")[2].replace("rush", "push").replace(
        "chop", "hop"
    )
    rushed(shop, "Chop chop, hop hop!")
    shop.write(RULES, two)
    assert of_rule(shop, "ad/stacked") == []
    assert len(of_rule(shop)) == len(of_rule(shop, "own/push")) == 1
    stacked = two.replace("    exceptions:", "    stacks: true\n    exceptions:")
    shop.write(RULES, stacked)
    (found,) = of_rule(shop, "ad/stacked")
    assert found.severity == "error"
    assert (found.where.column, found.until and found.until.column) == (1, 10)
    assert of_rule(shop) == of_rule(shop, "own/push") == []


def test_a_pack_is_for_texts_in_its_language(shop: Shop) -> None:
    rushed(shop, f"Come, {PHRASE}!\n\n빵을 사러 어서 오세요 {PHRASE}\n")
    assert [f.where.line for f in of_rule(shop)] == [5]
    shop.change(RULES, "language: en", "language: ko")
    assert [f.where.line for f in of_rule(shop)] == [7]


def test_two_packs_may_have_a_family_of_the_same_name(shop: Shop) -> None:
    rushed(shop, "Come, chop chop! Now, hop hop!")
    shop.write("content/rules/theirs.yml", PACK.replace("chop", "hop"))
    (found,) = of_rule(shop)
    assert found.facts == {"written": "chop chop”, “hop hop"}


# The packs that come with storyhouse.


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda p: p.id)
def test_the_packs_own_tests_hold(pack: Pack) -> None:
    assert [(str(d.where), d.facts["written"]) for d in patterns.tested(pack)] == []
    assert not [d for f in families_of(pack) for d in refused_in(f)]


@pytest.mark.parametrize("pack", PACKS.values(), ids=lambda p: p.id)
def test_each_family_is_tried_a_dozen_times(pack: Pack) -> None:
    few = {}
    for name, family in pack.families.items():
        tests = {*family.tests.match}, {*family.tests.pass_}
        if sum(map(len, tests)) < 12 or min(map(len, tests)) < 4:
            few[name] = [len(each) for each in tests]
    assert few == {}


def test_every_language_has_the_same_rules() -> None:
    rules = {
        language: {f.rule for f in families_of(pack)}
        for language, pack in PACKS.items()
    }
    assert set(rules) == {*Language}
    assert len({frozenset(r) for r in rules.values()}) == 1


FINDERS = {language: Finder([*families_of(pack)]) for language, pack in PACKS.items()}
MET = [
    text
    for pack in PACKS.values()
    for family in pack.families.values()
    for text in family.tests.match
]


@given(
    st.lists(st.one_of(st.sampled_from(MET), st.text(max_size=20)), max_size=4).map(
        " ".join
    ),
    st.sampled_from(Language),
)
def test_any_text_can_be_looked_through(text: str, language: Language) -> None:
    ready = prepared(text)
    for family, spans in FINDERS[language].find(ready).values():
        assert spans == sorted(spans)
        assert family.name in PACKS[language].families
        for start, end in spans:
            assert 0 <= start < end <= len(ready)
            assert ready[start:end].strip()
            assert ready[start:end] == ready[start:end].strip(" ")
