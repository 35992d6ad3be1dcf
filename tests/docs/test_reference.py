"""Is the reference current, and does it leave nothing out?"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from storyhouse.checking.rulebook import rulebook
from storyhouse.words import LANGUAGES, words_for
from tests.docs.walked import DOCS

ROOT = DOCS.parent
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#([^)\s]+))?\)")


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """docs/generate.py; it sets the locale when it is loaded."""
    monkeypatch.setenv("LANGUAGE", "en")
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_page_is_what_the_program_says_today() -> None:
    ran = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stderr == ""
    assert ran.returncode == 0


def test_every_key_has_a_meaning(generate: ModuleType) -> None:
    told = generate.meanings()
    untold = {
        f"{record}.{key}"
        for record, keys in generate.held_keys().items()
        for key in keys - told.get(record, {}).keys()
    }
    assert untold == set()


def test_no_meaning_is_left_of_a_key_that_went(generate: ModuleType) -> None:
    held = generate.held_keys()
    of_all = held["Story"]
    left = {
        f"{record}.{key}"
        for record, keys in generate.meanings().items()
        for key in keys.keys() - held[record] - of_all
    }
    assert left == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_a_section_and_an_anchor(
    generate: ModuleType, language: str
) -> None:
    page = generate.messages_page(language)
    entries = words_for(language).of("messages")
    codes = [k.removesuffix(".why") for k in entries if k.endswith(".why")]
    assert codes == generate.message_codes()
    for code in codes:
        assert f'<a id="{code}"></a>\n\n## {code}\n' in page
        assert entries[f"{code}.why"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_page_and_a_line_on_two_others(
    generate: ModuleType, language: str
) -> None:
    made, folder = generate.pages(), generate.folder(language)
    rules, messages = made[folder / "rules/index.md"], made[folder / "messages.md"]
    for rule in rulebook().values():
        name = f"{rule.id.replace('/', '-')}.md"
        page = made[folder / "rules" / name]
        title = words_for(language).say(f"rules.{rule.id}.title")
        assert f"\n# {title}\n\n`{rule.id}` · " in page
        assert rules.count(f"| [{rule.id}]({name}) | ") == 1
        assert messages.count(f"[{rule.id}](rules/{name})") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rules_page_says_why_and_what_to_write_instead(
    generate: ModuleType, language: str
) -> None:
    said = generate.table("reference-words")["rules"][language]
    for rule in rulebook().values():
        page = generate.rule_pages.rule_page(rule, language)
        headings = re.findall(r"(?m)^## (.*)$", page)
        wanted = {said[key] for key in ("why", "says", "instead", "settings")}
        assert wanted <= set(headings), rule.id
        assert f"| {said['not-this']} | {said['but-this']} |" in page
        for source in filter(None, rule.source.split(", ")):
            assert f"[{source}](../value-rules.md#s{source[1]})" in page, rule.id
        if rule.group == "ad" and rule.id not in {"ad/stacked", "ad/headline"}:
            assert said["examples"] in headings, rule.id


def test_every_number_of_a_rule_has_a_meaning(generate: ModuleType) -> None:
    told = generate.table("rule-numbers")
    held = {rule.id: set(rule.numbers) for rule in rulebook().values() if rule.numbers}
    assert {rule: set(numbers) for rule, numbers in told.items()} == held
    for numbers in told.values():
        assert all(set(said) == set(LANGUAGES) for said in numbers.values())


def test_a_page_of_a_rule_that_went_is_found(generate: ModuleType) -> None:
    made = generate.pages()
    page = generate.DOCS / "rules" / "ad-urgency.md"
    assert generate.left_over(made) == []
    assert generate.left_over(made.keys() - {page}) == [page]


def test_every_line_of_help_belongs_to_a_message(generate: ModuleType) -> None:
    shared = {
        key.removeprefix("any.help.")
        for key in words_for("en").of("messages")
        if key.startswith("any.help.")
    }
    helps = generate.help_lines()
    assert {name for names in helps.values() for name in names} == shared
    assert helps.keys() <= {*generate.message_codes(), *rulebook()}


def test_every_command_has_a_section(generate: ModuleType) -> None:
    page = generate.commands_page()
    for name, command in generate.storyhouse.commands.items():
        assert f"## storyhouse {name}\n" in page
        for inner in getattr(command, "commands", {}):
            assert f"## storyhouse {name} {inner}\n" in page


def test_every_dependency_is_accounted_for() -> None:
    page = (DOCS / "dependencies.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for group in project["dependency-groups"].values():
        named += group
    npm = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    for name in [*(re.split(r"[><=~!;\[ ]", n)[0] for n in named), *npm]:
        assert f"| {name} " in page


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```$", "", page.read_text("utf-8"))
    for path, anchor in _LINK.findall(text):
        if "://" in path:
            continue
        target = (page.parent / path).resolve()
        assert target.is_file(), path
        if anchor:
            assert anchor in _anchors(target.read_text("utf-8")), (path, anchor)


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"(?m)^#+ (.*)$", text)
    plain = {re.sub(r"[^\w\- ]", "", h).lower().replace(" ", "-") for h in headings}
    return plain | set(re.findall(r'<a id="([^"]+)">', text))
