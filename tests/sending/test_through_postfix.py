"""A letter's journey through Debian's Postfix, from the merge to the last server."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any

import dkim
import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from storyhouse.letters import Letter, render
from storyhouse.model.house import CheckedHouse
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.dialogue import Kind
from storyhouse.sending.merging import Merge
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.settings import Server
from storyhouse.sending.smtp import Courier
from storyhouse.sending.wire import dotted
from tests.letters.conftest import house
from tests.servers import LOOPBACK, Postfix, free_port, postfix, wait_until
from tests.tools import needs

pytestmark = needs("Postfix")
__all__ = ["house"]  # a fixture of the letters' tests

_ADDED = ("Received: ", "Delivered-To: ", "Return-Path: ")


@dataclass
class End:
    """The reader's own server: every mail as it came."""

    mails: dict[str, bytes] = field(default_factory=dict)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails[envelope.rcpt_tos[0]] = envelope.original_content
        return "250 taken"


@pytest.fixture(scope="module")
def end() -> End:
    return End()


@pytest.fixture(scope="module")
def relay(end: End) -> Iterator[Postfix]:
    controller = Controller(end, hostname=LOOPBACK, port=free_port())
    controller.start()
    with postfix(controller.port) as relay:
        yield relay
    controller.stop()


@pytest.fixture(scope="module")
def letter(house: CheckedHouse) -> Letter:
    issue = max(house.issues.values(), key=lambda i: i.date)
    rendered, _ = render(house, issue)
    assert rendered is not None
    return rendered


def reader(number: int) -> Recipient:
    address = f"reader{number}@mail.example"
    out = f"https://shop.example/out?token={'A_-' * 15}{number}"
    values = {"first_name": "해성", "name": "Dr. “.” 해성", "unsubscribe_url": out}
    return Recipient(SubscriberId(f"{number:032x}"), address, values)


def handed_over(relay: Postfix, end: End, to: str, mail: bytes) -> bytes:
    server = Server(host=LOOPBACK, port=relay.port, starttls=False)
    with closing(Courier(server, "shop@slowrise.example")) as courier:
        assert courier.carry(to, dotted(mail)).kind is Kind.TAKEN
    wait_until(lambda: to in end.mails, relay.log)
    return end.mails[to]


def test_a_letter_arrives_as_it_was_merged(
    relay: Postfix, end: End, letter: Letter
) -> None:
    one = reader(1)
    mail = Merge(letter)(one)
    arrived = handed_over(relay, end, one.address, mail)
    head, body = parted(arrived)
    own = [line for line in head if not line.startswith(_ADDED)]
    assert (own, body) == parted(mail)
    read = message_from_bytes(arrived, policy=policy.default)
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one.values["unsubscribe_url"] in read["List-Unsubscribe"]


def test_a_signature_holds_on_the_way(relay: Postfix, end: End, letter: Letter) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    one = reader(2)
    mail = Merge(letter)(one)
    signed = dkim.sign(mail, b"letters", b"slowrise.example", private) + mail
    arrived = handed_over(relay, end, one.address, signed)
    assert dkim.verify(arrived, dnsfunc=lambda *_a, **_k: record)
    spoilt = arrived.replace(b"\r\n\r\n", b"\r\n\r\nx", 1)
    assert not dkim.verify(spoilt, dnsfunc=lambda *_a, **_k: record)


def test_lines_that_begin_with_a_dot_arrive(
    relay: Postfix, end: End, letter: Letter
) -> None:
    one = reader(3)
    head, _, body = Merge(letter)(one).partition(b"\r\n\r\n")
    mail = head + b"\r\n\r\n.\r\n..\r\n.bread\r\n" + body
    assert parted(handed_over(relay, end, one.address, mail))[1] == parted(mail)[1]


def parted(mail: bytes) -> tuple[list[str], bytes]:
    """The headers, each with its folds, and the body."""
    head, _, body = mail.partition(b"\r\n\r\n")
    unfolded = head.decode("ascii").replace("\r\n ", "\0 ").replace("\r\n\t", "\0\t")
    return unfolded.split("\r\n"), body
