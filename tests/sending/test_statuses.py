"""A status means the same while a letter is sent and when it comes back."""

from __future__ import annotations

import pytest

from storyhouse.inbox.bounces import returned
from storyhouse.inbox.mail import parse
from storyhouse.sending.statuses import is_of_no_mailbox

BOUNCE = """\
From: MAILER-DAEMON@mail.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; bo@reader.example
Action: failed
Status: {status}

--b--
"""


@pytest.mark.parametrize(
    ("status", "gone"),
    [
        ("5.1.1", True),
        ("5.1.10", True),
        ("5.2.1", True),
        ("5.1.7", False),
        ("5.1.8", False),
        ("5.2.2", False),
        ("5.2.3", False),
        ("5.7.1", False),
        ("4.1.1", False),
    ],
)
def test_both_say_the_same_of_a_mailbox(status: str, *, gone: bool) -> None:
    code = "450" if status.startswith("4") else "550"
    assert is_of_no_mailbox(f"{code} {status} said the server") is gone
    mail = parse(BOUNCE.format(status=status).encode())
    assert mail is not None
    back = returned(mail)
    assert back is not None
    assert (back.word.value == "gone") is gone


@pytest.mark.parametrize("words", ["", "~utf8", "~unfit", "550 no", "550 5.1.1.1 no"])
def test_what_names_no_status_is_of_no_mailbox(words: str) -> None:
    assert not is_of_no_mailbox(words)
