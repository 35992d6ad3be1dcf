"""The command, as an owner meets it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storyhouse.cli import storyhouse
from storyhouse.starting import NEW_KINDS
from tests.shop import TODAY, Shop, but_suggestions


def _run(*words: str) -> Result:
    return CliRunner().invoke(storyhouse, list(words), catch_exceptions=False)


def _at(shop: Shop, *words: str) -> Result:
    return _run(*words, "--shop", str(shop.root), "--today", str(TODAY))


def test_build_says_what_was_made_and_where(shop: Shop) -> None:
    result = _at(shop, "build")
    assert result.exit_code == 0
    assert "out/site" in result.stdout
    assert "1 letter in" in result.stdout
    assert but_suggestions(result.stderr) == ""
    assert (shop.root / "out/site/index.html").is_file()


def test_errors_go_to_standard_error_and_end_with_1(shop: Shop) -> None:
    shop.change("content/shop.yml", "tagline:", "taglien:")
    result = _at(shop, "build")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert (
        "content/shop.yml:6:1: error: There is no key `taglien` here." in result.stderr
    )
    assert "    6 | taglien: Bread that waits\n      | ^\n" in result.stderr
    assert "Did you mean “tagline”?" in result.stderr
    assert "1 error, 0 warnings." in result.stderr
    assert not (shop.root / "out").exists()


def test_a_korean_shop_is_told_in_korean(korean_shop: Shop) -> None:
    korean_shop.change("content/shop.yml", "timezone: Asia/Seoul", "timezone: 서울")
    result = _at(korean_shop, "check")
    assert result.exit_code == 1
    assert "시간대는 없어요" in result.stderr


def test_check_writes_nothing(shop: Shop) -> None:
    before = sorted(shop.root.rglob("*"))
    result = _at(shop, "check")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "Nothing to mend."
    assert sorted(shop.root.rglob("*")) == before


def test_the_nearest_shop_above_is_taken(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop.root / "content" / "people")
    assert _run("check", "--today", str(TODAY)).exit_code == 0


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_without_a_shop_it_says_how_to_begin_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = _run(command)
    assert result.exit_code == 2
    assert "storyhouse init" in result.stderr
    assert _run(command, "--shop", "nowhere").exit_code == 2


def test_a_day_that_is_none_is_refused(shop: Shop) -> None:
    result = _run("build", "--shop", str(shop.root), "--today", "tomorrow")
    assert result.exit_code == 2
    assert "2026-03-14" in result.stderr


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_started_shop_builds_without_a_word(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "our shop"
    started = _run("init", str(folder), "--language", language, "--today", str(TODAY))
    assert started.exit_code == 0
    result = _run("build", "--shop", str(folder), "--today", str(TODAY))
    assert result.exit_code == 0, result.stderr
    assert but_suggestions(result.stderr) == ""
    assert (folder / ".gitignore").is_file()


def test_a_shop_is_not_started_over_another(shop: Shop) -> None:
    before = (shop.root / "content/shop.yml").read_bytes()
    result = _run("init", str(shop.root))
    assert result.exit_code == 2
    assert "Nothing was changed" in result.stderr
    assert (shop.root / "content/shop.yml").read_bytes() == before


@pytest.mark.parametrize("kind", NEW_KINDS)
@pytest.mark.parametrize(
    "title", ['A "quoted": title \\ # 1', "소금빵 🥐 이야기", "{x} 🥐"]
)
def test_a_new_story_never_breaks_the_shop(shop: Shop, kind: str, title: str) -> None:
    result = _at(shop, "new", kind, title)
    assert result.exit_code == 0
    path = shop.root / result.stdout.split(" ")[0]
    assert path.is_file()
    built = _at(shop, "build")
    assert built.exit_code == 0, built.stderr
    again = _at(shop, "new", kind, title)
    assert again.exit_code == 2
    assert "already" in again.stderr


def test_a_new_story_of_no_kind(shop: Shop) -> None:
    result = _at(shop, "new", "changlog", "Hello")
    assert result.exit_code == 2
    assert "Did you mean “changelog”?" in result.stderr
    assert _at(shop, "new", "changelog", "  ").exit_code == 2


def test_a_draft_is_shown_when_asked_for(shop: Shop) -> None:
    _at(shop, "new", "behind-the-scenes", "Half written")
    page = shop.root / "out/site/behind-the-scenes/half-written/index.html"
    assert _at(shop, "build").exit_code == 0
    assert not page.exists()
    assert _at(shop, "build", "--drafts").exit_code == 0
    assert page.is_file()


def test_every_command_has_help_with_an_example() -> None:
    for name in storyhouse.commands:
        result = _run(name, "--help")
        assert result.exit_code == 0
        assert f"storyhouse {name}" in result.stdout


def test_help_is_in_the_owners_language() -> None:
    text = _command("--help", LANG="ko_KR.UTF-8", LC_ALL="").stdout
    assert "가게 이야기를 사이트와 편지로 만들어요" in text


@pytest.mark.parametrize("locale", ["C.UTF-8", "ko_KR.UTF-8"])
def test_help_imports_nothing_heavy(locale: str) -> None:
    """`--help` answers in under 0.2 s because of this; a timed test would lie."""
    code = (
        "import sys; from storyhouse.cli import storyhouse\n"
        "try: storyhouse.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = 'mkdocs jinja2 markdown mjml cattrs PIL rich babel'.split()\n"
        "print('HEAVY', [name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "LANGUAGE": "", "LC_ALL": locale},
        check=True,
    )
    assert run.stdout.splitlines()[-1] == "HEAVY []"


def test_a_pipe_gets_no_progress(shop: Shop) -> None:
    run = _command("build", "--shop", str(shop.root), "--today", str(TODAY))
    assert run.returncode == 0
    assert but_suggestions(run.stderr) == ""


@pytest.mark.parametrize(
    "words",
    ["subscribers list", "subscribers export", "ask list", "today", "explain"],
)
def test_a_pipe_that_is_closed_ends_it_quietly(shop: Shop, words: str) -> None:
    shop.write("private/subscribers.csv", "email\nada@bread.example\n")
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run(
        [sys.executable, "-m", "storyhouse", *words.split()],
        stdout=write,
        stderr=subprocess.PIPE,
        cwd=shop.root,
        check=False,
    )
    os.close(write)
    assert run.stderr == b""


def test_what_nobody_foresaw_is_one_line(shop: Shop) -> None:
    (shop.root / "out").write_text("a file where the folder belongs")
    run = _command("build", "--shop", str(shop.root), "--today", str(TODAY))
    assert run.returncode in {1, 2}
    assert "Traceback" not in run.stderr
    assert (shop.root / "out").read_text() == "a file where the folder belongs"


def _command(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "storyhouse", *words],
        capture_output=True,
        text=True,
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        | {"LANGUAGE": "", **environ},
        check=False,
    )
