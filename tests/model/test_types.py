"""The types close doors: mypy refuses what would show somebody who did not agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

PAGE = """
from storyhouse.model.house import CheckedHouse, House
from storyhouse.model.people import Guarded, Person
from storyhouse.model.record import AskId, PersonId
from storyhouse.model.showing import ShownName, ShownWords, Showing

def print_name(name: ShownName) -> None: ...
def print_words(words: ShownWords) -> None: ...
def publish(house: CheckedHouse) -> None: ...

def page(house: House, person: Person, showing: Showing, ask: AskId) -> None:
    name = showing.name(person.id)
    if name is not None:
        print_name(name)  # fine
"""
REFUSED = {
    "a guarded name": "print_name(person.name)",
    "a guarded name turned into text": "print_name(str(person.name))",
    "a name that was opened": "print_name(person.name.opened())",
    "a name that may be None": "print_name(showing.name(person.id))",
    "words for a name": "print_name(showing.words(person.id, person.name) or name)",
    "words that were opened": "print_words(person.about.opened())",
    "a house that nobody checked": "publish(house)",
    "an ask for a person": "showing.name(ask)",
    "any text for a person": 'showing.name("mara")',
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What mypy says of a page with every forbidden line in it."""
    file = tmp_path_factory.mktemp("page") / "page.py"
    lines = [f"    {line}  # {name}" for name, line in REFUSED.items()]
    file.write_text(PAGE + "\n".join(lines) + "\n")
    root = Path(__file__).parents[2]
    config = ["--config-file", str(root / "pyproject.toml")]
    said, errors, _ = api.run([*config, "--no-error-summary", str(file)])
    assert not errors
    return said


@pytest.mark.parametrize("name", REFUSED)
def test_mypy_refuses(told: str, name: str) -> None:
    line = (PAGE + "\n").count("\n") + list(REFUSED).index(name)
    assert f"page.py:{line}: error:" in told


def test_mypy_refuses_nothing_else(told: str) -> None:
    first = (PAGE + "\n").count("\n")
    lines = {
        int(line.split(":")[1]) for line in told.splitlines() if ": error:" in line
    }
    assert lines == set(range(first, first + len(REFUSED)))
