"""Every sign of a value has its place in the file, however YAML spells the value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from storyhouse.places import Location, Prose, Source
from storyhouse.reading.located_yaml import read_yaml
from storyhouse.reading.unreadable import UnreadableError
from storyhouse.spelling import spans

FILE = Path("content/shop.yml")
#: How a value in double quotation marks may spell a sign.
ESCAPES = {
    "\n": ["\\n"],
    "\t": ["\\t", "\t"],
    " ": [" ", "\\ ", "\\x20"],
    '"': ['\\"', "\\u0022"],
    "\\": ["\\\\"],
    "\xa0": ["\xa0", "\\_", "\\xa0"],
    "é": ["é", "\\xe9", "\\u00E9"],
    "감": ["감", "\\uAC10", "\\U0000ac10"],
    "🔥": ["🔥", "\\U0001F525"],
}
SIGNS = 'ab é감🔥"\\'


def read(text: str) -> tuple[str, Source]:
    """The value of `k`, and its source."""
    located = read_yaml(text, FILE)
    return located.data["k"], located.source


def pointed(text: str, source: Source, value: str) -> Iterator[tuple[str, str]]:
    """Each sign of the value, and what stands in the file where it is said to."""
    lines = text.split("\n")
    for offset, sign in enumerate(value):
        start = source.place(("k",), value, offset)
        end = source.behind(("k",), value, offset)
        assert start.line == end.line
        line = f"{lines[start.line - 1]}\n"
        yield sign, line[start.column - 1 : end.column - 1]


def spelt_as(sign: str, written: str) -> bool:
    """Whether what was pointed at can be what the sign is written as."""
    if sign in {" ", "\n"} and written in {" ", "\t", "\n"}:
        return True  # a folded line
    options = [sign, *ESCAPES.get(sign, [])]
    return written in options or (sign == "'" and written == "''")


def check(text: str, expected: str) -> None:
    """Whether each sign is found where it stands."""
    assume(yaml.safe_load(text)["k"] == expected)
    try:
        value, source = read(text)
    except UnreadableError:
        assume(False)  # noqa: FBT003
    for sign, written in pointed(text, source, value):
        assert spelt_as(sign, written), (sign, written)


@given(st.text("ab é감🔥'#:,", min_size=1).map(str.strip), st.booleans())
def test_plain(words: str, more: bool) -> None:  # noqa: FBT001
    text = f"k: {words}\n" + ("z: 1\n" if more else "")
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError:
        assume(False)  # noqa: FBT003
    assume(isinstance(loaded, dict) and loaded.get("k") == words)
    check(text, words)


@given(st.lists(st.text("ab감é'", min_size=1), min_size=2), st.data())
def test_folded_over_lines(words: list[str], data: st.DataObject) -> None:
    """Plain, or in single quotation marks: one break is a blank, two are one break."""
    quote = data.draw(st.sampled_from(["", "'"]))
    assume(quote or not any(w.startswith("'") for w in words))
    written, value = words[0].replace("'", quote * 2 or "'"), words[0]
    for word in words[1:]:
        breaks = data.draw(st.integers(0, 3))
        blanks = data.draw(st.sampled_from(["", " ", "  "])) if breaks else " "
        written += f"{blanks}{chr(10) * breaks}{'  ' if breaks else ''}"
        value += "\n" * (breaks - 1) if breaks > 1 else " "
        written += word.replace("'", quote * 2 or "'")
        value += word
    check(f"k: {quote}{written}{quote}\n", value)


@given(st.text(SIGNS, min_size=1), st.data())
def test_double_quotes_and_escapes(value: str, data: st.DataObject) -> None:
    written = ""
    for sign in value:
        written += data.draw(st.sampled_from(ESCAPES.get(sign, [sign])))
        if data.draw(st.integers(0, 5)) == 0 and sign not in " \t":
            written += data.draw(st.sampled_from(["\\\n", "\\\n   "]))
    check(f'k: "{written}"\n', value)


@given(st.data())
def test_blocks(data: st.DataObject) -> None:
    """Literal and folded, with an indent found or given, and each way to end."""
    lines = data.draw(st.lists(st.text("ab감 é", max_size=12), min_size=1, max_size=8))
    indent = data.draw(st.integers(1, 4))
    given_ = data.draw(st.sampled_from(["", str(indent)]))
    ends = data.draw(st.sampled_from(["", "-", "+"]))
    style = data.draw(st.sampled_from("|>"))
    note = data.draw(st.sampled_from(["", " # a note - not +"]))
    body = "".join(f"{' ' * indent if line else ''}{line}\n" for line in lines)
    text = f"k: {style}{given_}{ends}{note}\n{body}z: 1\n"
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError:
        assume(False)  # noqa: FBT003
    assume(isinstance(loaded, dict) and set(loaded) == {"k", "z"})
    assume(str(loaded["k"]).strip())
    check(text, loaded["k"])


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("k: the last chance\n", "last", "1:8"),
        ("{a: x, k: the last chance}\n", "last", "1:15"),
        ("k: 'don''t miss it'\n", "miss", "1:12"),
        ('k: "a \\u0022b\\u0022 last"\n', "last", "1:21"),
        ('k: "ab\\\n    cd"\n', "cd", "2:5"),
        ('k: "a\n  \\n b"\n', "b", "2:6"),
        ("k: >\n  the\n  last\n\n  chance\n", "chance", "5:3"),
        ("k: |\n  the\n    last\n", "last", "3:5"),
        ("k:\n  the\n  last\n", "last", "3:3"),
        ("k: |\n\n  the last\n", "last", "3:7"),
    ],
)
def test_a_word(text: str, word: str, place: str) -> None:
    value, source = read(text)
    found = source.place(("k",), value, value.index(word))
    assert str(found) == f"{FILE}:{place}"
    assert source.behind(("k",), value, value.index(word) + len(word) - 1) == (
        Location(FILE, found.line, found.column + len(word))
    )


def test_a_record_may_drop_what_stands_around_a_value() -> None:
    text = 'k: "  last\\n"\n'
    _, source = read(text)
    assert source.place(("k",), "last", 0) == Location(FILE, 1, 7)


def test_behind_the_last_sign_there_is_a_place() -> None:
    value, source = read("k: 'it''s'\n")
    assert source.place(("k",), value, len(value)) == Location(FILE, 1, 10)
    assert source.place(("k",), "", 0) == Location(FILE, 1, 4)


def test_what_does_not_fit_has_some_place() -> None:
    _, source = read("k: 'it''s'\n")
    assert source.place(("k",), "else", 1) == Location(FILE, 1, 5)
    assert source.place(("nothing",), "else", 1) == Location(FILE, 1, 1)


@given(st.text(), st.text())
def test_any_two_texts_have_a_span_for_each_sign(written: str, value: str) -> None:
    found = spans(written, value)
    assert len(found) == len(value)
    assert all(start < end for start, end in found)
    assert list(found) == sorted(found)


@given(st.text("a\n감 ", max_size=40), st.integers(1, 9))
def test_prose(text: str, first: int) -> None:
    prose = Prose(text, Location(FILE, first, 1))
    lines = text.split("\n")
    for offset, sign in enumerate(text):
        found = prose.locate(offset)
        assert f"{lines[found.line - first]}\n"[found.column - 1] == sign
