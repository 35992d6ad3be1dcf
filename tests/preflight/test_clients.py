"""The data about mail programs: where it is from, and that it can be made again."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

import pytest

from storyhouse.preflight import clients
from tests.tools import NODE_MODULES, ROOT

FILE = ROOT / "src/storyhouse/preflight" / clients.DATA
GIVEN = NODE_MODULES / "caniemail/data/caniemail.json"


def test_says_where_it_is_from_of_when_and_under_which_licence() -> None:
    data = json.loads(FILE.read_text("utf-8"))
    assert data["from"].startswith("caniemail.com")
    assert data["licence"] == "MIT"
    assert data["copyright"].startswith("Copyright (c) 2019 HTeuMeuLeu")
    assert dt.date.fromisoformat(data["updated"]) > dt.date(2026, 1, 1)
    assert len(data["features"]) > 150


@pytest.mark.skipif(not GIVEN.is_file(), reason="needs the npm package caniemail")
def test_is_what_the_package_says() -> None:
    script = ROOT / "docs/client_support.py"
    ran = subprocess.run([sys.executable, str(script), "--check"], check=False)
    assert ran.returncode == 0


def test_what_is_graceful_is_a_feature_that_somebody_does_not_know() -> None:
    known = json.loads(FILE.read_text("utf-8"))["features"]
    graceful = clients.graceful_features()
    assert [name for name in graceful if name not in known] == []
    assert all(len(reason.split()) > 3 for reason in graceful.values())
