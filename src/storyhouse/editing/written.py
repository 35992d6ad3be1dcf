"""How a person would write a value in YAML.

PyYAML's dumper spells the single values, so that what needs quotation marks has them;
the lists and tables around them are put together here, in the manner of the owner's
files: short tables and lists of words in one line, lists of tables one line each.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

import yaml

#: What can be written: text, a yes or no, a day; lists and tables of these.
Plain: TypeAlias = "str | bool | dt.date | list[Plain] | dict[str, Plain]"

#: A table longer than this has a line for each key.
_ONE_LINE = 88
_INDENT = 2
_END = "\n"
#: Line ends to YAML and to no editor; they are spelt out.
_RARE_BREAKS = frozenset("\x85\u2028\u2029")

#: Words that surely need no quotation marks; PyYAML needs 0.3 ms to say so.
_PLAIN = re.compile(r"[A-Za-z가-힣][\w.?!'()/%;-]*(?: [\w.?!'()/%;-]+)*")
#: Words that YAML takes for something else.
_OTHERS = frozenset("yes no true false on off null y n".split())


class _Dumper(yaml.SafeDumper):
    """Text without quotation marks where that reads the same, and then with "…"."""

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        written = getattr(self.event, "value", "")
        return '"' if style == "'" and not {'"', "\\"} & {*written} else style


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = '"' if _RARE_BREAKS & {*value} else "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


_Dumper.add_representer(str, _text)


def in_line(value: Plain) -> str:
    """A value in one line, as it can stand anywhere."""
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{in_line(k)}: {in_line(v)}' for k, v in value.items())}}}"
        )
    if isinstance(value, list):
        return f"[{', '.join(map(in_line, value))}]"
    return _bare(value) or _dumped([value], flow=True)[1:-1]


def behind_key(value: Plain, column: int) -> str:
    """What stands behind `key:`, whose own column is given: ` value`, or lines."""
    if isinstance(value, dict) and not _is_short(value):
        return "".join(f"\n{line}" for line in _table(value, column + _INDENT))
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        dash = f"\n{' ' * (column + _INDENT)}- "
        return "".join(dash + behind_dash(item, column + _INDENT) for item in value)
    if isinstance(value, (dict, list)):
        return f" {in_line(value)}"
    return _scalar(value, column)


def behind_dash(value: Plain, column: int) -> str:
    """What stands behind a dash, whose own column is given; text keeps its lines."""
    if isinstance(value, dict) and _has_lines(value):
        return keys(value, column + _INDENT)
    return in_line(value)


def keys(value: Mapping[str, Plain], column: int = 0) -> str:
    """A table with a line or more for each key, the first one not indented."""
    return "\n".join(_table(value, column))[column:]


def _table(value: Mapping[str, Plain], column: int) -> list[str]:
    return [
        f"{' ' * column}{in_line(key)}:{behind_key(inner, column)}"
        for key, inner in value.items()
    ]


def _is_short(value: dict[str, Plain]) -> bool:
    return not _has_lines(value) and len(in_line(value)) <= _ONE_LINE


def _has_lines(value: dict[str, Plain]) -> bool:
    return any(isinstance(v, str) and "\n" in v for v in value.values())


def _scalar(value: Plain, column: int) -> str:
    """A value behind its key; text of several lines keeps them, if YAML can."""
    if bare := _bare(value):
        return f" {bare}"
    if isinstance(value, str) and _bare(value.replace(", ", " ")):
        return f" {value}"  # a comma means something within brackets only
    lines = isinstance(value, str) and "\n" in value
    ended = f"{str(value).removesuffix(_END)}{_END}" if lines else value
    first, *more = _dumped({"k": ended}, flow=False)[2:].split("\n")
    return "\n".join([first, *(f"{' ' * column}{line}".rstrip(" ") for line in more)])


def _bare(value: Plain) -> str:
    """A value that surely needs no quotation marks anywhere, or nothing."""
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.casefold() not in _OTHERS
        return value if plain else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else ""


def _dumped(value: Any, *, flow: bool) -> str:
    """What PyYAML makes of it."""
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        default_flow_style=flow,
        allow_unicode=True,
        width=float("inf"),
    )
    return text.rstrip("\n")
