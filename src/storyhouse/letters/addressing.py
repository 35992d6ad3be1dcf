"""Addresses that a letter may lead to."""

from __future__ import annotations

from urllib.parse import quote

from storyhouse.model.shop import Shop
from storyhouse.prose.links import ELSEWHERE


def safe(address: str) -> str:
    """A whole address to the web, a mailbox or a telephone; nothing for all else."""
    address = address.strip()
    scheme = address.partition(":")[0].lower() + ":"
    whole = scheme in ELSEWHERE and not any(sign.isspace() for sign in address)
    return address if whole else ""


def mailto(to: str, subject: str = "") -> str:
    """A letter to somebody, begun."""
    about = f"?subject={quote(subject, safe='')}" if subject else ""
    return f"mailto:{quote(to, safe='@+')}{about}"


def telephone(number: str) -> str:
    """A number to call."""
    return "tel:" + "".join(c for c in number if c in "+0123456789")


def reply_to(shop: Shop) -> str:
    """The mailbox that a person reads."""
    mailing = shop.newsletter
    if mailing is None:
        return shop.contact.email
    return mailing.reply_to or mailing.from_
