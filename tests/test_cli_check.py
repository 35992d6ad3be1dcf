"""`storyhouse check` and `storyhouse explain`, as an owner or a program meets them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from storyhouse.checking.rulebook import rulebook
from storyhouse.cli import storyhouse
from tests.own_pack import PACK, PHRASE, RULE, RULES, STORY, rushed, story
from tests.shop import TODAY, Shop

RUSHED = f"Come, {PHRASE}!\n"
#: A sentence's place for a fact, which a page shows as ….
GAP = re.compile(r"\{\{|\{\w+(:\S+)?\}")
FORMATS = ["json", "sarif", "github"]


def run(*words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(
        storyhouse, list(words), input=stdin, catch_exceptions=False
    )


def check(shop: Shop, *words: str, stdin: str | bytes | None = None) -> Result:
    at = ("--shop", str(shop.root), "--today", str(TODAY))
    return run("check", *words, *at, stdin=stdin)


def found(result: Result) -> list[str]:
    """Places and codes, of the output as JSON."""
    return [
        f"{f['path']}:{f['line']}:{f['column']} {f['code']}"
        for f in json.loads(result.stdout)["findings"]
    ]


def set_rules(shop: Shop, rules: str) -> Shop:
    shop.change("content/shop.yml", "look:", f"rules: {rules}\nlook:")
    return shop


@pytest.fixture
def shop_with_rush(shop: Shop) -> Shop:
    """A shop with one finding of its own rule and none beside, suggestions aside."""
    return rushed(
        shop,
        RUSHED,
        "takeaway: Salt keeps the dough slow.\nvalue: [functional]\n",
    )


# Exit codes.


@pytest.mark.parametrize(
    ("level", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("error", "warning", 1),
        ("error", "suggestion", 1),
        ("error", "never", 0),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("warning", "suggestion", 1),
        ("warning", "never", 0),
        ("suggestion", "error", 0),
        ("suggestion", "warning", 0),
        ("suggestion", "suggestion", 1),
        ("suggestion", "never", 0),
    ],
)
def test_what_makes_the_exit_code_1(
    shop_with_rush: Shop, level: str, fail_on: str, code: int
) -> None:
    set_rules(shop_with_rush, f"{{{RULE}: {level}}}")
    result = check(shop_with_rush, STORY, "--fail-on", fail_on, "--format", "json")
    assert result.exit_code == code
    severities = [f["severity"] for f in json.loads(result.stdout)["findings"]]
    shown = level != "suggestion" or fail_on == "suggestion"
    assert severities.count(level) >= 1 or not shown


def test_by_default_an_error_is_1_and_a_warning_is_0(shop_with_rush: Shop) -> None:
    assert check(shop_with_rush).exit_code == 0
    set_rules(shop_with_rush, f"{{{RULE}: error}}")
    assert check(shop_with_rush).exit_code == 1


def test_a_shop_that_cannot_be_read_is_1(shop: Shop) -> None:
    shop.write("content/shop.yml", "name: [")
    assert check(shop).exit_code == 1
    assert check(shop, "--fail-on", "never").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--fail-on", "errors"),
        ("--format", "xml"),
        ("--stdin",),
        ("--path", STORY),
        ("content/nowhere.md",),
        ("nowhere/at-all.md",),
        ("/etc/hostname",),
        ("..",),
    ],
)
def test_what_it_cannot_do_is_2(shop: Shop, words: tuple[str, ...]) -> None:
    result = check(shop, *words, stdin="")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert "Traceback" not in result.stderr


# What is told, and where.


def test_a_person_reads_standard_error(shop_with_rush: Shop) -> None:
    result = check(shop_with_rush, STORY)
    assert f"“{PHRASE}” pushes. [{RULE}]" in result.stderr
    assert "0 errors, 1 warning." in result.stderr
    assert RULE not in result.stdout


def test_nothing_to_mend(shop: Shop) -> None:
    result = check(shop)
    assert result.exit_code == 0
    assert "Nothing to mend." in result.stdout
    assert "--suggestions" in result.stderr


def test_suggestions_are_told_when_asked_for(shop: Shop) -> None:
    told = check(shop, "--suggestions")
    assert told.exit_code == 0
    assert "[value/fun]" in told.stderr
    assert "Nothing to mend." not in told.stdout
    quiet = json.loads(check(shop, "--format", "json").stdout)
    loud = json.loads(check(shop, "--format", "json", "--suggestions").stdout)
    assert quiet["findings"] == []
    assert {f["severity"] for f in loud["findings"]} == {"suggestion"}
    assert loud["summary"]["suggestions"] == len(loud["findings"])


@pytest.mark.parametrize("form", FORMATS)
def test_standard_output_holds_the_result_alone(
    shop_with_rush: Shop, form: str
) -> None:
    result = check(shop_with_rush, "--format", form, "--suggestions")
    assert result.stderr == ""
    if form == "github":
        lines = result.stdout.splitlines()
        assert lines
        assert all(line.startswith(("::warning ", "::notice ")) for line in lines)
    else:
        assert json.loads(result.stdout)
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("form", FORMATS)
def test_so_it_does_when_there_is_nothing_or_the_shop_is_broken(
    shop: Shop, form: str
) -> None:
    clean = check(shop, "--format", form)
    assert (clean.exit_code, clean.stderr) == (0, "")
    shop.write("content/shop.yml", "name: [")
    broken = check(shop, "--format", form)
    assert (broken.exit_code, broken.stderr) == (1, "")
    if form == "github":
        assert clean.stdout == ""
        assert broken.stdout.startswith("::error file=content/shop.yml,")
    else:
        assert json.loads(clean.stdout) != json.loads(broken.stdout)


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_a_path_is_that_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    (tmp_path / "repository/.git").mkdir(parents=True)
    shop = rushed(Shop.of("small", tmp_path / "repository/shops/bakery"))
    path = f"shops/bakery/{STORY}"
    for here in ("repository", "repository/shops/bakery/content", "."):
        monkeypatch.chdir(tmp_path / here)
        assert path in check(shop, "--format", form).stdout


def test_without_a_repository_it_is_that_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = rushed(Shop.of("small", tmp_path / "bakery"))
    monkeypatch.chdir(tmp_path)
    assert f"file=bakery/{STORY}," in check(shop, "--format", "github").stdout
    monkeypatch.chdir(shop.root)
    assert f"file={STORY}," in check(shop, "--format", "github").stdout
    monkeypatch.chdir(shop.root / "content")
    assert f"file={STORY}," in check(shop, "--format", "github").stdout


# Some files only.


OTHER = STORY.replace("salt", "rye")


def _two(shop: Shop) -> Shop:
    rushed(shop).write(OTHER, story(RUSHED))
    shop.write("content/pages/bad.md", "no front matter\n")
    return shop


@pytest.mark.parametrize(
    ("named", "files"),
    [
        ((STORY,), {STORY}),
        ((STORY, OTHER), {STORY, OTHER}),
        (("content/behind-the-scenes",), {STORY, OTHER}),
        (("content/pages/",), {"content/pages/bad.md"}),
        (("content/people",), set()),
        (("newsletters", "content/pages/bad.md"), {"content/pages/bad.md"}),
    ],
)
def test_files_and_folders_are_named_from_here_or_from_the_shop(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, named: tuple[str, ...], files: set[str]
) -> None:
    for here in (_two(shop).root, shop.root.parent):
        monkeypatch.chdir(here)
        result = check(shop, *named, "--format", "json")
        assert {line.split(":")[0] for line in found(result)} == files


def test_a_file_is_named_from_a_folder_of_the_shop(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(_two(shop).root / "content/behind-the-scenes")
    for name in ("rye.md", "./rye.md", "../behind-the-scenes/rye.md"):
        result = run("check", name, "--format", "json", "--today", str(TODAY))
        assert {line.split(":")[0] for line in found(result)} == {OTHER}
    result = run("check", ".", "--format", "json", "--today", str(TODAY))
    assert {line.split(":")[0] for line in found(result)} == {STORY, OTHER}


def test_a_shop_and_a_file_may_be_named_across_folders_and_links(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _two(shop)
    (tmp_path / "link").symlink_to(shop.root)
    (tmp_path / "beside").mkdir()
    monkeypatch.chdir(tmp_path / "beside")
    for folder in ("../shop", "../link", str(tmp_path / "link")):
        for file in (STORY, f"../shop/{STORY}", str(tmp_path / "link" / STORY)):
            words = ("check", file, "--shop", folder, "--today", str(TODAY))
            result = run(*words, "--format", "json")
            assert result.exit_code == 0, (folder, file, result.stderr)
            assert {line.split(":")[0] for line in found(result)} == {STORY}


def test_a_mistake_elsewhere_does_not_matter(shop: Shop) -> None:
    assert check(_two(shop), STORY).exit_code == 0
    assert check(shop).exit_code == 1


# An editor's text.


def test_what_is_not_saved_is_checked(shop: Shop) -> None:
    saved = (rushed(shop, "Salt.\n").root / STORY).read_bytes()
    words = ("--stdin", "--path", STORY, "--format", "json")
    result = check(shop, *words, stdin=story(f"Salt.\n\n{RUSHED}"))
    assert result.exit_code == 0
    assert f"{STORY}:7:7 {RULE}" in found(result)
    assert (shop.root / STORY).read_bytes() == saved
    shop.write(STORY, story(RUSHED))
    assert RULE not in check(shop, *words, stdin=saved).stdout


def test_only_the_text_given_is_told_of(shop: Shop) -> None:
    words = ("--stdin", "--path", STORY, "--format", "json")
    result = check(_two(shop), *words, stdin=story(RUSHED))
    assert {line.split(":")[0] for line in found(result)} == {STORY}


def test_a_file_that_is_not_there_yet(shop: Shop) -> None:
    rushed(shop)
    words = ("--stdin", "--path", OTHER, "--format", "json")
    result = check(shop, *words, stdin=story(RUSHED))
    assert f"{OTHER}:5:7 {RULE}" in found(result)
    assert not (shop.root / OTHER).exists()
    nowhere = check(shop, "--stdin", "--path", "content/x/y/z.md", stdin="")
    assert nowhere.exit_code == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "empty-file"),
        (b"\xff\xfe", "not-utf8"),
        (b"---\ntitle: [\n---\n", "yaml-bracket"),
        (b"\xef\xbb\xbf" + story(RUSHED).replace("\n", "\r\n").encode(), RULE),
    ],
)
def test_any_text_may_be_given(shop: Shop, text: bytes, code: str) -> None:
    rushed(shop, "Salt.\n")
    result = check(shop, "--stdin", "--path", STORY, "--format", "json", stdin=text)
    assert code in {f["code"] for f in json.loads(result.stdout)["findings"]}


def test_the_line_shown_is_the_editors(shop: Shop) -> None:
    rushed(shop)
    result = check(shop, "--stdin", "--path", STORY, stdin=story(f"Do {PHRASE} now.\n"))
    assert f"    5 | Do {PHRASE} now." in result.stderr
    assert "      |    ^^^^^^^^^" in result.stderr


def test_the_shops_own_file_may_be_given(shop: Shop) -> None:
    text = (shop.root / "content/shop.yml").read_text("utf-8")
    words = ("--stdin", "--path", "content/shop.yml", "--format", "json")
    assert found(check(shop, *words, stdin=text)) == []
    broken = check(shop, *words, stdin=text.replace("tagline:", "taglien:"))
    assert found(broken) == ["content/shop.yml:6:1 unknown-key"]


# The baseline.


def _summary(result: Result) -> Any:
    return json.loads(result.stdout)


def test_what_is_known_is_not_told_again(shop: Shop) -> None:
    set_rules(rushed(shop, f"{RUSHED}\n{RUSHED}"), f"{{{RULE}: error}}")
    assert check(shop).exit_code == 1
    written = check(shop, "--write-baseline")
    assert written.exit_code == 0
    assert "content/baseline.yml" in written.stdout
    clean = check(shop)
    assert clean.exit_code == 0
    assert RULE not in clean.stderr
    held = _summary(check(shop, "--format", "json"))
    assert held["findings"] == []
    assert held["summary"]["held"] >= 2

    shop.write(OTHER, story(RUSHED))
    assert check(shop).exit_code == 1
    new = check(shop, "--format", "json")
    assert f"{OTHER}:5:7 {RULE}" in found(new)
    assert not any(line.startswith(STORY) for line in found(new))


def test_lines_above_do_not_matter(shop: Shop) -> None:
    check(rushed(shop), "--write-baseline")
    shop.change(STORY, "Come", "New.\n\nMore.\n\nCome")
    assert found(check(shop, "--format", "json")) == []


def test_what_is_mended_is_told(shop: Shop) -> None:
    check(rushed(shop, f"{RUSHED}\n{RUSHED}"), "--write-baseline")
    shop.write(STORY, story(RUSHED))
    result = check(shop)
    assert f"    {STORY}: {RULE} (1)" in result.stderr
    gone = {"path": STORY, "rule": RULE, "count": 1}
    assert gone in _summary(check(shop, "--format", "json"))["fixed"]
    check(shop, "--write-baseline")
    assert _summary(check(shop, "--format", "json"))["fixed"] == []
    shop.write(STORY, story(f"{RUSHED}\n{RUSHED}"))
    assert len([f for f in found(check(shop, "--format", "json")) if RULE in f]) == 2


def test_of_some_files_the_baseline_is_not_told(shop: Shop) -> None:
    check(rushed(shop, f"{RUSHED}\n{RUSHED}"), "--write-baseline")
    shop.write(STORY, story(RUSHED))
    told = _summary(check(shop, STORY, "--format", "json"))
    assert (told["findings"], told["summary"]["held"], told["fixed"]) == ([], 0, [])


def test_a_shop_that_cannot_be_read_has_no_baseline(shop: Shop) -> None:
    shop.write("content/shop.yml", "name: [")
    result = check(shop, "--write-baseline")
    assert result.exit_code == 1
    assert "content/shop.yml:1:7" in result.stderr
    assert not (shop.root / "content/baseline.yml").exists()


# The rule packs' own tests.


def test_the_packs_hold(shop: Shop) -> None:
    result = check(rushed(shop), "--test-rules")
    assert result.exit_code == 0
    assert "3 rule packs" in result.stdout
    assert result.stderr == ""


def test_a_test_that_does_not_hold_is_told_in_its_place(shop: Shop) -> None:
    shop.write(RULES, PACK.replace("'We chop onions.'", "'Chop, chop!'"))
    result = check(shop, "--test-rules")
    assert result.exit_code == 1
    assert f"{RULES}:8:14: error: " in result.stderr
    assert "[pack/test]" in result.stderr
    assert result.stdout == ""


def test_a_pattern_that_cannot_be_is_told_in_its_place(shop: Shop) -> None:
    shop.write(RULES, PACK.replace(r"'\bchop\W+chop\b'", "'(chop'"))
    result = check(shop, "--test-rules")
    assert result.exit_code == 1
    assert f"{RULES}:4:16: error: " in result.stderr


def test_so_is_a_pack_that_cannot_be_read(shop: Shop) -> None:
    shop.write(RULES, PACK.replace("families:", "family:"))
    result = check(shop, "--test-rules")
    assert result.exit_code == 1
    assert f"{RULES}:2:1: error: " in result.stderr


# Mending.

TWICE = story("A  loaf!!\r\n\r\n`a  b!!` and  so.\r\n\r\n> a  b!!\r\n").replace(
    "\r\n", "\n"
)
ONCE = story("A loaf!\n\n`a  b!!` and so.\n\n> a  b!!\n")


def test_in_a_pipe_the_difference_is_shown_and_nothing_written(shop: Shop) -> None:
    shop.write(STORY, TWICE)
    before = {p: p.read_bytes() for p in shop.root.rglob("*") if p.is_file()}
    result = check(shop, "--fix")
    assert result.exit_code == 0
    assert "-A  loaf!!\n+A loaf!\n" in result.stdout
    assert "--yes" in result.stderr
    after = {p: p.read_bytes() for p in shop.root.rglob("*") if p.is_file()}
    assert after == before


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("break_", ["\n", "\r\n"])
def test_with_yes_it_is_mended_and_no_other_byte(
    shop: Shop, mark: str, break_: str
) -> None:
    shop.write(STORY, f"{mark}{TWICE}".replace("\n", break_))
    before = {p: p.read_bytes() for p in shop.root.rglob("*") if p.is_file()}
    result = check(shop, "--fix", "--yes")
    assert result.exit_code == 0
    assert "1 file mended." in result.stdout
    expected = f"{mark}{ONCE}".replace("\n", break_).encode()
    before[shop.root / STORY] = expected
    after = {p: p.read_bytes() for p in shop.root.rglob("*") if p.is_file()}
    assert after == before
    again = check(shop, "--fix", "--yes")
    assert (again.exit_code, again.stderr) == (0, "")
    assert "Nothing to mend" in again.stdout


@pytest.mark.parametrize(("answer", "text"), [("y\n", ONCE), ("n\n", TWICE)])
def test_at_a_terminal_the_owner_is_asked(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, answer: str, text: str
) -> None:
    terminal = "click.testing._NamedTextIOWrapper.isatty"
    monkeypatch.setattr(terminal, lambda _: True, raising=False)
    shop.write(STORY, TWICE)
    result = check(shop, "--fix", stdin=answer)
    assert result.exit_code == 0
    assert "+A loaf!\n" in result.stdout
    assert (shop.root / STORY).read_text("utf-8") == text


def test_only_the_files_named_are_mended(shop: Shop) -> None:
    shop.write(STORY, TWICE)
    shop.write(OTHER, TWICE)
    assert check(shop, STORY, "--fix", "--yes").exit_code == 0
    assert (shop.root / STORY).read_text("utf-8") == ONCE
    assert (shop.root / OTHER).read_text("utf-8") == TWICE


# Explaining.


def explain(shop: Shop | None, *words: str) -> Result:
    at = ("--shop", str(shop.root)) if shop else ()
    return run("explain", *words, *at)


@pytest.mark.parametrize("rule", [*rulebook()])
def test_every_rule_has_a_page(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = explain(None, rule)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{rule} · ")
    assert f'storyhouse: allow {rule} because "…"' in result.stdout
    assert not GAP.search(result.stdout) or rule.startswith("pers/")


def test_all_rules_a_line_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = explain(None).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [*rulebook()]
    assert all(len(line.split()) > 2 for line in lines)


def test_a_rule_that_there_is_not(shop: Shop) -> None:
    result = explain(shop, "ad/urgent")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Did you mean “ad/urgency”?" in result.stderr


def test_a_shops_own_rule(shop: Shop) -> None:
    rushed(shop)
    result = explain(shop, RULE)
    assert result.exit_code == 0
    for text in (
        "own/rush · warning",
        "Nobody comes back to be pushed.",
        "Say until when there is some.",
    ):
        assert text in result.stdout
    assert RULE in explain(shop).stdout
    assert "Did you mean" in explain(shop, "own/rash").stderr


@pytest.mark.parametrize("words", ["{what}", "{until", "{0}", "}", "{written!x}"])
def test_words_of_a_pack_that_cannot_be_said(shop: Shop, words: str) -> None:
    rushed(shop).write(RULES, PACK.replace("until", words))
    result = check(shop)
    assert result.exit_code == 1
    assert f"{RULES}:11:14: error: " in result.stderr
    assert explain(shop, RULE).exit_code == 0
    assert check(shop, "--test-rules").exit_code == 1


def test_a_shops_own_rule_for_texts_in_another_language(shop: Shop) -> None:
    shop.write(RULES, PACK.replace("language: en", "language: ko"))
    assert "Nobody comes back to be pushed." in explain(shop, RULE).stdout


@pytest.mark.parametrize("level", ["error", "suggestion", "off"])
def test_with_the_shops_settings(shop: Shop, level: str) -> None:
    set_rules(shop, f"{{ad/stacked: {{families: 3, level: {level}}}}}")
    page = explain(shop, "ad/stacked").stdout
    assert page.startswith(f"ad/stacked · {level}\n")
    assert "families: 3" in page


def test_a_korean_shop_is_explained_in_korean(korean_shop: Shop) -> None:
    assert "까닭" in explain(korean_shop, "ad/urgency").stdout


def test_a_broken_shop_does_not_keep_a_rule_from_being_explained(shop: Shop) -> None:
    shop.write("content/shop.yml", "name: [")
    result = explain(shop, "ad/urgency")
    assert result.exit_code == 0
    assert result.stdout.startswith("ad/urgency · ")


@pytest.mark.parametrize("writes", ["--fix", "--write-baseline"])
def test_a_text_of_an_editors_is_only_looked_at(shop: Shop, writes: str) -> None:
    path = "content/pages/about.md"
    before = (shop.root / path).read_bytes()
    run = CliRunner().invoke(
        storyhouse,
        ["check", "--shop", str(shop.root), "--stdin", "--path", path, writes, "--yes"],
        input="---\ntitle: A\n---\nTwo  spaces.\n",
    )
    assert run.exit_code == 2
    assert (shop.root / path).read_bytes() == before
    assert not (shop.root / "content/baseline.yml").exists()


def test_a_list_that_cannot_be_used_is_told_once_without_an_address(
    tmp_path: Path,
) -> None:
    shop = Shop.of("small", tmp_path / "shop")
    assert "subscribers" not in check(shop).stderr
    rows = "email,status\nada@bread.example,active\nben@bread.example,who\nben@x,\n"
    shop.write("private/subscribers.csv", rows)
    result = check(shop)
    told = "private/subscribers.csv:3: 2 mistakes in the list of subscribers"
    assert result.stderr.count(told) == 1
    assert "bread.example" not in result.output
    assert check(shop, "--format", "json").stderr == ""
    shop.write("private/subscribers.csv", b"email\n\xff\n")
    assert "private/subscribers.csv:2: 1 mistake in" in check(shop).stderr
    shop.write("private/subscribers.csv", "email\nada@bread.example\n")
    assert "subscribers" not in check(shop).stderr
