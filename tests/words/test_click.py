"""What click says itself: each of its words has its Korean."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from string import Formatter

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

FOLDER = Path(str(files("storyhouse.words"))) / "ko" / "LC_MESSAGES"
#: Makes click.mo.
COMPILE = "pybabel compile -d src/storyhouse/words -D click -l ko"
#: How many texts a call asks for: one, or one for one thing and one for several.
FORMS = {"_": 1, "gettext": 1, "ngettext": 2}
#: What click asks for without writing it into the call.
UNWRITTEN = {"extra['required']": "required"}
#: Facts that Korean leaves out: click calls the kinds of numbers by English names.
LEFT_OUT = {"number_type"}
#: A particle that would have to fit what varies before it.
BARE = re.compile(
    r"(?:\}|\)s)['”)]*(?:[을를이가은는과와로]|으로|이?라[는고]?|이에요|예요)(?![가-힣])"
)


def _korean(catalogue: Catalog) -> dict[tuple[str, ...], str]:
    """The Korean of each English text, or of both its forms."""
    return {_forms(m.id): _forms(m.string or "")[0] for m in catalogue if m.id}


def _forms(texts: str | Sequence[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _asked() -> Iterator[tuple[str, ...]]:
    """Every text that click asks gettext for."""
    for path in sorted(Path(click.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                given = node.args[: FORMS.get(name, 0)]
                if given:
                    yield tuple(map(_text, given))


def _text(node: ast.expr) -> str:
    written = ast.unparse(node)
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert written in UNWRITTEN, f"what does click ask for with {written}?"
    return UNWRITTEN[written]


with (FOLDER / "click.po").open("rb") as po:
    SAID = _korean(read_po(po, "ko", abort_invalid=True))
ASKED = sorted(set(_asked()))


def _facts(text: str) -> set[str]:
    """What is filled in, and how: `{name!r}`, `%(prog)s`."""
    parsed = Formatter().parse(text)
    braced = {f"{name}!{form or ''}" for _, name, _, form in parsed if name}
    facts = braced | set(re.findall(r"%\(\w+\)s", text))
    return {fact for fact in facts if fact.partition("!")[0] not in LEFT_OUT}


def test_click_says_much() -> None:
    assert len(ASKED) > 70


@pytest.mark.parametrize("forms", ASKED)
def test_each_has_its_korean(forms: tuple[str, ...]) -> None:
    assert SAID.get(forms)
    assert _facts(SAID[forms]) == _facts(forms[-1])


def test_nothing_is_said_that_click_does_not_ask_for() -> None:
    assert set(SAID) - set(ASKED) == set()


def test_no_particle_hangs_on_what_varies() -> None:
    assert [text for text in SAID.values() if BARE.search(text)] == []


def test_the_compiled_catalogue_is_current() -> None:
    with (FOLDER / "click.mo").open("rb") as mo:
        assert _korean(read_mo(mo)) == SAID, f"not current: run {COMPILE}"
