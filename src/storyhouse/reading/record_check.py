"""Fit plain data to a record class, or say where it does not fit.

The only module that knows cattrs. It was chosen over pydantic because the meaning of a
type can live in hooks here, so that the model knows no tool: a date is ten characters
(pydantic takes "20261010" for a Unix time) and an empty optional key says nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import typing
import unicodedata
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from cattrs import (
    AttributeValidationNote,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override

from storyhouse.diagnostics import Diagnostic, in_order
from storyhouse.model.leaves import key_of
from storyhouse.model.people import Guarded
from storyhouse.model.record import (
    AskId,
    PersonId,
    PicturePath,
    ProductId,
    Record,
    StoryId,
)
from storyhouse.places import KeyPath, Prose, Source
from storyhouse.reading.located_yaml import LocatedYaml
from storyhouse.reading.unreadable import UnreadableError

R = TypeVar("R", bound=Record)

#: Given by the reader, not written by the owner.
_GIVEN = {"source", "id", "body"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?", re.ASCII)
YES, NO = {"true", "yes", "on"}, {"false", "no", "off"}


def fit(record: type[R], located: LocatedYaml, **given: object) -> R:
    """Make the record from what was written, and from what the reader has `given`.

    Raises:
        UnreadableError: with everything that does not fit, in order of place.
    """
    source = located.source
    if not isinstance(located.data, dict):
        raise UnreadableError.at(source.value_at(), "no-keys", "write-keys")
    theirs = {k: v for k, v in located.data.items() if k not in _GIVEN}
    not_theirs = [k for k in located.data if k in _GIVEN]
    problems = [_unknown_key((k,), _keys_of(record), source) for k in not_theirs]
    try:
        made = _CONVERTER.structure({**theirs, **given, "source": source}, record)
    except ClassValidationError as error:
        problems += [_diagnose(p, source) for p in _problems(error, ())]
        problems = _without_echoes(problems)
    if problems:
        raise UnreadableError(*in_order(problems))
    return made


class _WrongValueError(Exception):
    """A value is not what its key is for; the code says what it should be."""

    def __init__(self, code: str, value: object, help_: str = "", **facts: str) -> None:
        super().__init__(code)
        self.code, self.value, self.help, self.facts = code, value, help_, facts


class _UnknownKeyError(Exception):
    """A key that is none of those known here."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(known)
        self.known = list(known)


class _MissingKeyError(Exception):
    """A key that this record must have."""


# From cattrs' nested errors to a flat list of places and reasons.


def _problems(error: Exception, at: KeyPath) -> Iterator[tuple[KeyPath, Exception]]:
    match error:
        case ClassValidationError():
            with_notes, others = error.group_exceptions()
            for inner, note in with_notes:
                yield from _problems(_of_field(inner), (*at, key_of(note.name)))
            for inner in others:
                yield from _extra(inner, at)
        case IterableValidationError():
            for inner, place in error.group_exceptions()[0]:
                yield from _problems(inner, (*at, place.index))
        case _:
            yield at, error


def _of_field(error: Exception) -> Exception:
    return _MissingKeyError() if isinstance(error, KeyError) else error


def _extra(error: Exception, at: KeyPath) -> Iterator[tuple[KeyPath, Exception]]:
    if isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield (*at, key), _UnknownKeyError(_keys_of(error.cl))
    else:
        yield at, error


def _diagnose(problem: tuple[KeyPath, Exception], source: Source) -> Diagnostic:
    at, error = problem
    match error:
        case _MissingKeyError():
            where, code = source.key_at(*at), "missing-key"
            return Diagnostic(where=where, code=code, facts={"key": named(at)})
        case _UnknownKeyError():
            return _unknown_key(at, error.known, source)
        case _WrongValueError():
            facts = {"key": named(at), "written": shown(error.value), **error.facts}
            where = source.value_at(*at)
            if error.value is None:
                return Diagnostic(
                    where=where, code="empty-value", facts={"key": named(at)}
                )
            return Diagnostic(
                where=where, code=error.code, facts=facts, help=error.help
            )
        case _:
            raise error


def _keys_of(record: type) -> list[str]:
    return [key_of(f.name) for f in fields(record) if f.name not in _GIVEN]


def _unknown_key(at: KeyPath, known: Iterable[str], source: Source) -> Diagnostic:
    help_, facts = suggest(str(at[-1]), known)
    if _is_cut_off(at, source):
        help_ = "quote-comma"
    return Diagnostic(
        where=source.key_at(*at),
        code="unknown-key",
        facts={"key": named(at), **facts},
        help=help_,
    )


def _is_cut_off(at: KeyPath, source: Source) -> bool:
    """Whether a "key" has no colon: in `{words: Yes, gladly}` a comma cut it off."""
    key, value = source.keys.get(at), source.values.get(at)
    if key is None or value is None:
        return False
    return value == replace(key, column=key.column + len(str(at[-1])))


def _without_echoes(problems: list[Diagnostic]) -> list[Diagnostic]:
    """A misspelt key is reported once, as unknown, and not also as missing."""
    meant = {p.facts.get("meant") for p in problems if p.code == "unknown-key"}
    return [
        p
        for p in problems
        if p.code != "missing-key" or str(p.facts["key"]).split("`")[-2] not in meant
    ]


def named(at: KeyPath) -> str:
    """A key as a person would point at it: `rounds` (2) `date`."""
    return " ".join(f"({k + 1})" if isinstance(k, int) else f"`{k}`" for k in at)


def suggest(word: str, known: Iterable[str]) -> tuple[str, dict[str, str]]:
    """A line of help and its facts: the word probably meant, or all of them."""
    known = list(known)
    if near := get_close_matches(word, known, n=1):
        return "did-you-mean", {"meant": near[0]}
    if not known:
        return "", {}
    return "known", {"known": ", ".join(known[:12]) + (" …" if known[12:] else "")}


def shown(value: object) -> str:
    """What was written, short enough for one line."""
    text = " ".join(_written(value).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return f"[{', '.join(map(_written, value))}]"
        case dict():
            inside = (f"{k}: {_written(v)}".rstrip() for k, v in value.items())
            return f"{{{', '.join(inside)}}}"
        case _:
            return str(value)


# What each type means in a file.


def _text(value: Any, _: object) -> str:
    if not isinstance(value, str):
        raise _WrongValueError("wrong-text", value)
    return value.removesuffix("\n")


def _id(value: Any, _: object) -> str:
    """An id is a file's name, which some systems write in decomposed form."""
    return unicodedata.normalize("NFC", _text(value, _).strip())


def _day(value: Any, _: object) -> dt.date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise _WrongValueError("wrong-date", value)


def _time(value: Any, _: object) -> dt.datetime:
    """A day and an hour; nine in the morning when none is written."""
    if isinstance(value, str) and (found := _TIME.fullmatch(value)):
        try:
            text = f"{found[1]} {found[2] or '9:00'}"
            return dt.datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 (the reader adds the shop's timezone)
        except ValueError:
            pass
    raise _WrongValueError("wrong-time", value)


def _yes_no(value: Any, _: object) -> bool:
    if isinstance(value, str) and value.lower() in YES | NO:
        return value.lower() in YES
    raise _WrongValueError("wrong-yes-no", value)


def _choice(value: Any, choices: type[StrEnum]) -> StrEnum:
    if isinstance(value, str) and value in [*choices]:
        return choices(value)
    help_, facts = suggest(str(value), [c.value for c in choices])
    raise _WrongValueError("wrong-choice", value, help_, **facts)


def _timezone(value: Any, _: object) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):  # by its name, by its form, a folder
        near = get_close_matches(str(value), zoneinfo.available_timezones(), n=1)
        help_, facts = ("did-you-mean", {"meant": near[0]}) if near else ("", {})
        raise _WrongValueError("wrong-timezone", value, help_, **facts) from None


def _guarded(value: Any, declared: Any) -> Guarded[Any]:
    return Guarded(_CONVERTER.structure(value, typing.get_args(declared)[0]))


def _list_of(declared: Any) -> Callable[[Any, Any], tuple[Any, ...]]:
    inner = typing.get_args(declared)[0]

    def make(value: Any, _: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _WrongValueError("wrong-list", value)
        made, wrong = [], []
        for index, item in enumerate(value):
            try:
                made.append(_CONVERTER.structure(item, inner))
            except Exception as error:  # noqa: BLE001 (all of a list's mistakes at once)
                error.__notes__ = [IterableValidationNote("item", index, inner)]
                wrong.append(error)
        if wrong:
            raise IterableValidationError("list", wrong, tuple)
        return tuple(made)

    return make


def _table_of(declared: Any) -> Callable[[Any, Any], dict[Any, Any]]:
    key_type, value_type = typing.get_args(declared)

    def make(value: Any, _: object) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise _WrongValueError("wrong-mapping", value)
        made, wrong = {}, []
        for key, item in value.items():
            try:
                name = _key(key, key_type)
                made[name] = _CONVERTER.structure(item, value_type)
            except Exception as error:  # noqa: BLE001 (as in a list)
                error.__notes__ = [AttributeValidationNote("key", key, value_type)]
                wrong.append(error)
        if wrong:
            raise ClassValidationError("table", wrong, dict)
        return made

    return make


def _key(key: str, key_type: Any) -> Any:
    try:
        return _CONVERTER.structure(key, key_type)
    except _WrongValueError as error:
        raise _UnknownKeyError([*key_type]) from error


def _record(cls: type) -> Callable[[Any, Any], Any]:
    renamed = {f.name: override(rename=key_of(f.name)) for f in fields(cls)}
    structure: Callable[[Any, Any], Any] = make_dict_structure_fn(
        cls,
        _CONVERTER,
        _cattrs_forbid_extra_keys=True,
        **renamed,  # type: ignore[arg-type]
    )
    optional = {
        key_of(f.name)
        for f in fields(cls)
        if f.default is not MISSING or f.default_factory is not MISSING
    }

    def make(value: Any, _: object) -> Any:
        if not isinstance(value, dict):
            raise _WrongValueError("wrong-mapping", value)
        # A key with nothing behind it, as `storyhouse new` writes them, says nothing.
        said = {k: None if _is_blank(v) else v for k, v in value.items()}
        said = {k: v for k, v in said.items() if v is not None or k not in optional}
        return structure(said, cls)

    return make


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _as_given(value: Any, _: object) -> Any:
    return value


def _is_origin(*origins: object) -> Callable[[Any], bool]:
    return lambda declared: typing.get_origin(declared) in origins


_CONVERTER = Converter()
# By class, for cattrs asks its own hooks for str, bool and enums before any predicate.
for _type, _hook in {
    str: _text,
    StrEnum: _choice,
    dt.date: _day,
    dt.datetime: _time,
    bool: _yes_no,
    zoneinfo.ZoneInfo: _timezone,
    Source: _as_given,
    Prose: _as_given,
}.items():
    _CONVERTER.register_structure_hook(_type, _hook)
_CONVERTER.register_structure_hook_func(
    lambda t: t in {PersonId, AskId, StoryId, ProductId, PicturePath}, _id
)
_CONVERTER.register_structure_hook_func(_is_origin(Guarded), _guarded)
_CONVERTER.register_structure_hook_factory(_is_origin(tuple), _list_of)
_CONVERTER.register_structure_hook_factory(
    _is_origin(typing.get_origin(typing.Mapping[str, str])), _table_of
)
_CONVERTER.register_structure_hook_factory(
    lambda t: is_dataclass(t) and t not in {Source, Prose}, _record
)
