"""Where in a text a change goes, and how it is spelt there."""

from __future__ import annotations

from typing import Any

from storyhouse.editing.page import Page, Splice
from storyhouse.editing.wanted import Add, Change, NoRoomError, Put
from storyhouse.editing.written import Plain, behind_dash, behind_key, in_line, keys
from storyhouse.places import KeyPath


def splice(page: Page, change: Change) -> Splice:
    """The least that has to be put in.

    Raises:
        NoRoomError: if something else stands where a table or a list should.
    """
    if isinstance(change, Add):
        return _added(page, change)
    above = change.at[:-1]
    if page.has(change.at):
        return _replaced(page, change)
    if above and not page.value(above):
        return splice(page, Put(above, {str(change.at[-1]): change.value}))
    return _new_key(page, above, str(change.at[-1]), change.value)


def whole_key(page: Page, change: Change, wanted: Any) -> Splice:
    """The one key of the record that the change is in, written anew."""
    top = str(change.at[0])
    new = {top: wanted[top]}
    if not page.has((top,)):
        end = len(page.yaml)
        return Splice(end, end, f"{keys(new)}\n")
    where = page.located.source.keys[top,]
    start = sum(len(line) + 1 for line in page.yaml.split("\n")[: where.line - 1])
    end = page.line_end(page.end((top,)))
    return Splice(start, end, keys(new))


def _added(page: Page, change: Add) -> Splice:
    items = page.value(change.at)
    if not items:
        return splice(page, Put(change.at, [change.value]))
    if page.in_flow(change.at):
        return _behind(page, page.last(change.at), in_line(change.value))
    column = page.span(change.at).column
    tables = [i for i, item in enumerate(items) if isinstance(item, dict)]
    if tables and isinstance(change.value, dict):
        last = page.span((*change.at, tables[-1]))
        if last.style == "block":
            item = keys(change.value, last.column)
            dash = "-".ljust(last.column - column)
            return _below(page, change.at, f"{' ' * column}{dash}{item}")
    return _below(
        page, change.at, f"{' ' * column}- {behind_dash(change.value, column)}"
    )


def _replaced(page: Page, change: Put) -> Splice:
    """Another value for a key that is there, perhaps with nothing behind it."""
    span = page.span(change.at)
    if page.in_flow(change.at) or not isinstance(change.at[-1], str):
        end, new = span.end, in_line(change.value)
        return Splice(span.start, end, new if span.start < end else f" {new}")
    if span.style == "block":
        raise NoRoomError  # no single place: the whole key is written anew
    if span.start < span.end:
        return Splice(span.start, span.end, in_line(change.value))
    new = behind_key(change.value, _column(page, change.at[:-1]))
    start = page.line_end(span.start) if new[:1] == "\n" else span.start
    return Splice(start, start, new)


def _new_key(page: Page, above: KeyPath, key: str, value: Plain) -> Splice:
    there = page.value(above)
    if there is not None and not isinstance(there, dict):
        raise NoRoomError
    if there and page.in_flow(above):
        new = f"{in_line(key)}: {in_line(value)}"
        return _behind(page, page.last(above), new)
    if not there:
        return _first_key(page, {key: value})
    column = _column(page, above)
    return _below(page, above, " " * column + keys({key: value}, column))


def _first_key(page: Page, new: dict[str, Plain]) -> Splice:
    """The first key of a record that has none: behind its notes, if any."""
    if page.value(()) is not None:
        span = page.span(())
        return Splice(span.start, span.end, in_line(new))
    end = len(page.yaml)
    gap = "" if page.yaml.endswith("\n") or not page.yaml else "\n"
    return Splice(end, end, f"{gap}{keys(new)}\n")


def _column(page: Page, at: KeyPath) -> int:
    """Where the keys of a table begin."""
    return page.span(at).column if page.value(at) else 0


def _behind(page: Page, last: KeyPath, new: str) -> Splice:
    """Behind the last part within brackets; on a line of its own if that is."""
    end, column = page.end(last), page.own_line(last)
    gap = " " if column is None else "\n" + " " * column
    return Splice(end, end, f",{gap}{new}")


def _below(page: Page, at: KeyPath, lines: str) -> Splice:
    """On the line below the last part of a list or table in block style."""
    end = page.line_end(page.end(at))
    close = "" if page.yaml[end : end + 1] == "\n" else "\n"
    return Splice(end, end, f"\n{lines}{close}")
