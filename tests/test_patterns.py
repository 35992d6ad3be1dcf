"""What our patterns must do without, since not every Python does it well."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import storyhouse

#: In a group that is repeated and keeps what it took, these lose matches before 3.11.5.
_LOST = {"ASSERT", "ASSERT_NOT", "BRANCH"}


def patterns() -> Iterator[re.Pattern[Any]]:
    """Every pattern that a module keeps."""
    for found in pkgutil.walk_packages(storyhouse.__path__, "storyhouse."):
        if not found.name.endswith("__main__"):
            module = importlib.import_module(found.name)
            yield from (v for v in vars(module).values() if isinstance(v, re.Pattern))


def lost_in(parsed: object, *, keeps: bool = False) -> bool:
    """Whether something of `_LOST` stands in a group that keeps what it took."""
    if isinstance(parsed, tuple) and parsed and isinstance(parsed[0], int):
        name = str(parsed[0])
        keeps = keeps or name == "POSSESSIVE_REPEAT"
        if keeps and name in _LOST:
            return True
    if isinstance(parsed, tuple | list | _parser.SubPattern):
        return any(lost_in(inner, keeps=keeps) for inner in parsed)
    return False


def test_the_looking_sees_them() -> None:
    for pattern in ("a(?:(?!b).)*+c", "(?:x(?:a|bc))?+"):
        assert lost_in(_parser.parse(pattern))
    assert not lost_in(_parser.parse("(?!b)a++(?:b[ac]*+)*+(?:a|bc)"))


def test_no_pattern_needs_a_newer_python() -> None:
    every = {(p.pattern, p.flags) for p in patterns() if isinstance(p.pattern, str)}
    assert len(every) > 50
    odd = [p for p, flags in every if lost_in(_parser.parse(p, flags))]
    assert odd == []
