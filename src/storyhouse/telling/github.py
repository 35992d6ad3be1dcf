"""Findings as annotations of a GitHub workflow, at their lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from storyhouse.diagnostics import Severity
from storyhouse.telling.told import Said, Told

_KINDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.SUGGESTION: "notice",
}


def lines(told: Told, below: PurePosixPath) -> Iterator[str]:
    """One line for each; `below` is the way from the repository to the shop."""
    for said in told.each:
        yield _line(said, below)


def _line(said: Said, below: PurePosixPath) -> str:
    where, until = said.finding.where, said.finding.until
    about = {
        "file": str(below / where.path.as_posix()),
        "line": where.line,
        "col": where.column,
    }
    if until:
        about |= {"endLine": until.line, "endColumn": until.column}
    about["title"] = said.finding.code
    properties = ",".join(f"{k}={_property(str(v))}" for k, v in about.items())
    text = "\n".join(part for part in (said.message, said.why, said.help) if part)
    return f"::{_KINDS[said.finding.severity]} {properties}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
