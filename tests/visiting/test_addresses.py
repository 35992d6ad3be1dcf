"""Where a visit may go, and where it may not."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.visiting.addresses import VisitError, is_public, parsed, target

OURS = """\
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1
192.0.0.8 192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1
255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 fe80::1 fe80::1%eth0
fc00::1 fd00:ec2::254 fec0::1 ff02::1 2001:db8::1 2002:7f00:1:: 2002:c0a8:101::
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2001:0:4136:e378:8000:63bf:3fff:fdd2
""".split()
OPEN = "1.1.1.1 93.184.216.34 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", OURS)
def test_our_own(address: str) -> None:
    assert not is_public(parsed(address))


@pytest.mark.parametrize("address", OPEN)
def test_the_open_web(address: str) -> None:
    assert is_public(parsed(address))


@given(st.integers(0, 2**32 - 1))
def test_however_an_address_is_written(number: int) -> None:
    plain = IPv4Address(number)
    mapped = IPv6Address(f"::ffff:{plain}")
    assert is_public(plain) == is_public(mapped)
    if not plain.is_global:
        assert not is_public(plain)
        packed = plain.packed.hex()
        for form in (f"2002:{packed[:4]}:{packed[4:]}::", f"64:ff9b::{plain}"):
            assert not is_public(ip_address(form))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "not-web"),
        ("ftp://next.example/feed", "not-web"),
        ("gopher://next.example/", "not-web"),
        ("feed", "wrong-address"),
        ("//next.example/feed", "wrong-address"),
        ("", "wrong-address"),
        ("https:///feed", "wrong-address"),
        ("https://", "wrong-address"),
        ("https://next.example:0x50/", "wrong-address"),
        ("https://next.example:99999/", "wrong-address"),
        ("https://next.example/a b", "wrong-address"),
        ("https://next.example/\r\nHost: evil", "wrong-address"),
        ("https://next.example\\@evil.example/", "wrong-address"),
        ("https://a..b/", "wrong-address"),
        (f"https://next.example/{'a' * 3000}", "wrong-address"),
        ("https://me:secret@next.example/", "password-in-address"),
        ("https://@next.example/", "password-in-address"),
        ("http://next.example:25/", "wrong-port"),
        ("http://next.example:22/", "wrong-port"),
    ],
)
def test_no_place_for_a_feed(url: str, why: str) -> None:
    with pytest.raises(VisitError) as raised:
        target(url)
    assert raised.value.why == why


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://next.example", "https://next.example/"),
        ("HTTPS://Next.Example:443/feed", "https://next.example/feed"),
        ("http://next.example:8080/?a=b#c", "http://next.example:8080/?a=b"),
        ("https://빵집.example/피드", "https://xn--oy3bu1s.example/%ED%94%BC%EB%93%9C"),
        ("https://next.example/%20x", "https://next.example/%20x"),
        ("http://[2606:4700::1111]/feed", "http://[2606:4700::1111]/feed"),
    ],
)
def test_a_place_on_the_web(url: str, plain: str) -> None:
    assert str(target(url)) == plain
