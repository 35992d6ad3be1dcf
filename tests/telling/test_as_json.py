"""Findings as JSON, as docs/reference/findings.schema.json describes them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from storyhouse import __version__
from storyhouse.telling import as_json
from storyhouse.telling.told import Told
from tests.conftest import Golden
from tests.own_pack import rushed
from tests.shop import Shop
from tests.telling.findings import GOLDEN, all_kinds

SCHEMA = Path(__file__).parents[2] / "docs/reference/findings.schema.json"


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads(SCHEMA.read_text("utf-8"))


def _closed(schema: Any) -> Any:
    """The schema without leave to add keys: what we print is described in full."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if schema.get("type") == "object":
        closed["additionalProperties"] = False
    return closed


def _valid(told: Told, schema: Any) -> Any:
    data = json.loads(as_json.as_json(told))
    jsonschema.Draft202012Validator(_closed(schema)).validate(data)
    return data


def test_the_schema_is_one(schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["version"]["const"] == as_json.VERSION


def test_every_key_is_described(schema: Any) -> None:
    finding = schema["$defs"]["finding"]
    assert set(finding["required"]) == set(finding["properties"])
    tables = [schema, finding, *_tables(schema["properties"])]
    for table in tables:
        for name, about in table["properties"].items():
            target = schema["$defs"].get(about.get("$ref", "").rpartition("/")[2], {})
            assert about.keys() & {"description", "const"} or "description" in target, (
                name
            )


def _tables(properties: Any) -> list[Any]:
    return [about for about in properties.values() if "properties" in about]


def test_every_kind(tmp_path: Path, schema: Any, golden: Golden) -> None:
    told = all_kinds(tmp_path)
    _valid(told, schema)
    text = as_json.as_json(told).replace(__version__, "0.0.0")
    golden(GOLDEN / "findings.json", f"{text}\n")


def test_a_clean_shop(tmp_path: Path, schema: Any) -> None:
    data = _valid(Told(tmp_path, "ko", []), schema)
    assert data["findings"] == data["fixed"] == []
    assert set(data["summary"].values()) == {0}


def test_what_a_check_really_finds(shop: Shop, schema: Any) -> None:
    rushed(shop).write("content/asks/broken.yml", "title: [")
    data = _valid(shop.told(), schema)
    assert {"own/rush", "yaml-bracket"} <= {f["code"] for f in data["findings"]}
    counts = Counter(f["severity"] for f in data["findings"])
    assert data["summary"] == {
        "errors": counts["error"],
        "warnings": counts["warning"],
        "suggestions": counts["suggestion"],
        "held": 0,
    }


def test_a_korean_shop(korean_shop: Shop, schema: Any) -> None:
    korean_shop.change("content/shop.yml", "timezone: Asia/Seoul", "timezone: 서울")
    data = _valid(korean_shop.told(), schema)
    assert [f["language"] for f in data["findings"]] == ["ko"]


def test_what_the_baseline_holds(tmp_path: Path, schema: Any) -> None:
    fixed = {"content/pages/a.md": Counter({"ad/urgency": 2})}
    data = _valid(Told(tmp_path, "en", [], held=3, fixed=fixed), schema)
    assert data["summary"]["held"] == 3
    assert data["fixed"] == [
        {"path": "content/pages/a.md", "rule": "ad/urgency", "count": 2}
    ]
