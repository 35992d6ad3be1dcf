"""A letter and what is filled in for somebody, as a ledger keeps them: JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from storyhouse.letters import Letter
from storyhouse.letters.envelope import Envelope
from storyhouse.model.record import IssueId, Language
from storyhouse.model.subscribers import SubscriberId
from storyhouse.prose.fields import MergeField, Repeated, Segments
from storyhouse.sending.recipients import Recipient

#: The texts of a letter that are cut at its fields.
_TEXTS = ("subject", "preheader", "html", "text")


def packed(letter: Letter) -> bytes:
    """All that a letter needs to be sent; the same letter gives the same bytes."""
    texts = {name: [_part(s) for s in getattr(letter, name)] for name in _TEXTS}
    kept = {
        "id": letter.id,
        "language": letter.language,
        "envelope": asdict(letter.envelope),
        **texts,
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()


def unpacked(kept: bytes) -> Letter:
    """The letter that was kept; it has no MJML and no report, which nobody sends."""
    data = json.loads(kept)
    return Letter(
        id=IssueId(data["id"]),
        language=Language(data["language"]),
        envelope=Envelope(**data["envelope"]),
        mjml="",
        report={},
        **{name: _segments(data[name]) for name in _TEXTS},
    )


def _part(segment: str | MergeField | Repeated) -> Any:
    """Text stays text; what is filled in becomes a table, by its kind."""
    match segment:
        case str():
            return segment
        case MergeField():
            return {
                "field": segment.name,
                "otherwise": segment.otherwise,
                "pair": segment.pair,
            }
        case Repeated():
            around = ("before", "each", "after")
            inner = {a: [_part(s) for s in getattr(segment, a)] for a in around}
            return {"part": segment.name, **inner}


def _segments(parts: list[Any]) -> Segments:
    return tuple(p if isinstance(p, str) else _filled_in(p) for p in parts)


def _filled_in(data: dict[str, Any]) -> MergeField | Repeated:
    if "field" in data:
        return MergeField(data["field"], data["otherwise"], data["pair"])
    inner = (_segments(data[a]) for a in ("before", "each", "after"))
    return Repeated(data["part"], *inner)


def payload(recipient: Recipient) -> str:
    """What is filled in for somebody."""
    parts = {name: [dict(i) for i in items] for name, items in recipient.parts.items()}
    kept = {"values": dict(recipient.values), **({"parts": parts} if parts else {})}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def recipient_of(subscriber: str, address: str, kept: str) -> Recipient:
    """Somebody as they were enlisted."""
    data = json.loads(kept)
    return Recipient(
        SubscriberId(subscriber), address, data["values"], data.get("parts", {})
    )
