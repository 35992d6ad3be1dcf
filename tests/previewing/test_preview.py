"""A letter as its readers will see it, on a page for its owner."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storyhouse.cli import storyhouse
from storyhouse.previewing.looks import look, path_on_site
from storyhouse.previewing.readers import Kind, readers
from storyhouse.sending.opening import open_issue
from storyhouse.subscribing.list import SubscriberList
from tests.shop import TODAY, Shop

LIST = """\
email,first_name,name,person,language,tags,status,consented_at,consent_how
hana@post.example,하나,김하나,,ko,,active,2026-01-05,form
gone@post.example,Gone,Gone,,en,,unsubscribed,2026-01-05,form
tom@post.example,Tom,Tom Ford,,en,,active,2026-01-05,form
quiet@post.example,,,,en,,active,2026-01-05,form
"""


def _preview(shop: Shop, *more: str) -> Result:
    issue = next((shop.root / "newsletters").iterdir()).stem
    args = ["letter", "preview", issue, "--shop", str(shop.root)]
    return CliRunner().invoke(storyhouse, [*args, "--today", "2026-11-26", *more])


def _folder(shop: Shop) -> Path:
    return next((shop.root / ".storyhouse" / "preview").iterdir())


def _index(shop: Shop) -> str:
    return (_folder(shop) / "index.html").read_text("utf-8")


def test_invented_readers_where_there_is_no_list(shop: Shop) -> None:
    result = _preview(shop)
    assert result.exit_code == 0, result.output
    page = _index(shop)
    assert page.count('name="reader"') == 3
    assert page.count("<small>invented</small>") == 3
    assert "as 3 invented readers would see it" in result.output


def test_it_is_said_how_many_are_invented(shop: Shop, korean_shop: Shop) -> None:
    shop.write("private/subscribers.csv", LIST)
    assert "as 3 readers of your list would see it" in _preview(shop).output
    only_one = "\n".join(LIST.splitlines()[:2])
    shop.write("private/subscribers.csv", only_one)
    said = _preview(shop).output
    assert "as 1 reader of your list and 2 invented ones would see it" in said
    korean_shop.write("private/subscribers.csv", only_one)
    said = _preview(korean_shop).output
    assert "명단에 있는 분 1명과 지어낸 독자 2명이 보게 될 편지예요." in said


def test_real_readers_where_there_are(shop: Shop) -> None:
    shop.write("private/subscribers.csv", LIST)
    assert _preview(shop).exit_code == 0
    page = _index(shop)
    for address in ("hana", "tom", "quiet"):
        assert f"{address}@post.example&gt;" in page or f"{address}@post" in page
    assert "gone@post.example" not in page
    assert "invented" not in page


def test_the_one_whom_the_owner_wants_to_see(shop: Shop) -> None:
    shop.write("private/subscribers.csv", LIST)
    assert _preview(shop, "--as", "TOM@post.example").exit_code == 0
    first = re.search(r"<small>(.*?)</small>", _index(shop))
    assert first is not None
    assert "tom@post.example" in first[1]
    assert _index(shop).count("<small>") == 3
    assert _index(shop).count("<small>Tom Ford") == 1
    assert "A Latin name" not in _index(shop)
    result = _preview(shop, "--as", "nobody@post.example")
    assert result.exit_code == 2
    assert "nobody@post.example" in result.output


def test_an_asker_whom_the_owner_chose_is_there_once(tmp_path: Path) -> None:
    shop = Shop.of("letters", tmp_path / "shop")
    shop.write(
        "private/subscribers.csv",
        f"{LIST}clara@post.example,Clara,,clara,en,,active,2026-01-05,form\n",
    )
    opened = open_issue(shop.root, "october", TODAY)
    list_ = SubscriberList(shop.root)
    kinds = [r.kind for r in readers(opened, list_)]
    assert kinds == [Kind.ASKER, Kind.KOREAN, Kind.LATIN, Kind.NAMELESS]
    seen = readers(opened, list_, "clara@post.example")
    kinds = [Kind.CHOSEN, Kind.KOREAN, Kind.LATIN, Kind.NAMELESS]
    assert [r.kind for r in seen] == kinds


def test_a_korean_shop_reads_korean(korean_shop: Shop) -> None:
    result = _preview(korean_shop)
    assert result.exit_code == 0, result.output
    assert "독자 3명" in result.output
    page = _index(korean_shop)
    assert '<html lang="ko">' in page
    assert "누가 읽나요" in page


def test_the_same_bytes_again_and_nobody_else_looks_in(shop: Shop) -> None:
    shop.write("private/subscribers.csv", LIST)
    _preview(shop)
    before = {p: p.read_bytes() for p in _folder(shop).rglob("*") if p.is_file()}
    _preview(shop)
    assert before == {p: p.read_bytes() for p in before}
    assert stat.S_IMODE(_folder(shop).stat().st_mode) == 0o700


def test_a_letter_runs_nothing_and_its_way_out_leads_nowhere(shop: Shop) -> None:
    _preview(shop)
    letter = (_folder(shop) / "letter-1.html").read_text("utf-8")
    assert "default-src 'none'" in letter
    assert 'href="#unsubscribe"' in letter
    assert "<script" not in letter


def test_no_such_letter(shop: Shop) -> None:
    args = ["letter", "preview", "autum", "--shop", str(shop.root)]
    result = CliRunner().invoke(storyhouse, args)
    assert result.exit_code == 2
    assert "autum" in result.output


def test_mistakes_elsewhere_keep_nobody_from_looking(shop: Shop) -> None:
    """They are said, and stand on the page beside the letter's own."""
    shop.write("content/asks/less-salt.yml", "title: x\n")
    file = next((shop.root / "newsletters").iterdir())
    file.write_text(file.read_text("utf-8") + "\n\nHello {{name}}, TODO\n", "utf-8")
    result = _preview(shop)
    assert result.exit_code == 0, result.output
    assert "content/asks/less-salt.yml" in result.stderr
    page = _index(shop)
    assert "content/asks/less-salt.yml" in page
    for said in ("{{name}}” would stand in the letter", "“TODO”"):
        assert said in page


def test_a_shop_with_mistakes_is_not_looked_at(shop: Shop) -> None:
    shop.change("content/shop.yml", "name:", "nam:")
    result = _preview(shop)
    assert result.exit_code == 1
    assert "content/shop.yml" in result.output


_MARKUP = (
    '<html><head><meta name="color-scheme" content="light dark" />'
    "<style>:root { color-scheme: light dark; }\n"
    "@media (prefers-color-scheme: dark) { b { color: red } }</style></head>"
    '<img alt="a" src="https://shop.example/images/a.png">'
    '<img alt="b" src="https://shop.example/images/b.png"></html>'
)


def test_each_look_has_its_own_rules() -> None:
    def picture(address: str) -> str | None:
        return "pictures/a.png" if address.endswith("a.png") else None

    light = look(_MARKUP, picture, dark=False)
    dark = look(_MARKUP, picture, dark=True)
    assert "@media not all {" in light
    assert "@media all {" in dark
    assert 'content="dark"' in dark
    assert "color-scheme: dark;" in dark
    assert 'src="pictures/a.png"' in light
    assert '<img alt="b">' in light


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://shop.example/images/a.png", "images/a.png"),
        ("https://shop.example/%EB%B9%B5.png?x=1#y", "빵.png"),
        ("https://shop.example/../secret.key", None),
        ("https://shop.example/%2e%2e/secret.key", None),
        ("https://shop.example//etc/passwd", None),
        ("https://shop.example/", None),
        ("https://shop.example.org/a.png", None),
        ("cid:a", None),
    ],
)
def test_only_what_lies_on_the_site(address: str, path: str | None) -> None:
    found = path_on_site("https://shop.example", address)
    assert (str(found) if found else None) == path
