"""Every destination of a text is found where it stands, as Python-Markdown sees it."""

from __future__ import annotations

import html
import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.prose.links import Link, blanked, find, rewrite
from storyhouse.prose.markdown import to_html

_SHOWN = re.compile(r'<(a|img)\b[^>]*? (?:href|src)="([^"#][^"]*)"')

#: One destination is `@`, replaced by a new one each time it is used.
LINKS = [
    "[words](@)",
    "![alt](@)",
    "[words](<@>)",
    '[words](@ "A title")',
    "![alt](@ 'A (title)')",
    "[a [b] c](@)",
    "![a [b] c](@)",
    "[![alt](@)](@)",
    "[words]( @ )",
    "[over\ntwo lines](@)",
    "**[bold](@)** and [next](@)",
    r"[an \] escaped bracket](@)",
    "[`code` in words](@)",
    '<a href="@">tag</a>',
    "<A HREF='@'>tag</A>",
    '<img alt="a" src="@">',
    "<img src=@ alt=a>",
    '<img\nalt="&gt;" class="b"\nsrc = "@">',
    "![빵과 '따옴표'](@)",
    "see[^1] [words](@)",
]
NO_LINKS = [
    "plain words",
    "`[code](no.md)`",
    "``[code](no.md) ` and ![more](no.md)``",
    "<!-- [a remark](no.md) -->",
    r"\[no](no.md) \]",
    "[no] (no.md)",
    "no](no.md)",
    "[brackets] and (brackets)",
    "{first_name|friend} {{ x }}",
    "a < b > c <b>bold</b>",
    "[^1]",
    "! [ ] ( )",
]
BLOCKS = [
    "{}",
    "## {}",
    "> {}",
    "- {}\n- more",
    "1. {}",
    "| a | b |\n|---|---|\n| {} | c |",
    "{}  \nafter a break",
]
NO_BLOCKS = [
    "```\n[code](no.md)\n![more](no.md)\n```",
    "~~~ html\n<img src='no.png'>\n```\n~~~",
    "``` {.py}\n[code](no.md)\n```",
    "<!--\n\n[a remark](no.md)\n\n-->",
    "[^1]: A note, with words.",
    "[no-one]: is a sentence and no definition.",
]
#: A definition, and the words that use it, with a `#` for its name.
DEFINED = [
    ("[words][#]", "[#]: @"),
    ("[#]", "[#]: <@>"),
    ("[#][]", '[#]: @ "A title"'),
    ("![alt][#]", "[#]: @"),
    ("![#]", "[#]:\n  @"),
    ("[words][#]", "> [#]: @\n> 'A title'"),
]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A text with links, pictures, and things that look like them."""
    count = 0
    blocks, below = [], []

    def inline() -> str:
        nonlocal count
        kind = draw(st.sampled_from(["link", "no link", "defined"]))
        if kind == "no link":
            return draw(st.sampled_from(NO_LINKS))
        if kind == "link":
            return draw(st.sampled_from(LINKS))
        use, definition = draw(st.sampled_from(DEFINED))
        count += 1
        below.append(definition.replace("#", f"Name {count}"))
        return use.replace("#", f"name  {count}")

    for _ in range(draw(st.integers(1, 5))):
        if draw(st.booleans()):
            blocks.append(draw(st.sampled_from(NO_BLOCKS)))
        block = draw(st.sampled_from(BLOCKS))
        parts = ", ".join(inline() for _ in range(draw(st.integers(1, 3))))
        if block[0] in "#|":
            parts = parts.replace("\n", " ").replace("|", "/")
        blocks.append(block.format(parts.replace("\n", "\n" if block == "{}" else " ")))
    text = "\n\n".join([*blocks, *below])
    numbered = iter(range(text.count("@")))
    return re.sub("@", lambda _: f"../to/{next(numbered)}-(빵).md", text)


@given(documents())
def test_finds_what_python_markdown_shows_and_no_more(text: str) -> None:
    shown = {
        (html.unescape(address), tag == "img")
        for tag, address in _SHOWN.findall(to_html(text))
    }
    found = {(link.written, link.picture) for link in find(text)}
    assert {where for where, _ in found} == {where for where, _ in shown}
    assert found == shown


@given(documents())
def test_a_link_points_at_its_own_words(text: str) -> None:
    for link in find(text):
        assert text[link.start : link.start + len(link.written)] == link.written


@given(documents())
def test_only_destinations_are_changed(text: str) -> None:
    before = find(text)
    changed = rewrite(text, lambda link: f"X{link.written}")
    assert [link.written for link in find(changed)] == [f"X{b.written}" for b in before]
    assert rewrite(changed, lambda link: link.written[1:]) == text
    assert rewrite(text, lambda link: link.written) == text


def test_code_over_two_lines_is_looked_at_to_be_sure() -> None:
    assert [link.written for link in find("`two\nlines [code](a.md)`")] == ["a.md"]


@given(st.text(st.sampled_from("[]()!<>`~\\\n \"'=#-*ab:/")))
def test_any_signs_can_be_looked_at(text: str) -> None:
    assert rewrite(text, lambda link: link.written) == text
    assert len(blanked(text)) == len(text)
    assert blanked(text).count("\n") == text.count("\n")


@given(st.text(st.sampled_from("[]()!<>`~\\\n \"'=-ab"), max_size=30))
def test_no_picture_elsewhere_is_overlooked(noise: str) -> None:
    """Whatever stands around it: if a browser would fetch it, it is found."""
    text = f"{noise}![a](https://e.example/a.png){noise}\n<img src=//e.example/b.png>"
    fetched = re.findall(r'<img[^>]*? src="((?:https:|//)[^"]*)"', to_html(text))
    found = {link.written for link in find(text) if link.picture}
    assert {html.unescape(address) for address in fetched} <= found


@pytest.mark.parametrize(
    "part",
    [
        *(
            "[",
            "](",
            "`",
            "<a ",
            "<!--",
            "(",
            "```\n",
            "![",
            "[a](",
            "[[a](b)",
            "~~~\n",
        ),
        *(
            "<img src='",
            '<img src="',
            "<a href=",
            "]: ",
            "[a]: ",
            "[a]:\n",
            "\\",
            "``` ",
        ),
        *(
            "` ``",
            "<!-- -->",
            "-->",
            "![][",
            "<a\n",
            "> ",
            "[](<",
            '"',
            "[a][b]",
            "()(",
        ),
        "".join("`" * n + " " for n in range(1, 40)),
    ],
)
def test_a_hundred_kilobytes_of_anything_come_to_an_end(part: str) -> None:
    text = part * (100_000 // len(part))
    for link in find(text):
        assert text[link.start : link.start + len(link.written)] == link.written


@pytest.mark.parametrize(
    ("written", "scheme"),
    [
        ("https://a.example", "https:"),
        ("HTTPS://a.example", "https:"),
        ("JavaScript:alert(1)", "javascript:"),
        ("//a.example", "//"),
        ("mailto:a@b.example", "mailto:"),
        ("../a.md", ""),
        ("a.md#b:c", ""),
        ("#top", ""),
        ("가:나", ""),
    ],
)
def test_schemes(written: str, scheme: str) -> None:
    assert Link(written, 0).scheme == scheme


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("../asks/a.yml", "content/asks/a.yml"),
        ("b.md#part", "content/changelog/b.md"),
        ("b.md?x=1#part", "content/changelog/b.md"),
        ("./../x/../b.md", "content/b.md"),
        ("%EB%B9%B5%20a.md", "content/changelog/빵 a.md"),
        ("../../../out.md", "../out.md"),
        ("%2e%2e/%2e%2e/%2e%2e/out.md", "../out.md"),
    ],
)
def test_ways_are_followed_as_editors_do(written: str, path: str) -> None:
    file = PurePosixPath("content/changelog/a.md")
    assert Link(written, 0).path_from(file) == PurePosixPath(path)
