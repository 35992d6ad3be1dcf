"""Findings for programs: JSON of docs/reference/findings.schema.json."""

from __future__ import annotations

import json
from typing import Any

from storyhouse import __version__
from storyhouse.diagnostics import Severity
from storyhouse.telling.told import Said, Told

#: Raised when a reader of the last one would go wrong.
VERSION = 1


def as_json(told: Told) -> str:
    """The whole, in one object."""
    data = {
        "version": VERSION,
        "tool": {"name": "storyhouse", "version": __version__},
        "summary": {
            "errors": told.count(Severity.ERROR),
            "warnings": told.count(Severity.WARNING),
            "suggestions": told.count(Severity.SUGGESTION),
            "held": told.held,
        },
        "findings": [_finding(said) for said in told.each],
        "fixed": [
            {"path": file, "rule": rule, "count": count}
            for file, rules in told.fixed.items()
            for rule, count in rules.items()
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _finding(said: Said) -> dict[str, Any]:
    where, until = said.finding.where, said.finding.until
    return {
        "path": where.path.as_posix(),
        "line": where.line,
        "column": where.column,
        "end_line": until.line if until else None,
        "end_column": until.column if until else None,
        "severity": said.finding.severity.value,
        "code": said.finding.code,
        "language": said.language,
        "message": said.message,
        "why": said.why,
        "help": said.help,
        "fingerprint": said.fingerprint,
    }
