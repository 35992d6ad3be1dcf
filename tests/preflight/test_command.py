"""`storyhouse letter check`, as an owner or a program meets it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from storyhouse.cli import storyhouse
from tests.preflight.desk import Desk
from tests.shop import TODAY
from tests.tools import needs

ISSUE = "2026-10-less-salt"


def check(desk: Desk, *words: str, issue: str = ISSUE) -> Result:
    at = ("--shop", str(desk.shop.root), "--today", str(TODAY), "--no-spam-filter")
    return CliRunner().invoke(
        storyhouse, ["letter", "check", issue, *at, *words], catch_exceptions=False
    )


def test_says_what_the_letter_is_like(desk: Desk) -> None:
    desk.subscribers("email,first_name\nanna@example.com,Anna\nben@example.com,\n")
    ran = check(desk)
    assert ran.exit_code == 0
    assert "Subject: Why we cut the salt" in ran.stdout
    assert "2 readers get it" in ran.stdout
    assert "first_name" in ran.stdout
    assert "Nothing to mend." in ran.stdout
    assert "anna@" not in ran.output


def test_says_it_in_the_language_of_the_shop(each: Desk) -> None:
    ran = check(each, issue=each.file)
    said = {
        "en": "There is no list here",
        "ko": "명단(private/subscribers.csv)이 없어서",
    }
    assert said[each.language] in ran.stdout


@pytest.mark.parametrize(
    ("fail_on", "ends"), [("error", 0), ("warning", 1), ("suggestion", 1), ("never", 0)]
)
def test_a_warning_ends_as_it_is_told_to(desk: Desk, fail_on: str, ends: int) -> None:
    desk.head("subject", "Salt 🍞 or not 🧂")
    assert check(desk, "--fail-on", fail_on).exit_code == ends


def test_suggestions_are_shown_by_the_same_command(desk: Desk) -> None:
    desk.write_more("SALT BREAD IS HERE AGAIN.")
    again = f"“storyhouse letter check {ISSUE} --suggestions” shows"
    assert again in check(desk).stderr
    assert "[ad/shouting]" in check(desk, "--suggestions").stderr


def test_an_error_ends_with_one(desk: Desk) -> None:
    desk.write_more("TODO")
    ran = check(desk)
    assert ran.exit_code == 1
    assert f"{desk.file}:14:1: error" in ran.stderr


def test_nobody_is_counted_while_it_is_lost_who_said_no(desk: Desk) -> None:
    desk.subscribers("email\nanna@example.com\nben@example.com\n")
    out = ("subscribers", "unsubscribe", "anna@example.com")
    at = ("--shop", str(desk.shop.root))
    assert CliRunner().invoke(storyhouse, [*out, *at]).exit_code == 0
    (desk.shop.root / "private/secret.key").unlink()
    ran = check(desk)
    assert ran.exit_code == 2
    assert "private/secret.key is gone" in ran.stderr


def test_programs_read_it_as_json(desk: Desk) -> None:
    desk.write_more("TODO")
    told = json.loads(check(desk, "--format", "json").stdout)
    codes = {(f["path"], f["line"], f["code"]) for f in told["findings"]}
    assert (desk.file, 14, "mail/placeholder") in codes


def test_what_check_says_of_the_letter_is_said_once(desk: Desk) -> None:
    desk.write_more("Hello {frist_name|friend}")
    told = json.loads(check(desk, "--format", "json").stdout)
    codes = [f["code"] for f in told["findings"]]
    assert codes.count("odd-field") == 1


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{first_name},", "pers/fallback"),
        ("{{first_name}},", "braces"),
        ("{{ first_name | friend }},", "braces"),
        ("{first_name |friend},", "broken-field"),
    ],
)
def test_a_field_that_is_wrong_is_told_once(
    desk: Desk, written: str, code: str
) -> None:
    desk.write_more(written)
    told = check(desk).stderr
    assert f"{desk.file}:14:1: error" in told
    assert (told.count(": error: "), told.count(f"[{code}]")) == (1, 1)


def test_a_letter_that_is_not_there(desk: Desk) -> None:
    ran = check(desk, issue="2026-10-less-sal")
    assert ran.exit_code == 2
    assert f"Did you mean “{ISSUE}”?" in ran.stderr


def test_a_shop_with_errors_is_told_first(desk: Desk) -> None:
    desk.head("by", "nobody-known")
    ran = check(desk)
    assert ran.exit_code == 1
    assert "no letter goes out of a shop with errors" in ran.stderr


def test_mistakes_of_shop_and_letter_are_told_in_one_round(desk: Desk) -> None:
    desk.shop.write("content/asks/less-salt.yml", "title: x\n")
    desk.write_more("TODO")
    ran = check(desk)
    assert ran.exit_code == 1
    assert "content/asks/less-salt.yml" in ran.stderr
    assert f"{desk.file}:14:1: error" in ran.stderr
    assert "no letter goes out of a shop with errors" in ran.stderr


@needs("SpamAssassin")
def test_says_what_the_spam_filter_says(desk: Desk) -> None:
    at = ["--shop", str(desk.shop.root), "--today", str(TODAY)]
    ran = CliRunner().invoke(storyhouse, ["letter", "check", ISSUE, *at])
    assert "SpamAssassin: " in ran.stdout
