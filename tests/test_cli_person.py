"""`storyhouse person`, as an owner meets it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from storyhouse.cli import storyhouse
from tests.shop import TODAY, Shop
from tests.withdrawing.everywhere import fill

SCHEMA = Path(__file__).parents[1] / "docs/reference/person.schema.json"
YES = ("--for", "name,words", "--where", "site,letter", "--kept", "signed card 12")


def at(shop: Shop, *words: str) -> Result:
    line = ["person", *words, "--shop", str(shop.root), "--today", str(TODAY)]
    return CliRunner().invoke(storyhouse, line, catch_exceptions=False)


# Consent.


def test_a_yes_is_one_line_more_and_nothing_else(shop: Shop) -> None:
    file = shop.root / "content/people/haeseong.yml"
    before = file.read_text("utf-8")
    result = at(shop, "consent", "haeseong", *YES, "--until", "2028-09-03")
    assert result.exit_code == 0
    added = file.read_text("utf-8").removeprefix(before)
    assert added == (
        "  - {given: 2026-11-26, for: [name, words], where: [site, letter], "
        "kept: signed card 12, until: 2028-09-03}\n"
    )
    assert "on the site: name, words, photo" in result.stdout


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"--for": "name,wrds"}, "Did you mean “words”?"),
        ({"--where": "sight"}, "Did you mean “site”?"),
        ({"--where": ""}, "no place to be shown"),
        ({"--kept": " "}, "signed card in the blue box"),
        ({"--kept": "…"}, "signed card in the blue box"),
        ({"--kept": "..."}, "signed card in the blue box"),
        ({"--until": "soon"}, "2028-09-03"),
        ({"--until": "2020-01-01"}, "has passed already"),
    ],
)
def test_what_is_no_yes_is_not_written(
    shop: Shop, given: dict[str, str], said: str
) -> None:
    file = shop.root / "content/people/haeseong.yml"
    before = file.read_bytes()
    options = {**dict(zip(YES[::2], YES[1::2], strict=True)), **given}
    words = [word for pair in options.items() for word in pair]
    result = at(shop, "consent", "haeseong", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert file.read_bytes() == before


def test_a_child_needs_a_guardian(shop: Shop) -> None:
    shop.write("content/people/bo.yml", "name: Bo Field\nchild: true\n")
    assert "--guardian" in at(shop, "consent", "bo", *YES).stderr
    done = at(shop, "consent", "bo", *YES, "--guardian", "Ann Field, mother")
    assert done.exit_code == 0
    assert shop.house().people["bo"].consent[0].guardian == "Ann Field, mother"  # type: ignore[index]


def test_after_a_withdrawal_a_yes_must_be_meant(shop: Shop) -> None:
    shop.change(
        "content/people/haeseong.yml", "since:", "withdrawn: 2026-11-02\nsince:"
    )
    refused = at(shop, "consent", "haeseong", *YES)
    assert refused.exit_code == 2
    assert "--again" in refused.stderr
    meant = at(shop, "consent", "haeseong", *YES, "--again")
    assert meant.exit_code == 0
    assert "on the site: nothing" in meant.stdout
    assert "Take that line out yourself" in meant.stdout


# Who is meant.


def test_somebody_unknown_is_not_guessed(shop: Shop) -> None:
    result = at(shop, "withdraw", "haeseung")
    assert result.exit_code == 2
    assert "Did you mean “haeseong”?" in result.stderr


def test_a_name_of_one_only_will_do(shop: Shop) -> None:
    assert "Kim Hae-seong" in at(shop, "show", "kim hae-seong").stdout


def test_what_is_wrong_in_their_own_file_is_said(shop: Shop) -> None:
    shop.change("content/people/haeseong.yml", "since:", "sinse:")
    result = at(shop, "withdraw", "haeseong")
    assert result.exit_code == 1
    assert "content/people/haeseong.yml:3:1" in result.stderr


# What is held.


def test_all_that_is_held_fits_its_schema(shop: Shop) -> None:
    fill(shop)
    result = at(shop, "show", "quxley", "--format", "json")
    held = json.loads(result.stdout)
    jsonschema.validate(held, json.loads(SCHEMA.read_text("utf-8")))
    assert held["person"]["name"] == "박무궁 Quxley Zorbane"
    assert [a["words"] for a in held["asks"]] == ["The door frightens my tuba"]
    assert [a["told"][0]["how"] for a in held["asks"]] == ["in person"]
    assert {s["kind"] for s in held["stories"]} == {
        *("spotlights", "products", "changelog")
    }
    assert [e["named_under"] for e in held["events"]] == [["host"]]
    assert [o["named_under"] for o in held["open_letters"]] == [
        ["reported_by", "thanks"]
    ]
    assert [row["columns"]["email"] for row in held["subscriptions"]] == [
        "q@example.org"
    ]
    assert "haeseong" not in result.stdout
    assert "h@example.org" not in result.stdout


def test_it_is_told_in_their_language(shop: Shop) -> None:
    fill(shop)
    english = at(shop, "show", "quxley").stdout
    for held in ("The door frightens my tuba", "My tuba sleeps now", "q@example.org"):
        assert held in english
    shop.change("content/people/quxley.yml", "language: en", "language: ko")
    assert "갖고 있는" in at(shop, "show", "quxley").stdout.splitlines()[0]


def test_the_schema_leaves_no_key_out() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert set(schema["required"]) == set(schema["properties"])


# The form, and the way out.


def test_a_form_is_written_where_nothing_is_published(shop: Shop) -> None:
    result = at(shop, "form", "haeseong")
    assert (shop.root / "private/consent-haeseong.html").is_file()
    assert "private/consent-haeseong.html" in result.stdout
    inside = at(shop, "form", "--to", str(shop.root / "out" / "form.html"))
    assert inside.exit_code == 2
    assert not (shop.root / "out").exists()


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("content/people/haeseong.yml", "among the shop's own files"),
        ("content/pages/form.html", "among the shop's own files"),
        ("newsletters/form.html", "among the shop's own files"),
        ("themes/form.html", "among the shop's own files"),
        ("notes.txt", "is there already"),
        ("private", "is there already"),
    ],
)
def test_a_form_takes_the_place_of_no_other_file(
    shop: Shop, to: str, said: str
) -> None:
    file = shop.write("notes.txt", "Mine.\n")
    (shop.root / "private").mkdir(exist_ok=True)
    person = (shop.root / "content/people/haeseong.yml").read_bytes()
    result = at(shop, "form", "haeseong", "--to", str(shop.root / to))
    assert result.exit_code == 2
    assert said in result.stderr
    assert file.read_text("utf-8") == "Mine.\n"
    assert (shop.root / "content/people/haeseong.yml").read_bytes() == person


def test_a_form_takes_the_place_of_an_earlier_one(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop.root.resolve())
    assert at(shop, "form", "haeseong", "--to", "card.html").exit_code == 0
    again = at(shop, "form", "--to", str(shop.root.resolve() / "card.html"))
    assert again.exit_code == 0
    assert again.stdout.startswith("card.html is there.")
    assert at(shop, "form").stdout.startswith("private/consent.html is there.")


def test_a_withdrawal_is_told_until_it_is_done(shop: Shop) -> None:
    shop.change("content/people/haeseong.yml", "images/loaf.png", "images/face.png")
    loaf = (shop.root / "content/images/loaf.png").read_bytes()
    shop.write("content/images/face.png", loaf)
    first = at(shop, "withdraw", "haeseong")
    assert first.exit_code == 1
    assert "content/spotlights/sundays.md:10:1" in first.stdout
    assert "+ A customer bakes on Sundays." in first.stdout
    assert "by 6 December 2026" in first.stdout
    second = at(shop, "withdraw", "haeseong", "--write")
    assert second.exit_code == 0, second.stdout
    assert "Proof:" in second.stdout
    assert "Why we cut the salt" in second.stdout
    assert "content/people/haeseong.yml" in second.stdout
    third = at(shop, "withdraw", "haeseong")
    assert third.exit_code == 0
    assert "has been out since 26 November 2026" in third.stdout


def test_what_was_not_looked_for_is_told(shop: Shop) -> None:
    shop.write("content/people/pat.yml", "name: Pat O'Brien\n")
    result = at(shop, "withdraw", "pat")
    assert "Not looked for by itself: “Pat”." in result.stdout


def test_other_errors_are_told_apart(shop: Shop) -> None:
    shop.change("content/shop.yml", "tagline:", "taglien:")
    result = at(shop, "withdraw", "haeseong")
    assert result.exit_code == 1
    assert re.search(r"content/shop.yml:\d+:1: error", result.stderr)


def test_a_korean_owner_is_told_in_korean(korean_shop: Shop) -> None:
    first = at(korean_shop, "withdraw", "해성")
    assert first.exit_code == 1
    assert first.stderr == ""  # what the letter carries is mended in the story
    assert "+ 한 손님이 [말씀하셨어요]" in first.stdout
    result = at(korean_shop, "withdraw", "해성", "--write")
    assert result.exit_code == 0, result.stdout
    assert "확인했어요" in result.stdout
