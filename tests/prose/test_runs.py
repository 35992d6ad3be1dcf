"""What is read of a text, and where each sign of it was written."""

from __future__ import annotations

import html
import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.hostile import SIGNS, TAILS, repeated
from storyhouse.prose.markdown import to_html
from storyhouse.prose.runs import Run, RunKind, plain_run, runs, stretches

#: What is read for what is written: the translations that a run's text knows.
SAME = {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‟": '"'}
UNSEEN = "\u200b\u2060\ufeff\u00ad"
FIELD = "\ufffc"
#: What can stand where a blank is read: between lines, cells, and beside a picture.
BETWEEN = " \t\n\xa0\u3000|>!<"


def texts(markdown: str) -> list[str]:
    return [run.text for run in runs(markdown)]


def is_written(sign: str, written: str) -> bool:
    """Whether a sign of a run's text can come from what stands in its place."""
    if sign == " ":
        return written[0] in BETWEEN or not html.unescape(written).strip()
    if sign == FIELD:
        return written.startswith("{")
    plain = html.unescape(written) if written.startswith("&") else written
    plain = unicodedata.normalize("NFC", plain)
    plain = "".join(SAME.get(s, s) for s in plain)
    if plain and 0xFF01 <= ord(plain[0]) <= 0xFF5E:
        plain = unicodedata.normalize("NFKC", plain)
    return sign in plain


def check(run: Run, written: str) -> None:
    """Whether a run's text and places are as they should be."""
    text = run.text
    assert text == text.strip(" ")
    assert "  " not in text
    assert not set(text) & {*UNSEEN, *SAME, "\n", "\t"}
    assert unicodedata.is_normalized("NFC", text)
    last = -1
    for offset, sign in enumerate(text):
        start, end = run.place(offset), run.behind(offset)
        assert last <= start < end <= len(written)
        assert is_written(sign, written[start:end]), (offset, written[start:end])
        last = start
    if text:
        assert run.begins <= run.place(0)
        assert run.behind(len(text) - 1) <= run.ends


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("last **chance**\nnow", ["last chance now"]),
        ("la**st** _chance_ snake_case", ["last chance snake_case"]),
        ("a `b` c", ["a c"]),
        ("```\ncode\n```\n\ntext", ["text"]),
        ("<!-- remark --> text", ["text"]),
        ("text <pre>code\n\nmore</pre> on", ["text", "on"]),
        ("a <code>b</code> c", ["a c"]),
        ("an unclosed <code>b c", ["an unclosed b c"]),
        ('[a link](to.md "a title") here', ["a link here"]),
        ("[a link][ref]\n\n[ref]: to.md", ["a link"]),
        ("see https://x.example/last-chance now", ["see now"]),
        ("a note[^1] here\n\n[^1]: the note", ["a note here", "the note"]),
        ("![a loaf](x.png) fresh", ["fresh", "a loaf"]),
        ("1\\. \\*so\\*", ["1. *so*"]),
        ("a &amp; b&nbsp;c &#48; &#x4f; &zz;", ["a & b c 0 O &zz;"]),
        ("don’t “say” ！", ['don\'t "say" !']),
        ("l\u00ada\u200bst&shy;&#8203;!", ["last!"]),
        ("hello {name|friend}!", [f"hello {FIELD}!"]),
        ("a<br>b<p>c</p>d <b>e</b>f", ["a b c d ef"]),
        ("가\u3000나\t다\xa0라", ["가 나 다 라"]),
        ("# Heading\ntext", ["Heading", "text"]),
        ("text\n====\nmore", ["text", "more"]),
        ("- a\n- b\n  c\n\n1. d", ["a", "b c", "d"]),
        ("|a|b|\n|-|-|\n|c|d e|", ["a b", "c d e"]),
        ("a | b\n--|--\nc | d\n\nend", ["a b", "c d", "end"]),
        ("    code\n\ntext\n\n\tcode", ["text"]),
        (
            "- item\n\n    more\n\n    and more\n\n        code",
            ["item", "more", "and more"],
        ),
        ("- a\n    - b\n\n        of b\n\nc\n\n    code", ["a", "b", "of b", "c"]),
        ("a\n\n---\n\nb", ["a", "b"]),
        ("", []),
        ("***\n\n- \n\n[]()", []),
    ],
)
def test_what_is_read(markdown: str, read: list[str]) -> None:
    assert texts(markdown) == read


def test_kinds() -> None:
    text = "# H\n\np\n\n- i\n\n| c |\n|---|\n\n![a](x)\n\n[^1]: n\n"
    assert [run.kind for run in runs(text)] == [
        RunKind.HEADING,
        RunKind.PARAGRAPH,
        RunKind.ITEM,
        RunKind.CELLS,
        RunKind.PICTURE,
        RunKind.PARAGRAPH,
    ]


@pytest.mark.parametrize(
    ("markdown", "quoted"),
    [
        ("> a\nlazy\n\nb", [True, False]),
        ("a\n> b", [False, True]),
        ("> - a\n> - b\n\nc", [True, True, False]),
        ("<blockquote>\na\n\nb\n</blockquote>\n\nc", [True, True, False]),
        ("<blockquote>a</blockquote>\n\nb", [True, False]),
        ("> ![a](x) b", [True, True]),
    ],
)
def test_quotes(markdown: str, quoted: list[bool]) -> None:
    assert [run.quoted for run in runs(markdown) if run.text] == quoted


@pytest.mark.parametrize(
    "text", ["[a](b)", "[a][b]", '<a href="b">a</a>', "![x](y) [a](b)"]
)
def test_a_linked_run(text: str) -> None:
    assert runs(text)[0].linked
    assert not runs("[a] (b)")[0].linked


def test_decomposed_hangul_is_read_whole() -> None:
    """As macOS writes it, with the places of what is written."""
    written = unicodedata.normalize("NFD", "각설탕 é")
    (run,) = runs(written)
    assert run.text == "각설탕 é"
    assert (run.place(1), run.behind(1)) == (3, 6)
    check(run, written)


def test_a_plain_text_has_no_markdown() -> None:
    run = plain_run("  *a*  [b](c) &amp;\u00ad d\n e ")
    assert run.text == "*a* [b](c) &amp; d e"
    check(run, "  *a*  [b](c) &amp;\u00ad d\n e ")


# What is generated: words with signs around them, and blocks of such words.

WORD = st.sampled_from(["bread", "마감", "임박!", "salt", "é", "1,000", "“so”", "５"])
TOKEN = st.one_of(
    WORD,
    WORD.map("*{}*".format),
    WORD.map("**{}**".format),
    WORD.map("[{}](to.md)".format),
    WORD.map('[{}](<to it.md> "a title")'.format),
    WORD.map("`{}`".format),
    WORD.map("<b>{}</b>".format),
    WORD.map("<span title='x'>{}</span>".format),
    WORD.map("\\*{}\\_".format),
    WORD.map("{} &amp; &lt;".format),
    WORD.map("![{}](pic.png)".format),
    WORD.map("<!-- {} -->".format),
    st.just("a&nbsp;b"),
    st.just("snake_case_word"),
)
LINE = st.lists(TOKEN, min_size=1, max_size=5).map(" ".join)
#: A line of a paragraph must not begin with a sign that would make it something else.
BEGUN = st.tuples(WORD, LINE).map(" ".join)
LINES = st.lists(BEGUN, min_size=1, max_size=3)
BLOCK = st.one_of(
    LINES.map("\n".join),
    LINES.map("\n".join).map("## {}".format),
    LINES.map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    LINES.map(lambda lines: "\n".join(f"{n}. {s}" for n, s in enumerate(lines, 1))),
    LINES.map(lambda lines: "\n".join(f"> {line}" for line in lines)),
    BEGUN.map("```\n{}\n```".format),
    st.tuples(BEGUN, BEGUN).map(lambda c: f"| {c[0]} | b |\n|---|---|\n| {c[1]} | d |"),
    st.tuples(BEGUN, BEGUN).map(lambda c: f"{c[0]} | b\n--- | ---\n{c[1]} | d"),
    st.just("---"),
)
MARKDOWN = st.lists(BLOCK, max_size=5).map("\n\n".join)


class _Read(HTMLParser):
    """The words of a page, blanks between its blocks; no code."""

    def __init__(self) -> None:
        super().__init__()
        self.read, self.silent = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.silent += tag in {"code", "pre"}
        self.read += "" if tag in {"b", "em", "strong", "span", "a"} else " "

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"code", "pre"}
        self.read += "" if tag in {"b", "em", "strong", "span", "a"} else " "

    def handle_data(self, data: str) -> None:
        self.read += "" if self.silent else data


def of_page(markdown: str) -> list[str]:
    """The words that the page made of a text shows."""
    page = _Read()
    page.feed(to_html(markdown))
    text = unicodedata.normalize("NFC", "".join(SAME.get(s, s) for s in page.read))
    return text.replace("５", "5").split()


@given(MARKDOWN)
def test_what_is_read_is_what_the_page_says(markdown: str) -> None:
    read = [run.text for run in runs(markdown) if run.kind is not RunKind.PICTURE]
    assert " ".join(read).split() == of_page(markdown)


@given(MARKDOWN)
def test_each_sign_stands_in_its_place(markdown: str) -> None:
    for run in runs(markdown):
        check(run, markdown)


ANY = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\`*_{}[]()#+-.!|>~<&;:/=\"' \n\t^1aA가각\u1100\u1161\u11a8"),
        st.sampled_from("\u0301\u0327\u200b\u00ad\xa0\u3000！“”’\ufeff"),
    ),
    max_size=80,
)


@given(st.one_of(ANY, st.text(max_size=60)))
def test_any_text(text: str) -> None:
    for run in runs(text):
        for offset in range(len(run.text)):
            assert run.begins - 1 <= run.place(offset) < run.behind(offset) <= run.ends
    check_plain = plain_run(text)
    for offset in range(len(check_plain.text)):
        assert 0 <= check_plain.place(offset) < check_plain.behind(offset) <= len(text)


@given(st.one_of(ANY, MARKDOWN))
def test_stretches_are_the_authors_own_words(text: str) -> None:
    last = 0
    for start, end in stretches(text):
        assert last <= start < end <= len(text)
        assert "\n" not in text[start:end]
        assert not re.search(r"[`\[\]*~]|<!--", text[start:end].replace("\\", "")) or (
            "`" in text[start:end]  # of a fence that never closes
        )
        last = end


@pytest.mark.parametrize("tail", TAILS)
def test_hostile_texts_come_to_an_end(tail: str) -> None:
    """That time is linear, bench/hostile.py measures."""
    for sign in SIGNS:
        text = repeated(sign, 20_000, tail)
        assert sum(len(run.text) for run in runs(text)) <= len(text)
        assert sum(end - start for start, end in stretches(text)) <= len(text)
    runs.cache_clear()
