"""Findings as SARIF 2.1.0, held against the schema of its makers."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema
import pytest

from storyhouse import __version__
from storyhouse.checking.rulebook import rulebook
from storyhouse.diagnostics import Diagnostic
from storyhouse.telling.sarif import as_sarif
from storyhouse.telling.told import Told
from storyhouse.words import LANGUAGES, words_for
from tests.conftest import Golden
from tests.own_pack import rushed
from tests.shop import Shop
from tests.telling.findings import GOLDEN, all_kinds, finding, place

GAP = re.compile(r"\{\{|\{\w+(:\S+)?\}")
SCHEMA = Path(__file__).parent / "sarif-2.1.0.schema.json"


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    return jsonschema.Draft4Validator(
        schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )


def _run(told: Told, validator: Any, below: str = ".") -> Any:
    log = json.loads(as_sarif(told, PurePosixPath(below)))
    validator.validate(log)
    (run,) = log["runs"]
    return run


def test_every_kind(tmp_path: Path, validator: Any, golden: Golden) -> None:
    told = all_kinds(tmp_path)
    _run(told, validator)
    text = as_sarif(told, PurePosixPath("shops/bakery")).replace(__version__, "0.0.0")
    golden(GOLDEN / "findings.sarif", f"{text}\n")


def test_a_clean_shop(tmp_path: Path, validator: Any) -> None:
    assert _run(Told(tmp_path, "ko", []), validator)["results"] == []


def test_what_a_check_really_finds(shop: Shop, validator: Any) -> None:
    run = _run(rushed(shop).told(), validator)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert "own/rush" in rules
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]


def test_a_place_is_the_repositorys_and_an_address(
    tmp_path: Path, validator: Any
) -> None:
    told = Told(tmp_path, "en", [finding("소금 100%", (3, 4), (3, 9))])
    (result,) = _run(told, validator, "shops/our bakery")["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == (
        "shops/our%20bakery/content/pages/%EC%86%8C%EA%B8%88%20100%25.md"
    )
    assert physical["region"] == {
        "startLine": 3,
        "startColumn": 4,
        "endLine": 3,
        "endColumn": 9,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_and_message_can_be_described(
    tmp_path: Path, validator: Any, language: str
) -> None:
    """In sentences and not in templates: a rule is described before it found any."""
    entries = words_for(language).entries
    mistakes = {
        key.split(".")[1]
        for key in entries
        if key.startswith("messages.") and key.endswith(".why")
    }
    told = Told(
        tmp_path,
        language,
        [
            Diagnostic(
                where=place("x", 1, 1),
                code=code,
                variant="-",
                own=finding("x", (1, 1)).own,
                facts={"written": "x"},
            )
            for code in sorted({*mistakes, *rulebook()} - {"any"})
        ],
    )
    for rule in _run(told, validator)["tool"]["driver"]["rules"]:
        for key in ("shortDescription", "fullDescription"):
            text = rule[key]["text"]
            assert text
            assert not GAP.search(text) or rule["id"] == "pack/words", text
