"""`storyhouse letter export`, as an owner meets it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storyhouse.cli import storyhouse
from storyhouse.cli.letter_export import SERVICES, readme
from storyhouse.model.record import IssueId, Language
from storyhouse.prose.fields import MergeField, Repeated
from storyhouse.sending.engines import ENGINES, buttondown, desks
from storyhouse.sending.engines.exporting import without_parts
from storyhouse.words import LANGUAGES, words_for
from tests.conftest import Golden
from tests.sending.engines.handed import be_new, handing_of, ready_shop
from tests.sending.engines.services import Buttondown, open_for_calls
from tests.shop import TODAY, Shop, said

GONE = "https://moss.example/gone/"
SUBSCRIBERS = "private/subscribers.csv"
GOLDEN = Path(__file__).parent / "golden/engines"


def _export(shop: Shop, *words: str) -> Result:
    line = ["letter", "export", *words, "--shop", str(shop.root), "--today", str(TODAY)]
    return CliRunner().invoke(storyhouse, line, catch_exceptions=False)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with letters that are ready, and its site."""
    return ready_shop(tmp_path_factory.mktemp("handed-over")).root


@pytest.fixture
def shop(built: Path, tmp_path: Path) -> Shop:
    """A copy of it."""
    return Shop(shutil.copytree(built, tmp_path / "shop"))


def test_the_command_knows_every_service() -> None:
    assert set(SERVICES) == set(ENGINES)


@pytest.mark.parametrize("service", SERVICES)
def test_it_writes_and_says_what_to_do_next(shop: Shop, service: str) -> None:
    result = _export(shop, "gullyeo", "--for", service)
    assert result.exit_code == 0, result.stderr
    folder = f"private/export/gullyeo/{service}"
    assert result.stdout.startswith(f"{folder} holds the letter for ")
    assert "to 3 recipients" in result.stdout
    readme = (shop.root / folder / "README.txt").read_text("utf-8")
    assert "3" in readme
    assert "curl " in readme or "aws " in readme


@pytest.mark.parametrize("language", LANGUAGES)
def test_readmes(language: str, golden: Golden) -> None:
    words = words_for(language)
    for service in SERVICES:
        text = readme(words, service, IssueId("november"), calls=2, recipients=80)
        golden(GOLDEN / language / f"{service}.txt", text)


def test_what_cannot_be_expressed_is_told_in_its_place(
    shop: Shop, golden: Golden
) -> None:
    shop.change("newsletters/october.md", "Hello {first", "{이름|친구}, hello {first")
    be_new(shop)
    result = _export(shop, "october", "--for", "buttondown")
    assert result.exit_code == 1
    assert result.stdout == ""
    golden(GOLDEN / "refused.txt", result.stderr)
    assert not (shop.root / "private/export").exists()


def test_what_cannot_be_expressed_is_told_in_korean(shop: Shop, golden: Golden) -> None:
    shop.change("content/shop.yml", "language: en", "language: ko")
    shop.change("newsletters/october.md", "Hello {first", "{이름|친구}, hello {first")
    be_new(shop)
    result = _export(shop, "october", "--for", "buttondown")
    assert result.exit_code == 1
    golden(GOLDEN / "refused-korean.txt", result.stderr)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_that_only_some_get(shop: Shop, language: str, golden: Golden) -> None:
    handing = handing_of(shop, "gullyeo")
    asked = Repeated("asked", ("<p>",), (MergeField("what", "x"),), ("</p>",))
    parted = replace(handing, letter=replace(handing.letter, html=(asked,)))
    found = [*buttondown.refused(parted.issue, parted.letter)]
    assert [*buttondown.refused(parted.issue, without_parts(parted).letter)] == []
    golden(GOLDEN / f"part-{language}.txt", said(found, Language(language)))


def test_what_a_check_finds_stops_it(shop: Shop, golden: Golden) -> None:
    shop.change(
        SUBSCRIBERS, "nobody@mail.example,,,,", "nobody@mail.example,,,stranger,"
    )
    shop.change("newsletters/october.md", "../content/people/clara.yml", GONE)
    be_new(shop)
    result = _export(shop, "october", "--for", "listmonk", "--push", "--list", "3")
    assert (result.exit_code, result.stdout) == (1, "")
    golden(GOLDEN / "stopped.txt", result.stderr)
    assert not (shop.root / "private/export").exists()


def test_no_push_where_there_is_none(shop: Shop) -> None:
    result = _export(shop, "gullyeo", "--for", "mailgun", "--push")
    assert result.exit_code == 2
    assert "--push" in result.stderr
    assert not (shop.root / "private/export").exists()


def test_a_push_says_where_the_draft_is(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYHOUSE_BUTTONDOWN_KEY", "s3cret-key")
    line = ("gullyeo", "--for", "buttondown", "--push")
    with open_for_calls(Buttondown) as (service, at):
        monkeypatch.setattr(desks, "BUTTONDOWN", f"{at}/v1")
        first, second, third = (_export(shop, *line, *w) for w in ([], [], ["--start"]))
        fourth = _export(shop, *line)
    address = "https://buttondown.com/emails/em_1"
    assert f"has the letter as a draft: {address}" in first.stdout
    assert f"it is up to date now: {address}" in second.stdout
    assert f"is sending the letter: {address}" in third.stdout
    assert fourth.exit_code == 2
    assert "has sent this letter already" in fourth.stderr
    assert (len(service.letters), service.wrong) == (1, [])
    for file in (shop.root / "private/export").rglob("*.*"):
        assert "s3cret" not in file.read_text("utf-8")


def test_a_folder_of_ones_own(shop: Shop) -> None:
    result = _export(shop, "gullyeo", "--for", "ses", "--to", "private/ses")
    assert result.exit_code == 0
    assert (shop.root / "private/ses/payload-001.json").is_file()
    result = _export(shop, "gullyeo", "--for", "ses", "--to", "out/ses")
    assert result.exit_code == 2
    assert "below private/" in result.stderr


def test_what_a_list_holds_reaches_no_header(shop: Shop) -> None:
    row = 'bcc@mail.example,"A\nBcc: all@mail.example",B,,en,,active,2026-01-01,form,\n'
    shop.change(SUBSCRIBERS, "waits@", f"{row}waits@")
    result = _export(shop, "october", "--for", "mailgun")
    assert result.exit_code == 0
    written = shop.root / "private/export/october/mailgun/recipients.json"
    assert '"A Bcc: all@mail.example"' in written.read_text("utf-8")


def test_a_typing_mistake_in_the_letters_name(shop: Shop) -> None:
    result = _export(shop, "gullyeoo", "--for", "ses")
    assert result.exit_code == 2
    assert "Did you mean “gullyeo”?" in result.stderr
