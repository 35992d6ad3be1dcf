"""The wheel works in an empty folder, with no checkout beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.shop import but_suggestions
from tests.tools import ROOT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel holds, as an installer would lay it down."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d"]
    subprocess.run([*command, str(folder)], cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site-packages")
    return folder / "site-packages"


def _run(unpacked: Path, folder: Path, *words: str) -> str:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    run = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**environ, "PYTHONPATH": str(unpacked), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert but_suggestions(run.stderr) == ""
    return run.stdout


def test_what_click_says_in_korean_is_in_it(unpacked: Path) -> None:
    assert (unpacked / "storyhouse/words/ko/LC_MESSAGES/click.mo").is_file()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_init_build_and_check(unpacked: Path, tmp_path: Path, language: str) -> None:
    where = "import storyhouse; print(storyhouse.__file__)"
    assert _run(unpacked, tmp_path, "-c", where).startswith(str(unpacked))
    command = ("-m", "storyhouse")
    _run(unpacked, tmp_path, *command, "init", "shop", "--language", language)
    _run(unpacked, tmp_path, *command, "check", "--shop", "shop")
    _run(unpacked, tmp_path, *command, "build", "--shop", "shop")
    assert (tmp_path / "shop/out/site/index.html").is_file()
    assert (tmp_path / "shop/out/site/assets/hearth.css").is_file()
    assert list((tmp_path / "shop/out/newsletters").glob("*/letter.eml"))
