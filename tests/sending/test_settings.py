"""The mail server, as the environment names it."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from keyring import errors

from storyhouse.refusing import RefusedError
from storyhouse.sending.settings import Server, parsed, server


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STORYHOUSE_SMTP", "STORYHOUSE_SMTP_PASSWORD", "STORYHOUSE_BOUNCES"):
        monkeypatch.delenv(name, raising=False)


def test_no_server_is_no_mistake() -> None:
    assert server() is None


def test_a_server_with_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "STORYHOUSE_SMTP", "smtp://mara%40slowrise.example@mail.example?rate=5"
    )
    monkeypatch.setenv("STORYHOUSE_SMTP_PASSWORD", "rye and salt")
    monkeypatch.setenv("STORYHOUSE_BOUNCES", "back@slowrise.example")
    found = server()
    assert found == Server(
        host="mail.example",
        port=587,
        user="mara@slowrise.example",
        password="rye and salt",  # noqa: S106
        rate=5.0,
        bounces="back@slowrise.example",
    )
    assert "rye" not in repr(found)


@pytest.mark.parametrize(
    ("written", "wrapped", "starttls", "port"),
    [
        ("smtp://mail.example", False, True, 587),
        ("smtps://mail.example", True, False, 465),
        ("smtp://mail.example:25?tls=no", False, False, 25),
        ("smtp://localhost:25", False, False, 25),
        ("smtp://127.0.0.1:25?tls=yes", False, True, 25),
        ("smtp://[::1]:25", False, False, 25),
    ],
)
def test_tls_is_asked_for_wherever_something_leaves_this_machine(
    written: str, port: int, *, wrapped: bool, starttls: bool
) -> None:
    found = parsed(written)
    assert (found.wrapped, found.starttls, found.port) == (wrapped, starttls, port)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("mail.example", "bad-server"),
        ("http://mail.example", "bad-server"),
        ("smtp://", "bad-server"),
        ("smtp://mail.example:port", "bad-server"),
        ("smtp://[::1", "bad-server"),
        ("smtp://mail.example/inbox", "bad-server"),
        ("smtp://a:b@mail.example", "password-in-server"),
        ("smtp://a@mail.example?tls=no", "password-in-the-open"),
        ("smtp://mail.example?tls=maybe", "bad-option"),
        ("smtp://mail.example?rate=fast", "bad-option"),
        ("smtp://mail.example?rate=nan", "bad-option"),
        ("smtp://mail.example?rate=0", "bad-option"),
        ("smtp://mail.example?connections=1.5", "bad-option"),
        ("smtp://mail.example?connections=99", "bad-option"),
        ("smtp://mail.example?rat=5", "unknown-option"),
    ],
)
def test_what_cannot_be_understood_is_refused(written: str, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parsed(written)
    assert refused.value.key == f"letter_send.refused.{code}"
    if code == "unknown-option":
        assert refused.value.facts["known"] == "rate"


class _Keyring(ModuleType):
    """A keyring that holds one password."""

    @staticmethod
    def get_password(service: str, name: str) -> str | None:
        if name == "locked@mail.example":
            raise OSError
        if name == "nobody@mail.example":
            raise errors.NoKeyringError
        kept = {("storyhouse", "mara@mail.example"): "rye and salt"}
        return kept.get((service, name))


def test_the_password_may_be_in_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", _Keyring("keyring"))
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert parsed("smtp://mara@mail.example").password == "rye and salt"  # noqa: S105
    for user, key in (
        ("soo", "letter_send.refused.no-password"),
        ("locked", "mailing.refused.keyring"),
        ("nobody", "letter_send.refused.no-password"),
    ):
        with pytest.raises(RefusedError) as refused:
            parsed(f"smtp://{user}@mail.example")
        assert refused.value.key == key


def test_without_a_keyring_the_password_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(RefusedError) as refused:
        parsed("smtp://mara@mail.example")
    assert refused.value.key == "letter_send.refused.no-password"
