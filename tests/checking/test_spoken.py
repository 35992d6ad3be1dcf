"""What the shop itself says, and where each word of it stands in its file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storyhouse.checking import ads
from storyhouse.checking.settings import Settings
from storyhouse.checking.spoken import (
    Role,
    language_in,
    of_record,
    passages,
    prepared,
    without_quotes,
)
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.record import Language
from tests.own_pack import RULE, STORY, house, house_with, story


def said(text: str) -> list[tuple[Role, str]]:
    """What a story says, without its title."""
    with_it = house_with((STORY, text))
    record = with_it.written[next(i for i in with_it.written if i == "salt")]
    spoken = of_record(with_it, record)
    return [(p.role, p.text) for p in spoken if p.key != "title"]


def test_the_roles_of_a_shop() -> None:
    roles = {(p.key, p.role) for p in passages(house())}
    assert {
        ("title", Role.HEADLINE),
        ("subject", Role.HEADLINE),
        ("takeaway", Role.TAKEAWAY),
        ("cover", Role.PICTURE),
        ("why_us", Role.FIELD),
        ("tagline", Role.FIELD),
        ("worth", Role.FIELD),
        ("rounds", Role.FIELD),
        ("answers", Role.FIELD),
        ("before", Role.FIELD),
        ("", Role.BODY),
        ("", Role.PICTURE),
    } <= roles


def test_what_others_say_is_left_out() -> None:
    texts = [p.text for p in passages(house())]
    customers = [
        "Could you make it a little less salty?",
        "A scale is a kind of patience.",
    ]
    assert not set(customers) & set(texts)
    assert "Less salt in the salt bread" not in texts  # how an ask is called
    assert "Kim Hae-seong" not in " ".join(texts)


@pytest.mark.parametrize(
    ("body", "spoken"),
    [
        ("We say.\n\n> They say.\n\nWe again.", ["We say.", "We again."]),
        ('We say "they say" now.', ["We say            now."]),
        ("We say “they say” now.", ["We say            now."]),
        ("우리는 「그분 말씀」 들었어요.", ["우리는         들었어요."]),
        ("`code` and words", ["and words"]),
        ("an [address](https://chop.example/chop)", ["an address"]),
        ("<!-- a remark -->\nWords.", ["Words."]),
        ('It is 12" wide.', ['It is 12" wide.']),
    ],
)
def test_what_is_the_shops_own(body: str, spoken: list[str]) -> None:
    assert [text for _, text in said(story(body))] == spoken


def test_a_pictures_words_are_a_pictures() -> None:
    text = story("Words ![of a loaf](../images/loaf.png)\n")
    assert said(text) == [(Role.BODY, "Words"), (Role.PICTURE, "of a loaf")]


def test_passages_are_counted_without_pictures() -> None:
    body = "One.\n\n![a](../images/loaf.png)\n\nTwo.\n\n> Quoted.\n\nThree.\n"
    with_it = house_with((STORY, story(body)))
    record = with_it.written[next(i for i in with_it.written if i == "salt")]
    spoken = [p for p in of_record(with_it, record) if p.role is Role.BODY]
    assert [(p.number, p.text) for p in spoken] == [
        (0, "One."),
        (1, "Two."),
        (2, "Three."),
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bread", Language.EN),
        ("빵", Language.KO),
        ("Storyhouse 빵집이 열렸어요", Language.KO),
        ("a long English sentence with one 빵 in it", Language.EN),
        ("1 + 1!", Language.KO),
        ("", Language.KO),
    ],
)
def test_the_language_of_a_text(text: str, language: Language) -> None:
    assert language_in(text, Language.KO) is language


@given(st.text('ab "「」『』«»가\n', max_size=60))
def test_quotes_are_blanked_in_their_place(text: str) -> None:
    blanked = without_quotes(text)
    assert len(blanked) == len(text)
    assert all(now in {was, " "} for was, now in zip(text, blanked, strict=True))


def test_prepared_is_what_patterns_meet() -> None:
    assert prepared("It’s  “so”\u00ad ５") == "It's      5"


# A phrase is planted somewhere, in whichever way it can be written there.

#: Words around the phrase, without signs that would make it somebody else's.
WORDS = st.lists(
    st.sampled_from(["we", "bake", "it's", "100%", "naïve", "🥐", "so,", "café:s"]),
    min_size=1,
    max_size=4,
).map(" ".join)
#: The phrase with signs of Markdown in and around it.
IN_MARKDOWN = st.sampled_from(
    [
        "chop chop",
        "**chop** chop",
        "*chop\nchop*",
        "[chop chop](../pages/about.md)",
        "[chop][about] chop",
        "ch**o**p chop",
        "chop&nbsp;chop",
        "chop, <b>chop</b>",
        "chop\u00ad ch\u200bop",
        "`c` chop ![x](../images/loaf.png) chop",
        "&#99;hop cho&#x70;",
        "chop {name|friend} chop",
    ]
)
BLOCKS = st.sampled_from(
    ["{}", "# {}", "- {}", "1. {}", "| x | {} |", "[^1]: {}", "First.\n\n{}", "x\n{}"]
)


@given(IN_MARKDOWN, WORDS, WORDS, BLOCKS)
def test_a_phrase_in_a_text(phrase: str, before: str, behind: str, block: str) -> None:
    assume("\n" not in phrase or block in {"{}", "First.\n\n{}", "x\n{}"})
    body = block.format(f"{before} {phrase} {behind}\n")
    _check(story(f"{body}\n[about]: ../pages/about.md\n"))


@given(st.data(), WORDS, WORDS, st.sampled_from(["title", "summary", "cover"]))
def test_a_phrase_in_front_matter(
    data: st.DataObject, before: str, behind: str, key: str
) -> None:
    words = f"{before} chop chop {behind}"
    styles = ["single", "double", "plain"]
    styles += ["literal", "folded"] if key != "cover" else []
    style = data.draw(st.sampled_from(styles))
    written = _written(words, style, data)
    if key == "cover":
        value = f"{{image: images/loaf.png, alt: {written}, caption: x}}"
    else:
        value = written
    text = f"---\n{key}: {value}\ndate: 2026-10-10\n---\n"
    if key != "title":
        text = text.replace("---\n", "---\ntitle: Salt\n", 1)
    _check(text)


def _written(words: str, style: str, data: st.DataObject) -> str:
    """Words as a value of YAML."""
    match style:
        case "single":
            return "'{}'".format(words.replace("'", "''"))
        case "double":
            spelt = [
                data.draw(st.sampled_from([s, f"\\u{ord(s):04x}"]))
                if s in "chop"
                else s
                for s in words
            ]
            blank = data.draw(st.sampled_from([" ", " \\\n    ", "\n  ", "\\x20"]))
            return '"{}"'.format("".join(spelt).replace(" ", blank, 1))
        case "literal":
            return f"|\n  We bake.\n  {words}\n"
        case "folded":
            lines = data.draw(st.sampled_from([words, words.replace(" ", "\n  ")]))
            return f">-\n  We bake.\n\n  {lines}\n"
        case _:
            assume(": " not in words and "," not in words)
            return words


def _check(text: str) -> None:
    """Whether the one finding stands at the phrase, from its first sign to its last."""
    (found,) = _findings(house_with((STORY, text)))
    assert found.until is not None
    marked = _between(text, found)
    assert re.sub(r"[^a-z\ufffc]", "", _bare(marked)) == "chopchop", marked
    assert _bare(marked)[0] == "c"
    assert _bare(marked)[-1] == "p"


def _findings(house: House) -> Iterator[Diagnostic]:
    for found in ads.check(house, Settings()):
        if found.where.path == Path(STORY):
            assert found.code in {RULE, "ad/headline"}
            yield found


def _between(text: str, found: Diagnostic) -> str:
    lines = text.split("\n")
    assert found.until is not None
    first, last = found.where.line - 1, found.until.line - 1
    lines[last] = lines[last][: found.until.column - 1]
    lines[first] = lines[first][found.where.column - 1 :]
    return "\n".join(lines[first : last + 1])


def _bare(marked: str) -> str:
    """What was marked, without the signs of Markdown and YAML."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), marked)
    text = re.sub(
        r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|\]\[[^\]]*\]|\{[^}]*\}|<[^>]*>|\\\n *",
        " ",
        text,
    )
    return html.unescape(text)
