"""YAML that remembers where each key and value was written.

The only module that knows how YAML is read. Scalars stay strings: the record's types
decide what `no` or `12.50` means, so a customer called No does not become False, and a
price keeps its cents.

Built from events and not from PyYAML's composed nodes: events come from libyaml one by
one, so 20,000 nested brackets overflow no stack, an alias has its own place, and it
takes 0.034 ms a file where composing takes 0.049 ms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from storyhouse.places import KeyPath, Location, Source
from storyhouse.reading.text import STRANGE
from storyhouse.reading.unreadable import UnreadableError
from storyhouse.reading.yaml_mistakes import explain

#: Deeper than any record; a reader of the file would be lost long before.
DEEPEST = 12
#: `Our #1 chair`: YAML takes what stands behind the # for a note, and drops it.
_CUT_OFF = re.compile(r"[ \t]+#(?=[^\s#])")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands in its text: from sign to sign, the end exclusive.

    A list or table in block style has no end of its own: it ends with its last part.
    """

    start: int
    end: int
    column: int  # from 0
    style: str  # "scalar", "flow" or "block"


#: Every value's, by its keys.
Spans = dict[KeyPath, Span]


@dataclass(frozen=True, slots=True)
class LocatedYaml:
    """Plain data (dict, list, str, None), and where every part of it stands."""

    data: Any
    source: Source

    def below(self, key: str) -> LocatedYaml:
        """The same, as the value of a key that was left out."""
        kept = self.source
        inner = Source(
            kept.path,
            {(key, *at): where for at, where in kept.keys.items()},
            {(key, *at): where for at, where in kept.values.items()},
            {(key, *at): text for at, text in kept.written.items()},
        )
        inner.values[()] = kept.value_at()
        return LocatedYaml({key: self.data}, inner)


def read_yaml(text: str, path: Path, spans: Spans | None = None) -> LocatedYaml:
    """Read one YAML document that starts on the first line of `path`.

    Args:
        text: the document.
        path: the file it stands in.
        spans: filled, if given, with where each value begins and ends.

    Raises:
        UnreadableError: if it is no YAML, or uses what records have no use for.
    """
    builder = _Builder(Source(path), text, spans)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.YAMLError as error:
        raise explain(error, text, path) from error
    return LocatedYaml(builder.data, builder.source)


def _events(text: str) -> Iterator[yaml.Event]:
    return iter(yaml.parse(text, Loader=yaml.CSafeLoader))


@dataclass(slots=True)
class _Open:
    """A list or table whose end has not come yet."""

    at: KeyPath
    data: Any
    key: str | None = None
    where: Location | None = None  # of the key


@dataclass(slots=True)
class _Builder:
    """Puts events together, and notes where each came from."""

    source: Source
    text: str
    spans: Spans | None = None
    data: Any = None
    open: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise self._refused(event, "yaml-twice")
            case yaml.AliasEvent():
                raise self._refused(event, "yaml-alias", "write-again")
            case yaml.MappingStartEvent():
                self._start(event, {})
            case yaml.SequenceStartEvent():
                self._start(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end(event, self.open.pop())
            case yaml.ScalarEvent():
                self._scalar(event)
            case _:
                pass  # the ends of the document and of the stream

    def _start(self, event: yaml.CollectionStartEvent, data: Any) -> None:
        self._plain(event)
        if self.open and isinstance(self.open[-1].data, dict) and not self.open[-1].key:
            raise self._refused(event, "yaml-key")
        if len(self.open) >= DEEPEST:
            raise self._refused(event, "yaml-deep")
        self.open.append(_Open(self._put(event, data), data))

    def _end(self, event: yaml.CollectionEndEvent, ended: _Open) -> None:
        if self.spans is not None and self.spans[ended.at].style == "flow":
            end = _index(event.end_mark)
            self.spans[ended.at] = replace(self.spans[ended.at], end=end)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._plain(event)
        end = event.end_mark.index if event.end_mark else 0
        if not event.style and _CUT_OFF.match(self.text, end):
            raise self._refused(event, "yaml-hash", "quote-hash")
        if STRANGE.search(event.value):
            raise self._refused(event, "strange-escape", "delete-sign")
        inside = self.open[-1] if self.open else None
        if inside is not None and isinstance(inside.data, dict) and inside.key is None:
            self._key(event, inside)
            return
        plain_nothing = not event.style and event.value in {"", "~", "null"}
        at = self._put(event, None if plain_nothing else event.value)
        written = self.text[event.start_mark.index : end] if event.start_mark else ""
        if written != event.value:
            self.source.written[at] = written

    def _plain(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse names and tags: `&Sons bread` would quietly become `bread`."""
        if event.anchor is not None:
            raise self._refused(event, "yaml-alias", "write-again")
        if event.tag is not None:
            raise self._refused(event, "yaml-sign", "quote-it", sign="!")

    def _key(self, event: yaml.ScalarEvent, inside: _Open) -> None:
        at = (*inside.at, event.value)
        if first := self.source.keys.get(at):
            raise self._refused(event, "key-twice", key=event.value, line=first.line)
        self.source.keys[at] = self._where(event)
        inside.key = event.value

    def _put(self, event: yaml.Event, value: Any) -> KeyPath:
        """Put a value where the next one belongs; tell where that is."""
        at: KeyPath = ()
        if not self.open:
            self.data = value
        elif isinstance((inside := self.open[-1]).data, list):
            at = (*inside.at, len(inside.data))
            inside.data.append(value)
        else:
            at = (*inside.at, str(inside.key))
            inside.data[inside.key] = value
            inside.key = None
        self.source.values[at] = self._where(event)
        if self.spans is not None:
            self.spans[at] = _span(event, self.text)
        return at

    def _where(self, event: yaml.Event) -> Location:
        return _location(event.start_mark, self.source.path)

    def _refused(
        self, event: yaml.Event, code: str, help_: str = "", **facts: str | int
    ) -> UnreadableError:
        return UnreadableError.at(self._where(event), code, help_, **facts)


def _location(mark: Any, path: Path) -> Location:
    return Location(path, mark.line + 1, mark.column + 1)


def _index(mark: Any) -> int:
    return int(mark.index) if mark else 0


def _span(event: yaml.Event, text: str) -> Span:
    start, end = _index(event.start_mark), _index(event.end_mark)
    column = event.start_mark.column if event.start_mark else 0
    if isinstance(event, yaml.CollectionStartEvent):
        return Span(start, end, column, "flow" if event.flow_style else "block")
    written = text[start:end]
    # libyaml counts the empty lines below a block to it; `|+` keeps them.
    if written[:1] in {"|", ">"} and "+" not in written.partition("\n")[0]:
        end = start + len(written.rstrip())
    return Span(start, end, column, "scalar")
