"""`storyhouse today`: what a shop owes, as its owner and a program meet it."""

from __future__ import annotations

import datetime as dt
import json
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.cli import storyhouse
from storyhouse.owing.as_text import HANDFUL, command_line
from storyhouse.owing.owed import Kind
from storyhouse.owing.today import Today, today_of
from storyhouse.words import LANGUAGES
from tests.conftest import Golden
from tests.shop import TODAY, Shop
from tests.tools import ROOT

GOLDEN = ROOT / "tests" / "golden" / "today"
SMALL = {"en": "small", "ko": "small-korean"}
SCHEMA = json.loads((Path(__file__).parent / "today.schema.json").read_text("utf-8"))

#: `private/` is never committed; nothing of this may be told.
_ANSWER = "words: A secret of theirs\nletter: 2026-10\nby: nadia\n"

both_languages = pytest.mark.parametrize("language", LANGUAGES)


def busy(tmp_path: Path, language: str) -> Shop:
    """A shop that owes one thing of every kind, or several."""
    shop = Shop.of(SMALL[language], tmp_path / "shop")
    shop.lay_over(GOLDEN / language / "busy")
    shop.write("private/answers/2026-11-22-0d691bab.yml", _ANSWER)
    shop.write("private/answers/2026-11-24-53b0c1aa.yml", _ANSWER)
    return shop


def owing(shop: Shop, day: dt.date = TODAY) -> Today:
    today = today_of(shop.root, day)
    assert isinstance(today, Today)
    return today


def kinds(shop: Shop, day: dt.date = TODAY) -> list[Kind]:
    return [owed.kind for owed in owing(shop, day).owed]


def told(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, *words: str, day: dt.date = TODAY
) -> Result:
    """What the command says to somebody who stands in the shop's folder."""
    monkeypatch.chdir(shop.root)
    return CliRunner().invoke(
        storyhouse, ["today", "--today", str(day), *words], catch_exceptions=False
    )


# To a person.


@both_languages
def test_a_day_with_much_to_do(
    language: str, tmp_path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = busy(tmp_path, language)
    assert {*kinds(shop)} == {*Kind}
    result = told(shop, monkeypatch, "--all")
    assert result.exit_code == 0
    golden(GOLDEN / language / "busy.txt", result.stdout)
    assert "secret" not in result.stdout


@both_languages
def test_no_more_than_a_handful_at_once(
    language: str, tmp_path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = told(busy(tmp_path, language), monkeypatch)
    golden(GOLDEN / language / "handful.txt", result.stdout)
    assert f"\n{HANDFUL}. " in result.stdout
    assert f"\n{HANDFUL + 1}. " not in result.stdout


@both_languages
def test_a_day_on_which_nothing_is_owed(
    language: str, tmp_path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop.of(SMALL[language], tmp_path / "shop")
    result = told(shop, monkeypatch)
    golden(GOLDEN / language / "quiet.txt", result.stdout)
    ask = "by: [anonymous]\ndate: 2026-11-20\nanswers: [{date: 2026-11-21, words: No.}]"
    shop.write("content/asks/dark.yml", f"title: Why so dark?\nwords: Is it?\n{ask}\n")
    result = told(shop, monkeypatch)
    golden(GOLDEN / language / "idea.txt", result.stdout)


def test_from_elsewhere_each_command_names_the_shop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = busy(tmp_path, "en")
    monkeypatch.chdir(tmp_path)
    at = ["--shop", "shop", "--today", str(TODAY)]
    result = CliRunner().invoke(storyhouse, ["today", *at])
    commands = [
        line
        for line in result.stdout.splitlines()
        if line.strip().startswith("storyhouse ")
    ]
    assert len(commands) == HANDFUL
    assert all(line.endswith(" --shop shop") for line in commands)
    assert shop.root.name == "shop"


# The order.


@both_languages
def test_most_owed_is_first(language: str, tmp_path: Path) -> None:
    found = owing(busy(tmp_path, language)).owed
    assert [owed.kind for owed in found[:2]] == [Kind.UPDATE, Kind.WITHDRAWAL]
    untold = [o for o in found if o.kind is Kind.UNTOLD]
    people = {Kind.UNANSWERED, Kind.UNREAD, Kind.PROMISE}
    waiting = [o for o in found if o.kind in people]
    assert found[2 : 2 + len(untold) + len(waiting)] == untold + waiting
    for group in (untold, waiting):
        assert [o.since for o in group] == sorted(o.since for o in group)
    assert {o.kind for o in found[-2:]} == {Kind.LETTER, Kind.MIX}


# What is owed, and what is not.


def test_a_letter_that_will_tell_leaves_nothing_to_do(tmp_path: Path) -> None:
    shop = busy(tmp_path, "en")
    shop.change("content/asks/hooks.yml", "[gran, anonymous]", "[anonymous]")
    letter = (
        "---\nsubject: Hooks\ndate: 2026-12-01 17:00\nstories: [brass]\n"
        "question: And you?\nstatus: ready\n---\nHello.\n"
    )
    shop.write("newsletters/2026-12-hooks.md", letter)
    untold = [o for o in owing(shop).owed if o.kind is Kind.UNTOLD]
    assert [o.facts["ask"] for o in untold] == ["tables"]
    late = owing(shop, dt.date(2026, 12, 2))
    (hooks,) = [o for o in late.owed if o.facts.get("ask") == "hooks"]
    assert hooks.note == "unmarked"
    shop.change("newsletters/2026-12-hooks.md", "ready", "sent")
    late = owing(shop, dt.date(2026, 12, 2))
    assert not [o for o in late.owed if o.facts.get("ask") == "hooks"]


def test_only_those_who_will_not_hear_from_a_letter(tmp_path: Path) -> None:
    shop = busy(tmp_path, "en")
    letter = (
        "---\nsubject: Hooks\ndate: 2026-12-01 17:00\nstories: [brass]\n"
        "question: And you?\nstatus: ready\n---\nHello.\n"
    )
    shop.write("newsletters/2026-12-hooks.md", letter)
    (hooks,) = [o for o in owing(shop).owed if o.facts.get("ask") == "hooks"]
    assert hooks.who == ("gran",)
    assert hooks.command[:5] == ("ask", "told", "hooks", "--person", "gran")


def test_who_is_on_the_list_hears_it_in_a_part_of_their_own(tmp_path: Path) -> None:
    shop = busy(tmp_path, "en")
    letter = (
        "---\nsubject: Hooks\ndate: 2026-12-01 17:00\nstories: [brass]\n"
        "question: And you?\nstatus: ready\n---\nHello.\n"
    )
    shop.write("newsletters/2026-12-hooks.md", letter)
    columns = "email,person,status\n"
    shop.write(
        "private/subscribers.csv", f"{columns}gran@post.example,gran,unsubscribed\n"
    )
    assert "hooks" in {o.facts.get("ask") for o in owing(shop).owed}
    shop.write("private/subscribers.csv", f"{columns}gran@post.example,gran,active\n")
    assert "hooks" not in {o.facts.get("ask") for o in owing(shop).owed}
    late = owing(shop, dt.date(2026, 12, 2))
    (hooks,) = [o for o in late.owed if o.facts.get("ask") == "hooks"]
    assert hooks.note == "unmarked-part"
    shop.change("newsletters/2026-12-hooks.md", "ready", "sent")
    late = owing(shop, dt.date(2026, 12, 2))
    (hooks,) = [o for o in late.owed if o.facts.get("ask") == "hooks"]
    assert (hooks.who, hooks.note) == (("gran",), "")


def test_one_who_wants_out_is_owed_no_word_and_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = busy(tmp_path, "en")
    shop.write("content/people/dora.yml", "name: D. Q.\nwithdrawn: 2026-11-12\n")
    assert "tables" not in {o.facts.get("ask") for o in owing(shop).owed}
    assert Kind.UNTHANKED not in kinds(shop)
    result = told(shop, monkeypatch, "--all")
    assert "Thornbury" not in result.stdout
    shop.write(
        "content/behind-the-scenes/rain.md", "---\ntitle: R\ndate: 2026-10-04\n---\n"
    )
    assert Kind.WITHDRAWAL not in kinds(shop)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("with-pat-o-brien.md", "It rained."),
        ("rain.md", "[It](https://example.com/pat-o-brien) rained."),
        ("rain.md", "[It](../people/pat.yml) rained."),
    ],
)
def test_one_who_is_left_in_an_address_is_owed_a_way_out(
    tmp_path: Path, path: str, text: str
) -> None:
    shop = busy(tmp_path, "en")
    shop.write("content/people/pat.yml", "name: Pat O'Brien\nwithdrawn: 2026-11-12\n")
    shop.write(
        f"content/behind-the-scenes/{path}",
        f"---\ntitle: R\ndate: 2026-10-04\n---\n{text}\n",
    )
    out = [o for o in owing(shop).owed if o.kind is Kind.WITHDRAWAL]
    assert [str(o.since) for o in out if o.who == ("pat",)] == ["2026-11-22"]


def test_answers_to_letters_wait_for_their_reader(tmp_path: Path) -> None:
    shop = Shop.of("small", tmp_path / "shop")
    assert Kind.UNREAD not in kinds(shop)
    shop.write("private/answers/2026-11-22-0d691bab.yml", _ANSWER)
    shop.write("private/answers/what Nadia wrote.yml", b"\xff")
    shop.write("private/answers/notes.txt", "not one of them")
    [unread] = [o for o in owing(shop).owed if o.kind is Kind.UNREAD]
    assert unread.command == ("inbox", "keep", "2026-11-22-0d691bab")
    assert (unread.facts["count"], str(unread.since)) == (2, "2026-11-22")
    (shop.root / "private/answers/2026-11-22-0d691bab.yml").unlink()
    [unread] = [o for o in owing(shop).owed if o.kind is Kind.UNREAD]
    assert unread.since == TODAY


@pytest.mark.parametrize(
    ("until", "owed"),
    [("2026-12-26", True), ("2026-12-27", False), ("2026-10-01", True)],
)
def test_a_consent_is_asked_for_again_a_month_before(
    tmp_path: Path, until: str, *, owed: bool
) -> None:
    shop = busy(tmp_path, "en")
    shop.change("content/people/nadia.yml", "2026-12-10", until)
    assert (Kind.CONSENT in kinds(shop)) is owed


def test_a_consent_that_goes_on_is_not_asked_for(tmp_path: Path) -> None:
    shop = busy(tmp_path, "en")
    longer = "{given: 2026-11-01, for: [name, words], where: [site, letter], kept: box}"
    shop.change("content/people/nadia.yml", "consent: [", f"consent: [{longer}, ")
    assert Kind.CONSENT not in kinds(shop)


def test_a_no_that_was_thought_of_again_rests(tmp_path: Path) -> None:
    shop = busy(tmp_path, "en")
    assert Kind.LOOK_AGAIN not in kinds(shop, dt.date(2026, 11, 24))
    answer = "answers: [{date: 2026-11-25, words: Still no.}]\ndeclined:"
    shop.change("content/asks/monday.yml", "declined:", answer)
    assert Kind.LOOK_AGAIN not in kinds(shop)


def test_an_open_letter_waits_until_its_day(tmp_path: Path) -> None:
    shop = busy(tmp_path, "en")
    shop.change("content/open-letters/cold-oven.md", "2026-11-24", "2026-11-27")
    assert Kind.UPDATE not in kinds(shop)
    shop.change("content/open-letters/cold-oven.md", "2026-11-27", "2026-11-26")
    assert Kind.UPDATE in kinds(shop)


def test_a_rule_that_is_off_asks_for_nothing(tmp_path: Path) -> None:
    shop = busy(tmp_path, "en")
    assert Kind.MIX in kinds(shop)
    shop.change("content/shop.yml", "look:", "rules: {value/mix: off}\nlook:")
    assert Kind.MIX not in kinds(shop)


# A shop that is not all right.


def test_what_could_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = busy(tmp_path, "en")
    before = kinds(shop)
    shop.write("content/asks/broken.yml", "title: [")
    shop.write("content/behind-the-scenes/broken.md", "no front matter")
    assert kinds(shop) == before
    result = told(shop, monkeypatch)
    assert result.exit_code == 0
    assert "storyhouse check" in result.stdout.splitlines()[-1]


def test_nothing_can_be_told_without_a_shop(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write("content/shop.yml", "name: [")
    result = told(shop, monkeypatch)
    assert result.exit_code == 1
    assert not result.stdout
    assert "content/shop.yml:1" in result.stderr


# To a program.


@both_languages
def test_the_json_is_as_described(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for shop in (
        busy(tmp_path, language),
        Shop.of(SMALL[language], tmp_path / "quiet"),
    ):
        data = json.loads(told(shop, monkeypatch, "--format", "json").stdout)
        jsonschema.validate(data, SCHEMA)
        assert (data["idea"] is None) is bool(data["owed"])
        for each in (*data["owed"], *filter(None, [data["idea"]])):
            assert shlex.split(each["paste"]) == ["storyhouse", *each["command"]]
        assert [o["kind"] for o in data["owed"]] == kinds(shop)


def test_the_schema_names_every_kind() -> None:
    named: Any = SCHEMA["$defs"]["owed"]["properties"]["kind"]["enum"]
    assert {*named} == {kind.value for kind in Kind}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]))))
def test_a_shell_takes_a_command_for_what_it_is(words: list[str]) -> None:
    assert shlex.split(command_line(words)) == ["storyhouse", *words]
