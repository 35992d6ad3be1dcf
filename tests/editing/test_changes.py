"""What stands in an owner's file stays, to the byte; what is new is read as meant."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.editing.changes import Add, Change, Plain, Put, changed
from storyhouse.editing.page import Page
from storyhouse.editing.wanted import alike, with_change
from storyhouse.editing.written import keys
from storyhouse.reading.unreadable import UnreadableError
from tests.conftest import Golden
from tests.shop import said

GOLDEN = Path(__file__).parents[1] / "golden" / "editing"
ASK = Path("content/asks/less-salt.yml")
DAY = dt.date(2026, 11, 26)
ANSWER = Add(
    ("answers",),
    {"date": DAY, "by": "mara", "words": 'It was "salt", and we\'ve cut it: 1.7 %'},
)
CHANGES: dict[str, list[Change]] = {
    "answer": [ANSWER],
    "plan": [Put(("plan",), {"state": "planned", "promised_by": DAY})],
    "building": [Put(("plan", "state"), "building")],
    "decline": [
        Put(
            ("declined",),
            {"date": DAY, "because": "There is flour in our air. " * 4, "instead": "…"},
        )
    ],
    "told": [
        Add(
            ("told",),
            {"person": "haeseong", "how": "직접", "date": DAY, "thanked": True},
        )
    ],
    "by": [Add(("by",), "no")],
}


def data_of(text: str, path: Path = ASK) -> Any:
    return Page.of(text, path).located.data


def only_adds(old: str, new: str) -> bool:
    """Whether the new text without one stretch of it is the old one."""
    return _alike(old, new) + _alike(old[::-1], new[::-1]) >= len(old)


def _alike(one: str, other: str) -> int:
    """How many signs two texts have in common, from their beginning."""
    return sum(
        1
        for _ in takewhile(
            lambda pair: pair[0] == pair[1], zip(one, other, strict=False)
        )
    )


# Whole files, to look at.


@pytest.mark.parametrize(
    "file", sorted(GOLDEN.glob("*.before.*")), ids=lambda f: f.name
)
def test_golden_examples(golden: Golden, file: Path) -> None:
    text = file.read_bytes().decode()
    for changes in CHANGES.values():
        text = changed(text, Path(file.name), changes)
    shown = text.replace("\r", "␍").replace("\ufeff", "(mark)")
    golden(file.with_name(file.name.replace(".before.", ".after.")), shown)


# Any file that an owner may have written.

_WORDS = st.text(
    st.sampled_from(list("aé빵🍞 .,:;!?'\"#-[]{}|>&*%@`\\/()1\t\n~=_")), max_size=24
)
_NOTES = st.sampled_from(
    ["", "", "# note\n", "\n", "\n# - {date: 1}\n\n", "  # indented\n", "#\ttab 빵\n"]
)
_BEHIND = st.sampled_from(["", "", '  # he\'s right: "salt" [x]', " ", "\t# tab"])


def _quoted(words: str) -> st.SearchStrategy[str]:
    one_line = words.replace("\n", " ").replace("\t", " ")
    double = one_line.replace("\\", "\\\\").replace('"', '\\"')
    single = one_line.replace("'", "''")
    ways = [f'"{double}"', f"'{single}'", "plain words", "'two\n\n  lines'"]
    return st.sampled_from(ways)


@st.composite
def _scalars(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["quoted", "literal", "folded", "plain over lines"]))
    if kind == "quoted":
        return draw(_quoted(draw(_WORDS)))
    if kind == "plain over lines":
        return "as much\n  as you like\n  of it"
    sign = "|" if kind == "literal" else ">"
    mark = draw(st.sampled_from(["", "-", "+"]))
    tail = draw(st.sampled_from(["", "\n", "\n\n"]))
    return f"{sign}{mark}\n    first: 'line'\n\n      # no note\n    last{tail}"


_ITEM = "{date: 2026-01-02, words: 'so, {it} is'}"
_ANSWERS = [
    "",
    "answers:{note}\n",
    "answers: []{note}\n",
    f"answers: [{_ITEM}]{{note}}\n",
    f"answers: [\n  {_ITEM},{{note}}\n  {_ITEM}\n  ]\n",
    f"answers: [\n  {_ITEM},\n  {_ITEM},{{note}}\n]\n",
    f"answers:\n  - {_ITEM}{{note}}\n  - {_ITEM}\n",
    f"answers:\n- {_ITEM}{{note}}\n# end\n",
    "answers:\n  - date: 2026-01-02{note}\n    words: |\n      a\n      b\n\n",
    "answers:\n-   date: 2026-01-02\n    words: x{note}\n",
    "answers:\n  -\n    date: 2026-01-02\n    words: x{note}\n",
]
_BY = ["by: [haeseong]", "by:\n- haeseong", "by:\n  - haeseong", "by: [a,\n  b]"]


@st.composite
def _asks(draw: st.DrawFn) -> str:
    parts = [
        f"title: {draw(_quoted(draw(_WORDS)))}{draw(_BEHIND)}\n",
        f"words: {draw(_scalars())}\n",
        f"{draw(st.sampled_from(_BY))}{draw(_BEHIND)}\n",
        f"date: 2026-01-01{draw(_BEHIND)}\n",
        draw(st.sampled_from(_ANSWERS)).replace("{note}", draw(_BEHIND)),
    ]
    parts = draw(st.permutations(parts))
    text = "".join(draw(_NOTES) + part for part in parts) + draw(_NOTES)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text


def _readable(text: str) -> bool:
    try:
        data_of(text)
    except UnreadableError:
        return False
    return True


@given(
    text=_asks().filter(_readable),
    kind=st.sampled_from(sorted(CHANGES)),
    words=_WORDS,
    windows=st.booleans(),
    mark=st.booleans(),
)
def test_a_change_only_adds(
    *, text: str, kind: str, words: str, windows: bool, mark: bool
) -> None:
    text = text.replace("\n", "\r\n") if windows else text
    text = f"\ufeff{text}" if mark else text
    answer = Add(("answers",), {"date": DAY, "words": words})
    for change in [*CHANGES[kind], answer]:
        new = changed(text, ASK, [change])
        assert only_adds(text, new)
        assert alike(data_of(new), with_change(data_of(text), change))
        assert not windows or new.count("\n") == new.count("\r\n")
        text = new


@given(text=_asks().filter(_readable), body=_WORDS, kind=st.sampled_from([*CHANGES]))
def test_the_body_below_front_matter_is_untouched(
    text: str, body: str, kind: str
) -> None:
    gap = "" if text.endswith("\n") else "\n"
    page = f"---\n{text}{gap}---\n{body}"
    new = changed(page, Path("a.md"), CHANGES[kind])
    assert new.endswith(f"---\n{body}")
    assert only_adds(page, new)


_VALUES: st.SearchStrategy[Plain] = st.recursive(
    st.booleans() | st.dates() | _WORDS | st.text(max_size=8).filter(str.isprintable),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "no", "x y"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(value=_VALUES, there=st.sampled_from(["", "k: old\n", "k: [a]\n", "k:\n"]))
def test_every_value_is_read_as_it_was_meant(value: Plain, there: str) -> None:
    text = f"title: x\n{there}z: end  # of it\n"
    new = changed(text, ASK, [Put(("k",), value)])
    assert alike(data_of(new), with_change(data_of(text), Put(("k",), value)))
    assert new.startswith("title: x\n")
    assert "z: end  # of it\n" in new
    record = with_change(with_change({}, Put(("k",), value)), Put(("z",), "end"))
    assert alike(data_of(keys({"k": value, "z": "end"})), record)


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        ("Less salt, please", "k: Less salt, please"),
        ("It's fine", "k: It's fine"),
        ("Yes: gladly", 'k: "Yes: gladly"'),
        ("so #1", 'k: "so #1"'),
        ("so # 1", 'k: "so # 1"'),
        ('"no"', "k: '\"no\"'"),
        ("no", 'k: "no"'),
        ("2026-11-26", 'k: "2026-11-26"'),
        ("빵 🍞", "k: 빵 🍞"),
        ("", 'k: ""'),
        ("one\n\n two", "k: |\n  one\n\n   two"),
        (True, "k: true"),
        (DAY, "k: 2026-11-26"),
        (["a", "b, c"], 'k: [a, "b, c"]'),
        ([{"a": "x"}, {"a": "y"}], "k:\n  - {a: x}\n  - {a: y}"),
        ({"state": "planned"}, "k: {state: planned}"),
        ({"a": "one\ntwo"}, "k:\n  a: |\n    one\n    two"),
        ([], "k: []"),
    ],
)
def test_values_look_as_a_person_writes_them(value: Plain, spelt: str) -> None:
    assert keys({"k": value}) == spelt


def test_what_is_there_is_replaced_in_its_place() -> None:
    text = "a: 'old'  # why\nplan: { state: planned }  # so\nb: >\n  x\n\nc: z\n"
    new = changed(
        text,
        ASK,
        [
            Put(("a",), "new"),
            Put(("plan", "state"), "building"),
            Put(("plan", "promised_by"), DAY),
            Put(("b",), "y"),
        ],
    )
    assert new == (
        "a: new  # why\nplan: { state: building, promised_by: 2026-11-26 }  # so\n"
        "b: y\n\nc: z\n"
    )


@pytest.mark.parametrize("nothing", ["[ ]", "~", "null", "[\n  ]"])
def test_what_says_nothing_makes_room(nothing: str) -> None:
    text = f"a: x\nby: {nothing}  # who\nc: 'z'\n"
    assert changed(text, ASK, [Add(("by",), "y")]) == ("a: x\nby: [y]  # who\nc: 'z'\n")


def test_a_list_in_the_place_of_another_is_written_anew_and_nothing_else() -> None:
    text = "by:\n  - a\n  - b\n\n# note\nc: 'z'\n"
    assert changed(text, ASK, [Put(("by",), ["x"])]) == "by: [x]\n\n# note\nc: 'z'\n"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_room_for_a_change_is_said_with_its_place(
    golden: Golden, language: str
) -> None:
    text = "title: x\nanswers: a text where a list should be\n"
    told = ""
    for change in (ANSWER, Put(("title", "is"), "x"), Put(("answers", 0), "x")):
        with pytest.raises(UnreadableError) as refused:
            changed(text, ASK, [change])
        told += said([*refused.value.diagnostics], language)
    golden(GOLDEN / f"refused-{language}.txt", told)


@pytest.mark.parametrize("text", ["a: [", "a: &b c\n", "- \x07\n", "a: 1\na: 2\n"])
def test_a_file_that_cannot_be_read_is_not_changed(text: str) -> None:
    with pytest.raises(UnreadableError):
        changed(text, ASK, [ANSWER])


def test_signs_that_no_file_can_carry_are_refused() -> None:
    with pytest.raises(UnreadableError):
        changed("title: x\n", ASK, [Put(("words",), "bell\x07")])
