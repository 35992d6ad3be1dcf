"""`storyhouse new`: what is begun for those who asked, and in a crisis."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

import pytest
from click.testing import CliRunner, Result

from storyhouse.cli import storyhouse
from storyhouse.model.stories import Change
from tests.shop import TODAY, Shop

NEW = "content/changelog/a-softer-crust.md"
TITLE = "A softer crust"


def begin(shop: Shop, *arguments: str, given: str = "") -> Result:
    where = ["--shop", str(shop.root), "--today", str(TODAY)]
    return CliRunner().invoke(storyhouse, ["new", *arguments, *where], input=given)


@pytest.fixture
def asked(shop: Shop) -> Shop:
    """A shop in which three people asked, two of them in an ask that was merged."""
    for who in ("quill", "vex", "gone"):
        shop.write(f"content/people/{who}.yml", f"name: {who.title()} Person\n")
    shop.change("content/people/gone.yml", "name", "withdrawn: 2026-11-01\nname")
    shop.write(
        "content/asks/crust.yml",
        "title: A crust\nwords: |\n  It is hard: #1 on my list!\n  Really.\n"
        "by: [quill, anonymous]\ndate: 2026-11-20\n",
    )
    shop.write(
        "content/asks/hard-crust.yml",
        "title: Hard\nwords: Too hard.\nby: [vex, gone]\ndate: 2026-11-21\n"
        "merged_into: crust\n",
    )
    return shop


@pytest.mark.parametrize("ask", ["crust", "hard-crust"])
def test_a_change_that_answers_an_ask(asked: Shop, ask: str) -> None:
    before = asked.codes()
    result = begin(asked, "changelog", TITLE, "--answers", ask)
    assert result.exit_code == 0, result.output
    assert "tell who asked: quill, anonymous, vex." in result.output
    assert "storyhouse ask told crust\n" in result.output
    written = (asked.root / NEW).read_text("utf-8")
    assert "# They said: “It is hard: #1 on my list! Really.”" in written
    story = asked.house(drafts=True).written["a-softer-crust"]  # type: ignore[index]
    assert isinstance(story, Change)
    assert story.answers == ("crust",)
    assert [credit.person for credit in story.credits] == ["quill", "vex"]
    assert story.before == ""
    assert asked.codes() == before


def test_their_words_are_for_the_owner_only(asked: Shop) -> None:
    begin(asked, "changelog", TITLE, "--answers", "crust")
    asked.change(NEW, "draft: true\n", "")
    house = asked.house()
    story = house.stories["a-softer-crust"]  # type: ignore[index]
    assert "hard" not in repr(story) + story.body.text


def test_an_ask_that_nobody_knows(asked: Shop) -> None:
    result = begin(asked, "changelog", TITLE, "--answers", "cruts")
    assert result.exit_code == 2
    assert "There is no ask “cruts”." in result.output
    assert "crust" in result.output.partition("“cruts”")[2]
    assert not (asked.root / NEW).exists()


def test_only_a_change_answers(asked: Shop) -> None:
    result = begin(asked, "event", TITLE, "--answers", "crust")
    assert result.exit_code == 2
    assert "not for “event”" in result.output


def test_whoever_was_told_is_not_told_again(asked: Shop) -> None:
    told = "{{person: {}, how: letter, date: 2026-11-22}}"
    each = ", ".join(told.format(who) for who in ("quill", "anonymous", "vex"))
    with (asked.root / "content/asks/crust.yml").open("a") as file:
        file.write(f"told: [{each}]\n")
    result = begin(asked, "changelog", TITLE, "--answers", "crust")
    assert "nobody is left to tell" in result.output


ANSWERS = [
    'The oven "broke": #1',
    "Orders of 26 November",
    "",
    "We called everybody.",
    "A new part",
    "Money back",
    "soon",
    "2026-12-01",
    "marra",
    "mara",
]


def test_eight_questions(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    # `storyhouse.cli.new` is the command; the module of that name has to be asked for.
    module = import_module("storyhouse.cli.new")
    monkeypatch.setattr(module, "somebody_is_there", lambda: True)
    given = "".join(f"{answer}\n" for answer in ANSWERS)
    result = begin(shop, "open-letter", "A cold oven", given=given)
    assert result.exit_code == 0, result.output
    assert "8/8" in result.output
    assert "“soon” is not a day" in result.output
    assert "“marra”" in result.output
    (letter,) = shop.house(drafts=True).open_letters.values()
    assert letter.happened == ANSWERS[0]
    assert letter.since == ""
    assert letter.next_update == dt.date(2026, 12, 1)
    assert letter.answered_by == "mara"
    assert letter.draft
    assert letter.date == TODAY


def test_in_a_pipe_the_draft_asks_them(shop: Shop) -> None:
    result = begin(shop, "open-letter", "A cold oven")
    assert result.exit_code == 0, result.output
    assert "8/8" not in result.output
    text = (shop.root / "content/open-letters/a-cold-oven.md").read_text("utf-8")
    for number in range(1, 9):
        assert f"\n# {number}. " in text
    assert "# closed: {date: …" in text


@pytest.mark.parametrize("kind", ["event", "open-letter"])
def test_a_draft_holds_nothing_up(korean_shop: Shop, kind: str) -> None:
    before = korean_shop.codes()
    assert begin(korean_shop, kind, "저녁").exit_code == 0
    assert korean_shop.codes() == before
    found = [s.finding for s in korean_shop.told().each if "error" in str(s.finding)]
    assert found == []


SOFTER = "newsletters/2026-11-it-is-softer.md"


def test_a_letter_to_those_who_asked(asked: Shop) -> None:
    with (asked.root / "content/asks/crust.yml").open("a") as file:
        file.write(
            "answers: [{date: 2026-11-22, by: mara, words: 'Soon, [I] hope.'}]\n"
        )
    before = asked.codes()
    result = begin(asked, "letter", "It is softer", "--asked", "hard-crust")
    assert result.exit_code == 0, result.output
    assert "only to those who asked for crust: quill, vex." in result.output
    issue = asked.house().issues["2026-11-it-is-softer"]  # type: ignore[index]
    assert issue.audience == "asked:crust"
    assert issue.is_draft
    assert "Hello {first_name|friend}" in issue.body.text
    assert "On 22 November 2026 we said: Soon, [I] hope." in issue.body.text
    assert [c for c in asked.codes() if c not in before and "ask-back" not in c] == []


def test_a_letter_says_what_was_built_or_asks(asked: Shop) -> None:
    assert begin(asked, "letter", "Still salty", "--asked", "crust").exit_code == 0
    text = (asked.root / "newsletters/2026-11-still-salty.md").read_text("utf-8")
    assert "What came of it, and when will they hear more?" in text
    assert begin(asked, "letter", "Less salt", "--asked", "less-salt").exit_code == 0
    text = (asked.root / "newsletters/2026-11-less-salt.md").read_text("utf-8")
    assert "(../content/changelog/cut-the-salt.md)" in text
    assert "What came of it" not in text


def test_only_a_letter_goes_to_those_who_asked(asked: Shop) -> None:
    result = begin(asked, "page", "It is softer", "--asked", "crust")
    assert result.exit_code == 2
    assert "not for “page”" in result.output
    result = begin(asked, "letter", "It is softer", "--asked", "crsut")
    assert result.exit_code == 2
    assert "Did you mean “crust”?" in result.output
    assert not (asked.root / SOFTER).exists()
