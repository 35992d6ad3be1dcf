"""A theme's mistakes are told with their file, line and column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import render
from storyhouse.letters.slots import LostSlotError, Slots, Title
from storyhouse.model.house import CheckedHouse
from storyhouse.model.record import IssueId

OFFER = """\
<mj-section>
  <mj-column>
    {line}
  </mj-column>
</mj-section>
"""


def _with(house: CheckedHouse, folder: Path, files: dict[str, str]) -> list[Diagnostic]:
    """What is said of the Korean issue with some theme files laid over."""
    for name, text in files.items():
        path = folder / "letter" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    theme = replace(house.theme, folders=(*house.theme.folders, folder))
    changed = CheckedHouse(replace(house, theme=theme))
    letter, found = render(changed, house.issues[IssueId("gullyeo")])
    assert (letter is None) == bool(found)
    return found


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("<mj-txet>a</mj-txet>", "mjml/unknown-tag", 5),
        ('<mj-text colour="red">a</mj-text>', "mjml/unknown-attribute", 14),
        ('<mj-text color="reddish">a</mj-text>', "mjml/wrong-value", 14),
        ('<mj-text padding="0px 9px">a</mj-text>', "mjml/short-padding", 14),
        ('<mj-text mj-class="a b">a</mj-text>', "mjml/one-class", 14),
        ('<mj-image src="{{ sheet.title }}" />', "mjml/no-alt", 5),
        ("<mj-section></mj-section>", "mjml/misplaced", 5),
        ("<mj-text>a", "mjml/unclosed", 5),
        ("<mj-text>a</mj-text></mj-group>", "mjml/never-opened", 25),
        ("<mj-text a=b>a</mj-text>", "mjml/broken-tag", 5),
        ("<mj-text>a < b</p></mj-text>", "letter/mjml", 5),
        ("{{ sheet.nothing }}", "letter/template", 1),
        ("{% include 'letter/none.j2' %}", "letter/no-template", 1),
        ("{% include '../theme.yml' %}", "letter/no-template", 1),
        ("{% if %}", "letter/template", 1),
        ("<mj-text mj-class='{{ sheet.title }}'>a</mj-text>", "letter/lost-text", 5),
        ("<mj-text>xslot9999x</mj-text>", "letter/lost-text", 5),
    ],
)
def test_mistakes_have_places(
    house: CheckedHouse, tmp_path: Path, line: str, code: str, column: int
) -> None:
    found = _with(house, tmp_path, {"offer.mjml.j2": OFFER.replace("{line}", line)})
    assert code in {d.code for d in found}, found
    first = next(d for d in found if d.code == code)
    assert str(first.where.path).startswith("themes/hearth/letter/")
    if code.startswith("mjml/"):
        assert str(first.where) == f"themes/hearth/letter/offer.mjml.j2:3:{column}"


def test_suggests_what_was_meant(house: CheckedHouse, tmp_path: Path) -> None:
    (found,) = [
        d
        for d in _with(
            house,
            tmp_path,
            {"offer.mjml.j2": OFFER.replace("{line}", "<mj-txt></mj-txt>")},
        )
        if d.code == "mjml/unknown-tag"
    ]
    assert (found.help, found.facts["meant"]) == ("did-you-mean", "mj-text")


def test_an_empty_letter_is_refused(house: CheckedHouse, tmp_path: Path) -> None:
    found = _with(house, tmp_path, {"letter.mjml.j2": "<mjml></mjml>"})
    assert {d.code for d in found} == {"mjml/empty", "mjml/no-title"}


def test_a_theme_without_letters(house: CheckedHouse, tmp_path: Path) -> None:
    theme = replace(house.theme, folders=(tmp_path,))
    bare = CheckedHouse(replace(house, theme=theme))
    letter, found = render(bare, house.issues[IssueId("gullyeo")])
    assert letter is None
    assert [d.code for d in found] == ["letter/no-template"]


def test_a_shops_own_file_wins(house: CheckedHouse, tmp_path: Path) -> None:
    over = OFFER.replace("{line}", "<mj-text><p class='mine'>!</p></mj-text>")
    assert _with(house, tmp_path, {"offer.mjml.j2": over}) == []


def test_fonts_with_hangul_names(house: CheckedHouse) -> None:
    tokens = {**house.theme.tokens, "font-letter": '"나눔고딕", "Noto Sans KR", serif'}
    changed = replace(house, theme=replace(house.theme, tokens=tokens))
    letter, found = render(CheckedHouse(changed), house.issues[IssueId("october")])
    assert letter, found
    assert "font-family=\"'Noto Sans KR', serif\"" in letter.mjml
    assert "나눔" not in letter.mjml


def test_the_shipped_theme_is_ascii_where_it_compiles() -> None:
    for path in (Path(__file__).parents[2] / "themes/hearth/letter").rglob("*.j2"):
        assert path.read_text("utf-8").isascii(), path


def test_slots_are_counted() -> None:
    slots = Slots()
    once, twice = slots.take("a < b"), slots.take(Title("t"))
    assert slots.fill(f"{once} {twice}{twice}") == "a &lt; b tt"
    for shell in (once, f"{once}{once}{twice}{twice}", f"{once}{twice}"):
        with pytest.raises(LostSlotError):
            slots.fill(shell)
