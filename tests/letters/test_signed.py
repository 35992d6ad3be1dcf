"""A letter that its author has signed is not signed again in its text part."""

from __future__ import annotations

import pytest

from storyhouse.checking import check
from storyhouse.letters import files_of, render
from storyhouse.letters.signed import ends_signed
from storyhouse.model.record import IssueId
from tests.shop import Shop

LETTER = "newsletters/2026-10-less-salt.md"


@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("Mara", "Mara"),
        ("— mara.", "Mara"),
        ("Yours, Mara", "Mara"),
        ("Mara", "Mara Lind"),
        ("준호 드림", "준호"),
        ("준호 올림.", "김준호"),
        ("순자 드림", "순자님"),
    ],
)
def test_what_is_a_signature(last: str, name: str) -> None:
    assert ends_signed(f"Hello.\n\n{last}\n", name)


@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("Mara reads all of it", "Mara"),
        ("Ask for Mara.", "Mara"),
        ("준호에게 물어봐 주세요.", "준호"),
        ("Tom", "Mara"),
        ("호", "준호"),
        ("드림", "준호"),
        ("", "Mara"),
    ],
)
def test_what_is_none(last: str, name: str) -> None:
    assert not ends_signed(f"Hello.\n\n{last}\n", name)


@pytest.mark.parametrize(
    ("end", "times"), [("", 1), ("\nMara\n", 0), ("\nAsk for Mara.\n", 1)]
)
def test_the_text_is_signed_once(shop: Shop, end: str, times: int) -> None:
    shop.write(LETTER, (shop.root / LETTER).read_text("utf-8") + end)
    checked, found = check(shop.house())
    assert checked is not None, found
    letter, _ = render(checked, checked.issues[IssueId("2026-10-less-salt")])
    assert letter
    files = {name: file.decode() for name, file in files_of(letter).items()}
    assert files["letter.txt"].count("\nMara Weber\nBakes, and listens.\n") == times
    assert '<span class="signed-name"' in files["letter.html"]
