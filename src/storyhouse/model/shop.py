"""The shop itself: content/shop.yml."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storyhouse.model.record import Language, Link, PersonId, Record

TimeZone = zoneinfo.ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach the shop."""

    email: str
    phone: str = ""
    address: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A page of somebody else's where readers ask or subscribe."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """How the newsletter presents itself in a mailbox."""

    name: str
    from_: str
    reply_to: str = ""
    list_id: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop(Record):
    """Who is telling the stories."""

    name: str
    url: str  # without a slash at its end
    owner: PersonId
    contact: Contact
    language: Language = Language.EN
    country: str = ""
    timezone: TimeZone = field(default_factory=lambda: zoneinfo.ZoneInfo("UTC"))
    tagline: str = ""
    why_us: str = ""
    links: tuple[Link, ...] = ()
    ask: Elsewhere | None = None
    subscribe: Elsewhere | None = None
    newsletter: Mailing | None = None
    theme: str = "hearth"
    look: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
