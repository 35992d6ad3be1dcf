"""Findings as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from storyhouse import __version__
from storyhouse.diagnostics import Severity
from storyhouse.telling.explaining import with_gaps
from storyhouse.telling.told import Said, Told
from storyhouse.words import words_for

_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.SUGGESTION: "note",
}


def as_sarif(told: Told, below: PurePosixPath) -> str:
    """One run; `below` is the way from the repository to the shop."""
    first = {said.finding.code: said for said in reversed(told.each)}
    codes = sorted(first)
    driver = {
        "name": "storyhouse",
        "semanticVersion": __version__,
        "language": told.language,
        "rules": [_rule(first[code], told.language) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(said, codes, below) for said in told.each],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(said: Said, language: str) -> dict[str, Any]:
    """What a rule or a mistake is about; of a shop's own rule, what its pack says."""
    words, code = words_for(language), said.finding.code
    book = "rules" if words.is_rule(code) else "messages"
    title = words.entries.get(f"{book}.{code}.title", code)
    about = (words.entries.get(f"{book}.{code}.{key}") for key in ("checks", "why"))
    text = next((with_gaps(text) for text in about if text), said.why or title)
    return {
        "id": code,
        "shortDescription": {"text": title},
        "fullDescription": {"text": text},
    }


def _result(said: Said, codes: list[str], below: PurePosixPath) -> dict[str, Any]:
    where, until = said.finding.where, said.finding.until
    region = {"startLine": where.line, "startColumn": where.column}
    if until:
        region |= {"endLine": until.line, "endColumn": until.column}
    uri = quote(str(below / where.path.as_posix()))
    text = "\n".join(part for part in (said.message, said.why, said.help) if part)
    return {
        "ruleId": said.finding.code,
        "ruleIndex": codes.index(said.finding.code),
        "level": _LEVELS[said.finding.severity],
        "message": {"text": text},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
        ],
        "partialFingerprints": {"storyhouseFinding/v1": said.fingerprint},
    }
