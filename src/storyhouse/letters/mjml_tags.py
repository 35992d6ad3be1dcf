"""The table of MJML's tags, and whether an attribute's value is of its type."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_UNIT = re.compile(
    r"unit(?P<negative>WithNegative)?\((?P<units>[^)]*)\)(?:\{(?P<times>[^}]+)\})?"
)
#: Holds defaults: in it any tag stands for all tags of its kind.
DEFAULTS = "mj-attributes"


@dataclass(frozen=True, slots=True)
class Tag:
    """What a tag may hold."""

    attributes: Mapping[str, str]
    children: frozenset[str]
    ending: bool  # what stands in it is HTML
    open: bool = False  # takes any attribute


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "mjml-tags.toml").read_text("utf-8"))


@cache
def tags() -> Mapping[str, Tag]:
    """Every tag by its name."""
    return {
        name: Tag(
            attributes=entry.get("attributes", {}),
            children=frozenset(entry.get("children", "").split()),
            ending=entry.get("ending", False),
            # Those without a component are not looked at by npm mjml either.
            open=name in {"mj-selector", "mj-html-attribute"},
        )
        for name, entry in _table().items()
        if isinstance(entry, dict)
    }


def accepts(kind: str, value: str) -> bool:
    """Whether a value is of a type, by the rules of npm mjml."""
    return bool(_pattern(kind).search(value))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """The type's matcher as npm mjml builds it, its oddities included."""
    if found := _UNIT.match(kind):
        units = found["units"].split(",")
        auto = "|auto" if "auto" in units else ""
        either = "|".join(re.escape(unit) for unit in units if unit != "auto")
        negative = "-|" if found["negative"] else ""
        times = found["times"] or "1"
        return re.compile(
            rf"^((({negative}\d|,|\.)+({either})|0{auto})( )?){{{times}}}$"
        )
    if kind.startswith("enum("):
        either = "|".join(map(re.escape, kind[5:-1].split(",")))
        return re.compile(f"^(?:{either})$")
    named = "|".join(_table()["colours"].split())
    return re.compile(
        {
            "color": r"rgba\(\d{1,3},\s?\d{1,3},\s?\d{1,3},\s?\d(\.\d{1,3})?\)"
            r"|rgb\(\d{1,3},\s?\d{1,3},\s?\d{1,3}\)"
            rf"|(?i:^#(?:[0-9a-f]{{3}}){{1,2}}$)|^(?:{named})$",
            "integer": r"\d+",
            "boolean": "^(?:true|false)$",
        }.get(kind, "")
    )
