"""`check --fix` mends what is typed twice, and leaves every other byte as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse import mending
from storyhouse.prose.markdown import to_html
from tests.own_pack import STORY, story
from tests.shop import Shop


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("Bread!!", "Bread!"),
        ("Really?? Yes,, it is.", "Really? Yes, it is."),
        ("빵이에요！！ 정말？？", "빵이에요！ 정말？"),
        ("two  spaces   or more", "two spaces or more"),
        ("a space , then another .", "a space, then another."),
        ("- a  b\n- c  d", "- a b\n- c d"),
        ("# A  heading!!", "# A heading!"),
        ("**bold!!** and  so", "**bold!** and so"),
        ("x  y\r\nz  z\r\n", "x y\r\nz z\r\n"),
        ("x  y\rz  z", "x y\rz z"),
        ("end .\r\n", "end.\r\n"),
    ],
)
def test_what_is_mended(written: str, mended: str) -> None:
    assert mending.mend(written) == mended
    assert mending.mend(mended) == mended


@pytest.mark.parametrize(
    "text",
    [
        "Wait...  ",
        "line  \nbreak",
        "what?! no!? ..",
        "죄송해요;; 늦었어요;;",
        "`a  b!!`",
        "```\na  b!!\n```",
        "~~~\na  b!!\n~~~",
        "    a  b!!",
        "- item\n\n        a  b!!",
        "<!-- a  b!! -->",
        "<pre>\na  b!!\n\na  b!!\n</pre>",
        "x <code>a  b</code> y",
        "| a  b!! | c |\n|---|---|\n| d  e | f |",
        "a  b!! | c\n--- | ---\nd  e | f",
        "> a  b!!\nand  on",
        "<blockquote>\na  b!!\n</blockquote>",
        '[a](b.md "t  t!!")',
        "![a  b!!](c.png)",
        "wow!![a](c.png)",
        "wow !![a [b] c](c.png)",
        "word ![a [b] c](c.png)",
        "[a]: http://x.example/a,,b",
        "https://x.example/a,,b",
        '<b title="a  b!!">x</b>',
        "hello {name|my  friend!!}",
        "a &amp;, b",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert mending.mend(text) == text


WORDS = st.sampled_from(
    ["bread", "salt!!", "so ,", "a  b", "wow?!", "*em!!*", "`c  d`", "…", "빵,,", "1.5"]
)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
TEXTS = st.lists(
    st.one_of(
        LINES,
        LINES.map("- {}".format),
        LINES.map("> {}".format),
        LINES.map("    {}".format),
        LINES.map("| {} | x |".format),
        st.just(""),
    ),
    max_size=10,
).map("\n".join)


@given(TEXTS)
def test_nothing_comes_to_it_and_nothing_is_left_to_mend(text: str) -> None:
    mended = mending.mend(text)
    assert mending.mend(mended) == mended
    signs = iter(text)
    assert all(sign in signs for sign in mended)  # some are gone, in order
    assert mended.count("\n") == text.count("\n")


@given(TEXTS)
def test_a_page_is_the_same_but_for_signs_typed_twice(text: str) -> None:
    def bare(markdown: str) -> str:
        return "".join(s for s in to_html(markdown) if s not in " ,!?！？")

    assert bare(mending.mend(text)) == bare(text)


@given(st.text("a ,!?\\*_`[](){}<>|#->\r\n&;~=빵！ ", max_size=60))
def test_any_text(text: str) -> None:
    mended = mending.mend(text)
    assert len(mended) <= len(text)
    assert mended.replace(" ", "").strip(",!?！") == mended.replace(" ", "").strip(
        ",!?！"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (story("A  b!!\n").encode(), story("A b!\n").encode()),
        (
            b"\xef\xbb\xbf" + story("A  b\n", "summary: x  y!!\n").encode(),
            b"\xef\xbb\xbf" + story("A b\n", "summary: x  y!!\n").encode(),
        ),
        (
            story("A  b  \nc\n").replace("\n", "\r\n").encode(),
            story("A b  \nc\n").replace("\n", "\r\n").encode(),
        ),
        (story("A  b").encode(), story("A b").encode()),
    ],
)
def test_a_file(shop: Shop, before: bytes, after: bytes) -> None:
    shop.write(STORY, before)
    mended = mending.mended(shop.root, Path(STORY))
    assert mended is not None
    assert mended.data == after
    mending.write(shop.root, mended.path, mended.data)
    assert (shop.root / STORY).read_bytes() == after
    assert mending.mended(shop.root, Path(STORY)) is None


@pytest.mark.parametrize(
    "data",
    [b"no front  matter!!\n", story("a b").encode(), "---\n빵  ".encode("cp949")],
)
def test_a_file_with_nothing_to_mend(shop: Shop, data: bytes) -> None:
    shop.write(STORY, data)
    assert mending.mended(shop.root, Path(STORY)) is None


def test_the_difference_is_shown(shop: Shop) -> None:
    shop.write(STORY, story("A  b.\n\nSame.\n"))
    mended = mending.mended(shop.root, Path(STORY))
    assert mended is not None
    assert mended.difference.splitlines() == [
        f"--- {STORY}",
        f"+++ {STORY}",
        "@@ -5 +5 @@",
        "-A  b.",
        "+A b.",
    ]


def _found(shop: Shop, *only: str) -> list[str]:
    return [m.path.as_posix() for m in mending.find(shop.root, [*map(Path, only)])]


def test_only_the_shops_texts_are_looked_at(shop: Shop) -> None:
    letter = "newsletters/2026-11-x.md"
    twice = story("A  b.\n")
    for path in (STORY, letter, "README.md", "out/a.md", "content/.trash/b.md"):
        shop.write(path, twice)
    (shop.root / "content/pages/out.md").symlink_to(shop.root.parent / "out.md")
    (shop.root.parent / "out.md").write_text(twice)
    assert _found(shop) == [STORY, letter]
    assert _found(shop, ".") == [STORY, letter]
    assert _found(shop, STORY, "content", STORY) == [STORY]
    assert _found(shop, "README.md", "out") == []


def test_a_file_keeps_its_rights_and_nothing_is_left_behind(shop: Shop) -> None:
    file = shop.write(STORY, story("A  b.\n"))
    file.chmod(0o640)
    before = sorted(file.parent.iterdir())
    mending.write(shop.root, Path(STORY), b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(file.parent.iterdir()) == before


def test_a_file_that_cannot_be_written_stays(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shop.write(STORY, story("A  b.\n"))
    before = sorted(file.parent.iterdir())

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        mending.write(shop.root, Path(STORY), b"new")
    assert file.read_text() == story("A  b.\n")
    assert sorted(file.parent.iterdir()) == before


@pytest.mark.parametrize(
    "text",
    [
        "He said: “Good  bread !!” and left.\n",
        "“말씀  !!”\n",
        "'so  on !!', she said.\n",
    ],
)
def test_words_in_quotation_marks_are_somebody_elses(text: str) -> None:
    assert mending.mend(text) == text
