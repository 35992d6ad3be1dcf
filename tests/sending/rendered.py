"""The letters of tests/shops/letters, rendered, and somebody to send them to."""

from __future__ import annotations

import email
import email.policy
import tempfile
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from storyhouse.checking import check
from storyhouse.letters import Letter, render
from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.recipients import Recipient
from tests.shop import Shop

TOKEN = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"  # noqa: S105 (of nobody)


@cache
def rendered(id_: str) -> Letter:
    """One of `october` (English), `gullyeo` and `winter` (Korean)."""
    with tempfile.TemporaryDirectory() as folder:
        checked, found = check(Shop.of("letters", Path(folder) / "shop").house())
        assert checked, found
        letter, found = render(checked, checked.issues[IssueId(id_)])
    assert letter, found
    return letter


def somebody(address: str = "minji@mail.example", **values: str) -> Recipient:
    """A reader, with their ways out."""
    own = {
        "email": address,
        "view_url": "https://moss.example/letters/gullyeo/",
        "unsubscribe_url": f"https://moss.example/out?token={TOKEN}",
        "unsubscribe_mail": f"mailto:reply@moss.example?subject=unsubscribe%20{TOKEN}",
    }
    return Recipient(SubscriberId("0" * 32), address, {**values, **own})


def parsed(raw: bytes) -> EmailMessage:
    """A mail as the standard library reads it: nothing in it may be wrong."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    for part in mail.walk():
        assert not part.defects, part.defects
    for name, value in mail.items():
        assert not value.defects, (name, value, value.defects)
    return mail


def texts(mail: EmailMessage) -> list[str]:
    """The text and the HTML as they are read."""
    return [part.get_content() for part in mail.iter_parts()]
