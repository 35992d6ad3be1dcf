"""What is to be changed, and what a file's data are once it is."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeAlias

from storyhouse.editing.written import Plain
from storyhouse.places import KeyPath


@dataclass(frozen=True, slots=True)
class Put:
    """Set a key, new or in place of what it has; tables above it are made."""

    at: KeyPath
    value: Plain


@dataclass(frozen=True, slots=True)
class Add:
    """One more item at the end of a list, which is made if it is not there."""

    at: KeyPath
    value: Plain


Change: TypeAlias = Put | Add


class NoRoomError(Exception):
    """Something else stands where a table or a list should."""


def with_change(data: Any, change: Change) -> Any:
    """The data as they should be read afterwards.

    Raises:
        NoRoomError: if something else stands where a table or a list should.
    """
    data = copy.deepcopy(data) or {}
    inside, (*above, last) = data, change.at
    for key in above:
        if isinstance(inside, dict) and not inside.get(key):
            inside[key] = {}
        inside = _held(inside, key)
    value = as_read(change.value)
    if isinstance(change, Add):
        there = _held(inside, last) or []
        if not isinstance(there, list):
            raise NoRoomError
        value = [*there, value]
    elif not isinstance(inside, dict):
        raise NoRoomError
    inside[last] = value
    return data


def _held(inside: Any, key: str | int) -> Any:
    match inside, key:
        case dict(), str():
            return inside.get(key)
        case list(), int() if key < len(inside):
            return inside[key]
    raise NoRoomError


def as_read(value: Plain) -> Any:
    """A value as the reader hands it out: all that is single is text."""
    match value:
        case bool():
            return "true" if value else "false"
        case dt.date():
            return value.isoformat()
        case list():
            return [as_read(item) for item in value]
        case dict():
            return {key: as_read(item) for key, item in value.items()}
        case str():
            return value


def alike(one: Any, other: Any) -> bool:
    """Whether data say the same; a break at the end of a text says nothing."""
    match one, other:
        case str(), str():
            same = one.removesuffix("\n") == other.removesuffix("\n")
        case list(), list():
            same = len(one) == len(other) and all(map(alike, one, other))
        case dict(), dict():
            same = [*one] == [*other] and all(alike(one[k], other[k]) for k in one)
        case _:
            same = one == other
    return same
