"""Which hosts no reader can reach, and which paths are the shop's own."""

from __future__ import annotations

import pytest

from storyhouse.preflight import built
from storyhouse.preflight.links import is_nowhere, shorteners
from storyhouse.preflight.seen import Seen
from tests.preflight.desk import Desk


@pytest.mark.parametrize(
    "host",
    "localhost shop.local a.test x.invalid 127.0.0.1 10.1.2.3 192.168.0.1 ::1".split(),
)
def test_nobody_reaches(host: str) -> None:
    assert is_nowhere(host)


@pytest.mark.parametrize("host", "slowrise.example localhost.example 8.8.8.8".split())
def test_everybody_reaches(host: str) -> None:
    assert not is_nowhere(host)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://slowrise.example", "/"),
        ("https://slowrise.example/asks/?a=b#c", "/asks/"),
        ("https://slowrise.example/%EB%B9%B5/", "/빵/"),
        ("https://slowrise.example:8443/", None),
        ("https://slowrise.example:port/", None),
        ("https://slowrise.example.thief.example/", None),
        ("https://[", None),
        ("mailto:hello@slowrise.example", None),
    ],
)
def test_what_is_the_shops_own(desk: Desk, address: str, path: str | None) -> None:
    assert built.on_site(Seen(desk.shop.root, *desk.opened()), address) == path


@pytest.mark.parametrize(
    "path", ["/\0/", "/" + "a" * 5000, "/../../secret", "/nobody/"]
)
def test_what_no_file_answers_for(desk: Desk, path: str) -> None:
    seen = Seen(desk.shop.root, *desk.opened())
    assert built.file_of(seen, path) is None
    assert built.file_of(seen, "/asks/") is not None


def test_shorteners_are_hosts() -> None:
    assert "bit.ly" in shorteners()
    assert all("." in host and host == host.strip().lower() for host in shorteners())
