"""Words that were to be replaced before the letter goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.preflight.foreign import without_foreign
from storyhouse.preflight.seen import Seen


def check(seen: Seen) -> Iterator[Diagnostic]:
    """Each such word once, wherever it stands."""
    met: set[str] = set()
    for whole in (seen.subject, seen.preheader, seen.page.words):
        text = without_foreign(whole)  # told as fields, and not twice
        for pattern, severity in _patterns():
            for found in pattern.finditer(text):
                if found[0] not in met:
                    met.add(found[0])
                    where = seen.where(found[0])
                    yield seen.found(
                        "mail/placeholder", where, severity, written=found[0]
                    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Severity], ...]:
    """All languages' patterns: a Korean letter can hold a TODO."""
    folder = files(__name__.rpartition(".")[0])
    table = yaml.safe_load(folder.joinpath("placeholders.yml").read_text("utf-8"))
    return tuple(
        (re.compile("|".join(patterns)), Severity(level))
        for levels in table.values()
        for level, patterns in levels.items()
    )
