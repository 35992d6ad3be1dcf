"""What the owner reads before sending: each reader's own part."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyhouse.cli.letter_people import print_people
from storyhouse.sending.opening import open_issue
from tests.conftest import Golden
from tests.shop import TODAY, Shop

GOLDEN = Path(__file__).parent / "golden/letter-people"
LIST = """\
email,name,person,status
clara@mail.example,Clara,clara,active
secret@mail.example,,secret,active
stranger@mail.example,Ines,,active
left@mail.example,,sunja,unsubscribed
"""


def said(shop: Shop, issue: str, capsys: pytest.CaptureFixture[str]) -> str:
    print_people(shop.root, open_issue(shop.root, issue, TODAY))
    return capsys.readouterr().out


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The letters' shop with a list."""
    shop = Shop.of("letters", tmp_path / "shop")
    shop.write("private/subscribers.csv", LIST)
    return shop


@pytest.mark.parametrize("issue", ["october", "winter", "first"])
def test_golden(
    shop: Shop, issue: str, golden: Golden, capsys: pytest.CaptureFixture[str]
) -> None:
    golden(GOLDEN / f"{issue}.txt", said(shop, issue, capsys))


def test_korean(shop: Shop, golden: Golden, capsys: pytest.CaptureFixture[str]) -> None:
    shop.change("content/shop.yml", "language: en", "language: ko")
    golden(GOLDEN / "korean.txt", said(shop, "winter", capsys))


def test_a_name_moves_no_cursor(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.write(
        "private/subscribers.csv",
        "email,name,person\nclara@mail.example,\x1b[2J\x07Clara,clara\n",
    )
    out = said(shop, "winter", capsys)
    assert "Clara" in out
    assert "\x1b" not in out
    assert "\x07" not in out


def test_without_a_list(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    (shop.root / "private/subscribers.csv").unlink()
    assert said(shop, "winter", capsys).startswith("0 readers get")
