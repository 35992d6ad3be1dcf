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

from storyhouse.words import LANGUAGES, words_for
from tests.docs.walked import DOCS

ROOT = DOCS.parent
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#([^)\s]+))?\)")


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """docs/generate.py; it sets the locale when it is loaded."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
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
    codes = [k.removesuffix(".says") for k in entries if k.endswith(".says")]
    for code in codes:
        assert f'<a id="{code}"></a>\n\n## {code}\n' in page
        assert entries[f"{code}.why"]


def test_every_line_of_help_belongs_to_a_message(generate: ModuleType) -> None:
    shared = {
        key.removeprefix("any.help.")
        for key in words_for("en").of("messages")
        if key.startswith("any.help.")
    }
    helps = generate.help_lines()
    assert {name for names in helps.values() for name in names} == shared
    assert helps.keys() <= set(generate.message_codes())


def test_every_command_has_a_section(generate: ModuleType) -> None:
    page = generate.commands_page()
    for name in generate.storyhouse.commands:
        assert f"## storyhouse {name}\n" in page


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
