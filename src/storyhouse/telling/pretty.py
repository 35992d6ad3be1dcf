"""Findings for a person at a terminal: the words, and a line under them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from storyhouse.diagnostics import Severity
from storyhouse.telling.told import Said, Told
from storyhouse.words import Words, words_for

#: Columns of a line that are shown before what a finding is about, and altogether.
_BEFORE, _WIDEST = 40, 96
#: What would move the cursor, or turn the line around, on the reader's terminal.
_MOVES = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_COLOURS = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.SUGGESTION: "cyan",
}

#: Puts colour on a text.
Paint = Callable[[str, str], str]


def plain(text: str, _colour: str) -> str:
    """No colour."""
    return text


def findings(told: Told, paint: Paint = plain) -> Iterator[str]:
    """One text for each finding, of several lines."""
    for said in told.each:
        yield "\n".join(_lines(said, paint))


def _lines(said: Said, paint: Paint) -> Iterator[str]:
    finding, words = said.finding, words_for(said.language)
    colour = _COLOURS[finding.severity]
    severity = paint(words.say(f"command.severity.{finding.severity}"), colour)
    yield f"{finding.where}: {severity}: {said.message} [{finding.code}]"
    yield from _excerpt(said, paint, colour)
    if said.why:
        yield f"    {words.say('command.why')}: {said.why}"
    if said.help:
        yield f"    {words.say('command.help')}: {said.help}"


def _excerpt(said: Said, paint: Paint, colour: str) -> Iterator[str]:
    finding, line = said.finding, _MOVES.sub(" ", said.line)
    whole_file = finding.until is None and (
        finding.where.line,
        finding.where.column,
    ) == (1, 1)
    if not line.strip() or whole_file:
        return
    start = min(finding.where.column - 1, len(line))
    until = finding.until
    same = until is not None and until.line == finding.where.line
    end = until.column - 1 if until is not None and same else len(line.rstrip())
    end = max(min(end, len(line)), start + 1) if until is not None else start + 1
    left = start - _fitting(line[max(start - _BEFORE, 0) : start][::-1], _BEFORE)
    right = left + _fitting(line[left : left + _WIDEST], _WIDEST)
    number, dots = str(finding.where.line), "…" if left else ""
    yield f"    {number} | {dots}{line[left:right]}{'…' if len(line) > right else ''}"
    under = _cells(dots + line[left:start])
    marks = max(_cells(line[start : min(end, right)]), 1)
    yield f"    {' ' * len(number)} | {' ' * under}{paint('^' * marks, colour)}"


def _fitting(text: str, columns: int) -> int:
    """How many of a text's first signs fit into some columns of a terminal."""
    for count, sign in enumerate(text):
        columns -= _cells(sign)
        if columns < 0:
            return count
    return len(text)


def _cells(text: str) -> int:
    """How wide a text is on a terminal: a syllable of Hangul takes two columns."""
    from rich.cells import cell_len  # noqa: PLC0415 (only when there is something to tell)

    return cell_len(text)


def closing(told: Told, words: Words) -> Iterator[str]:
    """How many there were, and what the baseline has to say."""
    if told.findings:
        yield words.say(
            "command.counted",
            errors=told.count(Severity.ERROR),
            warnings=told.count(Severity.WARNING),
        )
    if asked := told.count(Severity.SUGGESTION):
        yield words.say("command.suggested", suggestions=asked)
    elif told.quiet:
        again = f"{told.command} --suggestions"
        yield words.say("command.quiet", suggestions=told.quiet, command=again)
    if told.held:
        yield words.say("command.held", findings=told.held)
    if told.fixed:
        gone = sum(sum(rules.values()) for rules in told.fixed.values())
        yield words.say("command.fixed", findings=gone)
        for file, rules in told.fixed.items():
            for rule, count in rules.items():
                yield f"    {file}: {rule} ({count})"
