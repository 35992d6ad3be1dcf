"""A rendered letter, ready to be filled for each person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storyhouse.letters.envelope import Envelope
from storyhouse.model.record import IssueId, Language
from storyhouse.prose.fields import Segments


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One issue, rendered once; its texts are cut at the merge fields.

    What is filled into `html` must be escaped for HTML; nothing else needs it.
    """

    id: IssueId
    language: Language
    envelope: Envelope
    subject: Segments
    preheader: Segments
    html: Segments
    text: Segments
    mjml: str
    report: Mapping[str, Any]
