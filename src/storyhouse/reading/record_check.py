"""Fit plain data to a record class, or say where it does not fit.

The only module that knows cattrs. It was chosen over pydantic because the meaning of a
type can live in hooks here, so that the model knows no tool: a date is ten characters
(pydantic takes "20261010" for a Unix time) and an empty optional key says nothing.
"""

from __future__ import annotations

import datetime as dt
import typing
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
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
from storyhouse.reading import scalars
from storyhouse.reading.located_yaml import LocatedYaml
from storyhouse.reading.pointing import named, shown, suggest
from storyhouse.reading.scalars import WrongValueError
from storyhouse.reading.unreadable import UnreadableError

R = TypeVar("R", bound=Record)

#: Given by the reader, not written by the owner.
_GIVEN = {"source", "id", "body"}
_OF_ANY = {f.name for f in fields(Record)}


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


class _UnknownKeyError(Exception):
    """A key that is none of those known here."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(known)
        self.known = list(known)


class _MissingKeyError(Exception):
    """A key that this record must have, and the value rule that wants it, if any."""

    def __init__(self, rule: str = "") -> None:
        super().__init__(rule)
        self.rule = rule


# From cattrs' nested errors to a flat list of places and reasons.


def _problems(error: Exception, at: KeyPath) -> Iterator[tuple[KeyPath, Exception]]:
    match error:
        case ClassValidationError():
            with_notes, others = error.group_exceptions()
            for inner, note in with_notes:
                of_field = _of_field(inner, error.cl, note.name)
                yield from _problems(of_field, (*at, key_of(note.name)))
            for inner in others:
                yield from _extra(inner, at)
        case IterableValidationError():
            for inner, place in error.group_exceptions()[0]:
                yield from _problems(inner, (*at, place.index))
        case _:
            yield at, error


def _of_field(error: Exception, cls: type, name: str) -> Exception:
    if not isinstance(error, KeyError):
        return error
    wanted = {f.name: str(f.metadata.get("rule", "")) for f in fields(cls)}
    return _MissingKeyError(wanted.get(name, ""))


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
            where, rule = source.key_at(*at), error.rule
            return Diagnostic(
                where=where,
                code=rule or "missing-key",
                variant="missing" if rule else "",
                facts={"key": named(at)},
            )
        case _UnknownKeyError():
            return _unknown_key(at, error.known, source)
        case WrongValueError():
            facts = {"key": named(at), "written": shown(error.value), **error.facts}
            where = source.value_at(*at)
            if error.value is None:
                return Diagnostic(
                    where=where, code="empty-value", facts={"key": named(at)}
                )
            return Diagnostic(
                where=where,
                code=error.code,
                facts=facts,
                help=error.help,
                variant=error.variant,
            )
        case _:
            raise error


def _keys_of(record: type) -> list[str]:
    """The keys a record can have, those that any can have behind its own."""
    keys = [key_of(f.name) for f in fields(record) if f.name not in _GIVEN]
    return sorted(keys, key=_OF_ANY.__contains__)


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


# What each type means in a file: lists, tables and records; see also `scalars`.


def _guarded(value: Any, declared: Any) -> Guarded[Any]:
    return Guarded(_CONVERTER.structure(value, typing.get_args(declared)[0]))


def _list_of(declared: Any) -> Callable[[Any, Any], tuple[Any, ...]]:
    inner = typing.get_args(declared)[0]

    def make(value: Any, _: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise WrongValueError("wrong-list", value)
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
            raise WrongValueError("wrong-mapping", value)
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
    except WrongValueError as error:
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
            raise WrongValueError("wrong-mapping", value)
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
    str: scalars.text,
    StrEnum: scalars.choice,
    dt.date: scalars.day,
    dt.datetime: scalars.time,
    bool: scalars.yes_no,
    int: scalars.whole,
    zoneinfo.ZoneInfo: scalars.timezone,
    Source: _as_given,
    Prose: _as_given,
}.items():
    _CONVERTER.register_structure_hook(_type, _hook)
_CONVERTER.register_structure_hook_func(
    lambda t: t in {PersonId, AskId, StoryId, ProductId, PicturePath}, scalars.id_
)
_CONVERTER.register_structure_hook_func(_is_origin(Guarded), _guarded)
_CONVERTER.register_structure_hook_factory(_is_origin(tuple), _list_of)
_CONVERTER.register_structure_hook_factory(
    _is_origin(typing.get_origin(typing.Mapping[str, str])), _table_of
)
_CONVERTER.register_structure_hook_factory(
    lambda t: is_dataclass(t) and t not in {Source, Prose}, _record
)
