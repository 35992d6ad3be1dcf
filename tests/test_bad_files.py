"""What cannot lie in a folder of golden files: odd bytes, links, megabytes."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import Golden
from tests.shop import TODAY, Shop

SAID = Path(__file__).parent / "golden" / "bad-files"
STORY = "content/behind-the-scenes/salt.md"
FRONT = "---\ntitle: Salt\ndate: 2026-10-10\n---\n"
MANY = 20_000


def in_latin_1(shop: Shop) -> None:
    shop.write(STORY, f"{FRONT}\nCafé\n".encode("latin-1"))


def in_korean_of_old(shop: Shop) -> None:
    shop.write(STORY, "---\ntitle: 소금빵\n---\n".encode("cp949"))


def in_utf_16(shop: Shop) -> None:
    shop.write(STORY, FRONT.encode("utf-16"))


def cut_in_a_letter(shop: Shop) -> None:
    shop.write(STORY, f"{FRONT}빵".encode()[:-1])


def with_a_bell(shop: Shop) -> None:
    shop.write(STORY, f"{FRONT}Two words and a \a bell.\n")


def with_a_nought(shop: Shop) -> None:
    shop.write("content/people/tom.yml", b"name: To\0m\n")


def a_picture_for_a_story(shop: Shop) -> None:
    shop.write(STORY, (shop.root / "content/images/loaf.png").read_bytes())


def empty(shop: Shop) -> None:
    shop.write(STORY, b"")


def only_a_byte_order_mark(shop: Shop) -> None:
    shop.write(STORY, b"\xef\xbb\xbf")


def ten_megabytes(shop: Shop) -> None:
    shop.write(STORY, FRONT + "Salt. " * 1_700_000)


def twenty_thousand_tags(shop: Shop) -> None:
    shop.write(STORY, FRONT + "<div>" * MANY)


def twenty_thousand_closed_tags(shop: Shop) -> None:
    shop.write(STORY, FRONT + "<b>" * MANY + "Salt" + "</b>" * MANY)


def twenty_thousand_brackets(shop: Shop) -> None:
    shop.write(STORY, FRONT + "[" * MANY + "salt" + "]" * MANY + "(a.md)")


def twenty_thousand_quotes(shop: Shop) -> None:
    shop.write(STORY, FRONT + ">" * MANY + " salt")


def twenty_thousand_stars(shop: Shop) -> None:
    shop.write(STORY, FRONT + "*" * MANY + "salt")


def lists_in_lists(shop: Shop) -> None:
    lines = (f"{' ' * 4 * depth}- salt\n" for depth in range(60))
    shop.write(STORY, FRONT + "".join(lines))


def brackets_in_yaml(shop: Shop) -> None:
    shop.write(STORY, f"---\ntitle: {'[' * MANY}{']' * MANY}\n---\n")


def open_brackets_in_yaml(shop: Shop) -> None:
    shop.write(STORY, f"---\ntitle: {'[' * MANY}\n---\n")


def braces_in_yaml(shop: Shop) -> None:
    shop.write("content/people/tom.yml", "name: " + "{a: " * MANY)


def dashes_in_yaml(shop: Shop) -> None:
    shop.write("content/people/tom.yml", "- " * MANY + "a\n")


def keys_in_keys(shop: Shop) -> None:
    lines = (f"{' ' * depth}a:\n" for depth in range(300))
    shop.write("content/people/tom.yml", "".join(lines))


def linked_from_outside(shop: Shop) -> None:
    outside = shop.root.parent / "outside"
    outside.mkdir()
    (outside / "story.md").write_text(f"{FRONT}Secret.\n")
    (outside / "loaf.png").write_bytes(
        (shop.root / "content/images/loaf.png").read_bytes()
    )
    (outside / "theme.yml").write_text('paper: "#ffffff"\n')
    (shop.root / STORY).symlink_to(outside / "story.md")
    (shop.root / "content/images/linked.png").symlink_to(outside / "loaf.png")
    (shop.root / "content/linked").symlink_to(outside)
    shop.write(
        "content/behind-the-scenes/pictures.md",
        "---\ntitle: Pictures\ndate: 2026-10-10\n"
        "cover: {image: images/linked.png, alt: A loaf}\n---\n"
        "![a loaf](../images/linked.png) ![a loaf](../linked/loaf.png)\n",
    )
    (shop.root / "themes/hearth").mkdir(parents=True)
    (shop.root / "themes/hearth/theme.yml").symlink_to(outside / "theme.yml")


def theme_linked_from_outside(shop: Shop) -> None:
    outside = shop.root.parent / "outside"
    (outside / "site").mkdir(parents=True)
    (shop.root / "themes").mkdir()
    (shop.root / "themes/hearth").symlink_to(outside)


def shop_file_linked_from_outside(shop: Shop) -> None:
    path = shop.root / "content/shop.yml"
    path.rename(shop.root.parent / "shop.yml")
    path.symlink_to(shop.root.parent / "shop.yml")


def linked_in_a_circle(shop: Shop) -> None:
    (shop.root / STORY).symlink_to("salt.md")
    (shop.root / "content/images/round.png").symlink_to("round.png")
    shop.change("content/people/haeseong.yml", "images/loaf.png", "images/round.png")


def linked_to_nothing(shop: Shop) -> None:
    (shop.root / STORY).symlink_to("gone.md")


def linked_inside(shop: Shop) -> None:
    shop.write("content/images/second.png", b"")
    (shop.root / "content/images/second.png").unlink()
    (shop.root / "content/images/second.png").symlink_to("loaf.png")
    shop.write(STORY, f"{FRONT}![a loaf](../images/second.png)\n")


def a_folder_for_a_story(shop: Shop) -> None:
    (shop.root / STORY).mkdir()
    shop.write(f"{STORY}/inside.md", FRONT)


def no_shop_file(shop: Shop) -> None:
    (shop.root / "content/shop.yml").unlink()


def broken_shop_file(shop: Shop) -> None:
    shop.write("content/shop.yml", "name: [Slow Rise\n")


def pictures(shop: Shop) -> None:
    whole = (shop.root / "content/images/loaf.png").read_bytes()
    shop.write("content/images/cut.png", whole[:40])
    shop.write("content/images/empty.jpg", b"")
    shop.write("content/images/bomb.png", picture_bomb())
    shop.write(
        STORY,
        FRONT
        + "".join(
            f"![a loaf](../images/{name})\n"
            for name in ("cut.png", "empty.jpg", "bomb.png")
        ),
    )


def picture_bomb() -> bytes:
    """A small file that says it is 100,000 pixels wide and high."""
    out = io.BytesIO()
    Image.new("1", (1, 1)).save(out, "PNG")
    data = bytearray(out.getvalue())
    data[16:24] = (100_000).to_bytes(4, "big") * 2
    crc = zlib.crc32(bytes(data[12:29]))
    data[29:33] = crc.to_bytes(4, "big")
    return bytes(data)


CASES: list[Callable[[Shop], None]] = [
    in_latin_1,
    in_korean_of_old,
    in_utf_16,
    cut_in_a_letter,
    with_a_bell,
    with_a_nought,
    a_picture_for_a_story,
    empty,
    only_a_byte_order_mark,
    ten_megabytes,
    twenty_thousand_tags,
    twenty_thousand_closed_tags,
    twenty_thousand_brackets,
    twenty_thousand_quotes,
    twenty_thousand_stars,
    lists_in_lists,
    brackets_in_yaml,
    open_brackets_in_yaml,
    braces_in_yaml,
    dashes_in_yaml,
    keys_in_keys,
    linked_from_outside,
    theme_linked_from_outside,
    shop_file_linked_from_outside,
    linked_in_a_circle,
    linked_to_nothing,
    linked_inside,
    a_folder_for_a_story,
    no_shop_file,
    broken_shop_file,
    pictures,
]


@pytest.mark.parametrize("spoil", CASES, ids=lambda spoil: spoil.__name__)
def test_says_what_to_mend(
    spoil: Callable[[Shop], None], shop: Shop, golden: Golden
) -> None:
    spoil(shop)
    name = spoil.__name__.replace("_", "-")
    golden(SAID / f"{name}.txt", shop.said())


def test_korean_owner_is_told_in_korean(korean_shop: Shop, golden: Golden) -> None:
    story = "content/behind-the-scenes/새벽-네-시.md"
    korean_shop.write(story, "---\ntitle: 새벽\n---\n".encode("cp949"))
    korean_shop.write("content/asks/덜-짜게.yml", b"")
    golden(SAID / "korean.txt", korean_shop.said())


@pytest.mark.parametrize("name", ["small", "small-korean"])
def test_nothing_to_say_of_a_shop_that_is_all_right(name: str, tmp_path: Path) -> None:
    assert Shop.of(name, tmp_path / "shop").said() == ""


@pytest.mark.parametrize(
    "save",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text, id="byte order mark"),
        pytest.param(lambda text: text.replace(b"\n", b"\r\n"), id="Windows"),
        pytest.param(lambda text: text.replace(b"\n", b"\r"), id="old Macintosh"),
        pytest.param(lambda text: text.rstrip(b"\n"), id="no line end"),
    ],
)
def test_reads_a_shop_however_it_is_saved(
    save: Callable[[bytes], bytes], shop: Shop
) -> None:
    as_it_was = shop.house()
    for path in [*shop.root.rglob("*.md"), *shop.root.rglob("*.yml")]:
        path.write_bytes(save(path.read_bytes()))
    assert shop.said() == ""
    saved = shop.house()
    assert saved.asks == as_it_was.asks
    assert [s.body.text.rstrip() for s in saved.written.values()] == [
        s.body.text.rstrip() for s in as_it_was.written.values()
    ]


def test_a_shop_with_nothing_but_its_owner(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.write(
        "content/shop.yml",
        "name: New\nurl: https://new.example\nowner: mara\n"
        "contact: {email: hello@new.example}\n",
    )
    shop.write("content/people/mara.yml", "name: Mara\nrole: maker\n")
    assert shop.said() == ""
    assert not shop.house(TODAY).written
