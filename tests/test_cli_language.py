"""The command in its owner's language, with all that click says itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from storyhouse.cli import storyhouse
from storyhouse.cli.shared import owner_language
from tests.conftest import Golden

GOLDEN = Path(__file__).parent / "golden" / "command"
LOCALES = {"en": "en_GB.UTF-8", "ko": "ko_KR.UTF-8"}
#: What an owner may type; none of it needs a shop.
TYPED = [
    "--version",
    "neighbours --help",
    "serve --help",
    "letter work --help",
    "subscribers add --help",
    "bild",
    "letter snd",
    "check --fxi",
    "check --formt json",
    "check --format",
    "check --fix=yes",
    "check --format yaml",
    "init",
    "init here --language de",
    "init here there",
    "serve --port many",
    "letter work --concurrency 99",
    "build --today tomorrow",
    "person consent hana",
    "letter export november",
    "ask import nowhere.csv",
    "ask import .",
]
#: Says what the command says to each line that it is given.
SAYS = """
import sys
from click.testing import CliRunner
from storyhouse.cli import storyhouse
for line in sys.argv[1:]:
    result = CliRunner().invoke(storyhouse, line.split(), prog_name="storyhouse")
    print(f"$ storyhouse {line}\\n{result.output}")
"""


def _says(*lines: str, **environ: str) -> str:
    """What the command says on a terminal of 80 columns."""
    run = subprocess.run(
        [sys.executable, "-c", SAYS, *lines],
        capture_output=True,
        text=True,
        env={**os.environ, "LANGUAGE": "", "COLUMNS": "80", "PYTHONUTF8": "1"}
        | environ,
        check=True,
    )
    return run.stdout


@pytest.mark.parametrize("language", LOCALES)
def test_click_speaks_the_owners_language(language: str, golden: Golden) -> None:
    said = _says(*TYPED, LC_ALL=LOCALES[language])
    golden(GOLDEN / f"{language}.txt", said)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, "ko"),
        ({"LC_ALL": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANGUAGE": "ko:en"}, "ko"),
        ({"LC_ALL": "ko_KR.UTF-8", "LANGUAGE": "en:ko"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANGUAGE": "de:ko"}, "ko"),
        ({"LC_ALL": "ko_KR.UTF-8", "LANGUAGE": "de"}, "en"),
    ],
)
def test_click_speaks_what_the_command_speaks(
    environ: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, environ.get(name, ""))
    assert owner_language() == language
    usage = {"en": "Usage: storyhouse", "ko": "사용법: storyhouse"}
    assert usage[language] in _says("--help", **environ)


def _parameters(group: click.Group) -> Iterator[click.Parameter]:
    for command in group.commands.values():
        yield from command.params
        if isinstance(command, click.Group):
            yield from _parameters(command)


def test_a_place_on_the_disk_is_called_the_same_in_every_language() -> None:
    """Click's own name for it would be the only Korean one among DATE and TEXT."""
    paths = [p for p in _parameters(storyhouse) if isinstance(p.type, click.Path)]
    assert len(paths) > 20
    assert [p.opts for p in paths if not p.metavar] == []
