from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import HTTPServer
from typing import Any

import pytest

from storyhouse import serving
from storyhouse.building import build_shop
from tests.shop import TODAY, Shop


@contextmanager
def _served(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The site's address, while it is shown."""
    servers: list[HTTPServer] = []
    address: list[str] = []
    ready = threading.Event()

    def kept(*args: Any) -> HTTPServer:
        servers.append(HTTPServer(*args))
        return servers[-1]

    def opened(at: str) -> None:
        address.append(at)
        ready.set()

    monkeypatch.setattr(serving, "_Server", kept)
    build_shop(shop.root, TODAY)
    thread = threading.Thread(
        target=serving.serve_site,
        args=(shop.root, 0, lambda: build_shop(shop.root, TODAY), opened),
    )
    thread.start()
    assert ready.wait(10)
    try:
        yield address[0]
    finally:
        servers[0].shutdown()
        thread.join()


def _read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 (our own server)
        return str(answer.read().decode())


def test_a_changed_file_is_built_at_the_next_look(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _served(shop, monkeypatch) as address:
        assert "Bread that waits" in _read(address)
        shop.change("content/shop.yml", "Bread that waits", "Bread that hurries")
        assert "Bread that hurries" in _read(address)


def test_what_is_not_there_is_the_sites_own_page(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _served(shop, monkeypatch) as address:
        with pytest.raises(urllib.error.HTTPError) as missing:
            _read(f"{address}nowhere/")
        assert missing.value.code == 404
        assert "There is no page here" in missing.value.read().decode()
