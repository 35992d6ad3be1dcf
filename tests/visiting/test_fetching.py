"""Whatever a server does, a visit ends, and nobody of our own is asked."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from storyhouse.visiting.addresses import Address, VisitError, is_public
from storyhouse.visiting.fetching import Fetched, fetch
from tests.visiting.stranger import GOOD, Stranger, listening

#: Long enough for a busy machine, short enough for a test.
SECONDS = 2.0


def anywhere(_address: Address) -> bool:
    return True


def why(stranger: Stranger, path: str, seconds: float = SECONDS) -> str:
    """Why something is not fetched."""
    started = time.monotonic()
    with pytest.raises(VisitError) as raised:
        fetch(stranger.at(path), allow=anywhere, seconds=seconds)
    assert time.monotonic() - started < seconds + 3
    return raised.value.why


@pytest.mark.parametrize("path", ["good", "twice", "packed"])
def test_a_feed(stranger: Stranger, path: str) -> None:
    assert fetch(stranger.at(path), allow=anywhere).data == GOOD


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("gone", "status"),
        ("endless", "too-long"),
        ("huge", "too-long"),
        ("bomb", "too-long"),
        ("slow", "slow"),
        ("slowhead", "slow"),
        ("silent", "slow"),
        ("rude", "no-http"),
        ("hangsup", "no-http"),
        ("headers", "no-http"),
        ("loop", "redirects"),
        ("file", "not-web"),
        ("to/ftp://next.example/", "not-web"),
        ("to/http://127.0.0.1:25/", "wrong-port"),
    ],
)
def test_a_stranger_who_means_no_good(
    stranger: Stranger, path: str, expected: str
) -> None:
    seconds = 0.4 if expected == "slow" else 20
    assert why(stranger, path, seconds) == expected


def test_what_it_says_steers_no_terminal(stranger: Stranger) -> None:
    with pytest.raises(VisitError) as raised:
        fetch(stranger.at("strange"), allow=anywhere)
    assert raised.value.why == "packed"
    assert str(raised.value.fact).isprintable()


def test_hints_without_end(stranger: Stranger) -> None:
    assert why(stranger, "hints", 0.5) == "slow"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433"])
def test_this_machine_is_not_asked(stranger: Stranger, host: str) -> None:
    before = len(stranger.asked)
    with pytest.raises(VisitError) as raised:
        fetch(stranger.at("good", host))
    assert raised.value.why in {"private", "no-such-host"}  # as systems read numbers
    assert len(stranger.asked) == before


@pytest.mark.parametrize(
    "aim", ["http://127.0.0.1:{port}/good", "http://169.254.169.254/latest/meta-data/"]
)
def test_nor_is_it_by_a_redirect(
    stranger: Stranger, aim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first address may be asked, and where it sends us may not."""
    _resolve(monkeypatch, {"next.example": "127.0.0.1"})
    port, first = stranger.server_address[1], [True]

    def only_the_first(address: Address) -> bool:
        return first.pop() if first else is_public(address)

    before = len(stranger.asked)
    with pytest.raises(VisitError) as raised:
        fetch(
            f"http://next.example:{port}/to/{aim.format(port=port)}",
            allow=only_the_first,
        )
    assert raised.value.why == "private"
    assert len(stranger.asked) == before + 1


def test_nor_by_a_name_that_leads_here(
    stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    _resolve(monkeypatch, {"next.example": "127.0.0.1"})
    with pytest.raises(VisitError) as raised:
        fetch(stranger.at("good", "next.example"))
    assert (raised.value.why, raised.value.fact) == ("private", "next.example")


def test_a_name_is_looked_up_once(
    stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was looked at is what is connected to: a name may change its mind."""
    asked = _resolve(monkeypatch, {"next.example": "127.0.0.1"})
    looked: list[str] = []

    def look(address: Address) -> bool:
        looked.append(str(address))
        return True

    assert fetch(stranger.at("good", "next.example"), allow=look).data == GOOD
    assert asked.count("next.example") == 1
    assert looked == ["127.0.0.1"]
    assert "Host: next.example" in stranger.asked[-1]


def _resolve(monkeypatch: pytest.MonkeyPatch, names: dict[str, str]) -> list[str]:
    look_up, asked = socket.getaddrinfo, []

    def resolved(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return look_up(names.get(host, host), *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    return asked


def test_a_look_up_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: Any, **__: Any) -> list[Any]:
        time.sleep(1)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(VisitError) as raised:
        fetch("https://next.example/", seconds=0.2)
    assert raised.value.why == "slow"


def test_nobody_of_that_name() -> None:
    with pytest.raises(VisitError) as raised:
        fetch("https://next.invalid/feed")
    assert raised.value.why == "no-such-host"


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(VisitError) as raised:
            fetch(f"http://127.0.0.1:{port}/", allow=anywhere)
    assert raised.value.why == "no-answer"
    assert raised.value.fact


def test_no_certificate_no_feed(stranger: Stranger) -> None:
    address = stranger.at("good").replace("http:", "https:")
    with pytest.raises(VisitError):
        fetch(address, allow=anywhere, seconds=SECONDS)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of next.example, and its key, in one file."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            *"openssl req -x509 -newkey rsa:2048 -nodes -days 2".split(),
            *"-subj /CN=next.example -addext subjectAltName=DNS:next.example".split(),
            *("-keyout", folder / "key.pem", "-out", folder / "both.pem"),
        ],
        check=True,
        capture_output=True,
    )
    both = folder / "both.pem"
    both.write_text(both.read_text() + (folder / "key.pem").read_text())
    return both


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
@pytest.mark.parametrize("name", ["next.example", "other.example"])
def test_a_certificate_is_that_of_the_name(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The connection goes to an address; the name is what is asked for and proved."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    _resolve(monkeypatch, {name: "127.0.0.1"})
    with listening(certificate) as server:
        address = server.at("good", name).replace("http:", "https:")
        if name == "next.example":
            assert fetch(address, allow=anywhere).data == GOOD
            return
        with pytest.raises(VisitError) as raised:
            fetch(address, allow=anywhere)
    assert raised.value.why == "certificate"
    assert "other.example" in str(raised.value.fact)


def test_what_has_not_changed_is_not_sent_again(stranger: Stranger) -> None:
    first = fetch(stranger.at("good"), allow=anywhere)
    assert first.validators.etag == '"one"'
    again = fetch(stranger.at("good"), first.validators, allow=anywhere)
    assert again == Fetched(stranger.at("good"), None, validators=first.validators)


def test_nothing_of_us_is_told(stranger: Stranger) -> None:
    fetch(stranger.at("good"), allow=anywhere)
    asked = stranger.asked[-1].lower()
    assert "accept-encoding: identity" in asked
    for never in ("cookie", "referer", "authorization", "python"):
        assert never not in asked
