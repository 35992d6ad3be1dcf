"""Every value of a record, with the type it is declared as and its place in the file.

One walk serves all who look at values by what they mean: ids that must lead somewhere,
pictures that must be there, text that must not name somebody.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from storyhouse.model.people import Guarded
from storyhouse.places import KeyPath, Prose, Source

_SIMPLE = frozenset({str, bool, int, dt.date, dt.datetime})
_EMPTY: tuple[object, ...] = (None, (), {})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value: where it stands, what it is declared as, and what it is."""

    at: KeyPath
    declared: Any
    value: Any


def key_of(field_name: str) -> str:
    """The key in the file: Python keeps `for`, `from` and `is` for itself."""
    return field_name.removesuffix("_")


def leaves(record: object, at: KeyPath = ()) -> Iterator[Leaf]:
    """Walk a record, nested records, lists and tables included."""
    cls: Any = type(record)
    for name, key, declared in _plan(cls):
        value = getattr(record, name)
        if type(value) in _SIMPLE:  # most are: the walk takes three times as long
            yield Leaf((*at, key), declared, value)
        elif value not in _EMPTY:
            yield from _walk(value, declared, (*at, key))


def _walk(value: Any, declared: Any, at: KeyPath) -> Iterator[Leaf]:
    match value:
        case None | Source():
            return
        case tuple() | Mapping():
            inner = (typing.get_args(declared) or (Any,))[
                -1 if isinstance(value, Mapping) else 0
            ]
            for key, item in _items(value):
                yield from _walk(item, inner, (*at, key))
        case Guarded() | Prose():
            yield Leaf(at, type(value), value)
        case _ if is_dataclass(value):
            yield from leaves(value, at)
        case _:
            yield Leaf(at, declared, value)


def _items(value: Any) -> Iterable[tuple[Any, Any]]:
    return value.items() if isinstance(value, Mapping) else enumerate(value)


@cache
def _plan(record: type) -> list[tuple[str, str, Any]]:
    hints = typing.get_type_hints(record)
    return [
        (f.name, key_of(f.name), _without_none(hints[f.name]))
        for f in fields(record)
        if f.name not in {"id", "source"}
    ]


def _without_none(declared: Any) -> Any:
    # `PersonId | None` is typing's Union, as an id is no class; `date | None` is not.
    if typing.get_origin(declared) in {types.UnionType, typing.Union}:
        return next(t for t in typing.get_args(declared) if t is not types.NoneType)
    return declared
