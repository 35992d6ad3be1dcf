"""What an owner did wrong, from what libyaml says it could not read.

libyaml tells where it stopped; people look for the sign or the line that led it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storyhouse.places import Location
from storyhouse.reading.unreadable import UnreadableError


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where libyaml stopped, and where what it was reading began."""

    path: Path
    lines: list[str]
    line: int  # from 0, as libyaml counts
    column: int
    opened: tuple[int, int] | None

    @property
    def before(self) -> str:
        """What stands before it in its line."""
        return self._text(self.line)[: self.column]

    @property
    def behind(self) -> str:
        """What stands from there on."""
        return self._text(self.line)[self.column :]

    @property
    def above(self) -> str:
        """The line above."""
        return self._text(self.line - 1)

    def at_opening(self) -> _Stop:
        """The place where it began; an open quotation mark is where the mistake is."""
        line, column = self.opened or (self.line, self.column)
        return _Stop(self.path, self.lines, line, column, None)

    def says(self, code: str, help_: str, **facts: str) -> UnreadableError:
        """The message for this place."""
        where = Location(self.path, self.line + 1, self.column + 1)
        return UnreadableError.at(where, code, help_, **facts)

    def _text(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""


def explain(error: Exception, text: str, path: Path) -> UnreadableError:
    """Say in an owner's words what libyaml could not read."""
    mark, opened = (getattr(error, f"{m}_mark", None) for m in ("problem", "context"))
    if mark is None:  # a sign that YAML forbids; read_text refuses those before
        return UnreadableError.at(Location(path), "yaml-broken", "quote-it")
    began = (opened.line, opened.column) if opened else None
    stop = _Stop(path, text.split("\n"), mark.line, mark.column, began)
    problem, context = str(error.problem), str(error.context)  # type: ignore[attr-defined]
    if context.startswith(_SIGNS):
        stop = stop.at_opening()
    for known, say in _KNOWN.items():
        if known in problem:
            return say(stop)
    return stop.says("yaml-broken", "quote-it")


def _simply(code: str, help_: str) -> Callable[[_Stop], UnreadableError]:
    return lambda stop: stop.says(code, help_)


def _opening(code: str, help_: str) -> Callable[[_Stop], UnreadableError]:
    return lambda stop: stop.at_opening().says(code, help_)


def _sign(stop: _Stop) -> UnreadableError:
    sign = stop.behind[:1]
    if sign == "\t":
        return stop.says("yaml-tab", "use-spaces")
    if not sign:
        return _last_bracket(stop).says("yaml-bracket", "close-bracket")
    return stop.says("yaml-sign", "quote-it", sign=sign)


def _last_bracket(stop: _Stop) -> _Stop:
    """The bracket that opened last before the text came to its end."""
    for line in range(min(stop.line, len(stop.lines) - 1), -1, -1):
        column = max(stop.lines[line].rfind(sign) for sign in "[{")
        if column >= 0:
            return _Stop(stop.path, stop.lines, line, column, None)
    return stop.at_opening()


def _colon(stop: _Stop) -> UnreadableError:
    """A colon where none can be: is it this one, the line's indent, or one above?"""
    if ": " in stop.before or not stop.line:
        return stop.says("yaml-colon", "quote-it")
    if stop.before[:1] == " ":
        return _indent(stop)
    colon = stop.above.find(":")
    if colon < 0:
        return _above(stop, 0).says("yaml-broken", "write-keys")
    return _above(stop, colon).says("yaml-space", "space-behind")


def _indent(stop: _Stop) -> UnreadableError:
    column = len(stop.before) - len(stop.before.lstrip())
    there = _Stop(stop.path, stop.lines, stop.line, column, None)
    return there.says("yaml-indent", "line-up-keys")


def _above(stop: _Stop, column: int) -> _Stop:
    return _Stop(stop.path, stop.lines, stop.line - 1, column, None)


def _key(stop: _Stop) -> UnreadableError:
    if stop.behind.startswith("- "):
        return stop.says("yaml-list", "line-up")
    if opening := _open_quote(stop):
        return opening.says("yaml-quote", "close-quote")
    if stop.before.strip():
        return stop.says("yaml-key-expected", "quote-inside")
    return _indent(stop)


def _open_quote(stop: _Stop) -> _Stop | None:
    """A quotation mark above that this line's first one closed by accident."""
    for line, text in enumerate(stop.lines[: stop.line]):
        opened = _OPENED.match(text)
        if (
            opened
            and opened[1] not in text[opened.end() :]
            and opened[1] in stop.before
        ):
            return _Stop(stop.path, stop.lines, line, opened.end() - 1, None)
    return None


def _second_document(stop: _Stop) -> UnreadableError:
    if stop.above.startswith("..."):
        return stop.says("yaml-twice", "")
    return _indent(stop)


#: A key whose value begins with a quotation mark.
_OPENED = re.compile(r"\s*(?:- )?[^\s:#'\"]+:\s+(['\"])")
#: What libyaml was scanning when a sign at the beginning misled it.
_SIGNS = tuple(
    f"while scanning {thing}"
    for thing in ("a block scalar", "an alias", "an anchor", "a tag", "a directive")
)
#: The mistakes people make, by a part of what libyaml says of them.
_KNOWN: dict[str, Callable[[_Stop], UnreadableError]] = {
    "found a tab character": _simply("yaml-tab", "use-spaces"),
    "mapping values are not allowed": _colon,
    "did not find expected ',' or": _opening("yaml-bracket", "close-bracket"),
    "unexpected end of stream": _opening("yaml-quote", "close-quote"),
    "unexpected document indicator": _opening("yaml-quote", "close-quote"),
    "did not find expected key": _key,
    "did not find expected '-'": _simply("yaml-list", "line-up"),
    "did not find expected <document start>": _second_document,
    "could not find expected ':'": _opening("yaml-broken", "write-keys"),
    "unknown escape": _simply("yaml-escape", "single-quotes"),
    "hexdecimal number": _simply("yaml-escape", "single-quotes"),
    "Unicode character escape": _simply("strange-escape", "delete-sign"),
    "cannot start any token": _sign,
    "not allowed in this context": _sign,
    "expected alphabetic or numeric": _sign,
    "expected comment or line break": _sign,
    "indentation indicator": _sign,
    "expected node content": _sign,
    "undefined tag handle": _sign,
    "expected '>'": _sign,
    "directive name": _sign,
}
