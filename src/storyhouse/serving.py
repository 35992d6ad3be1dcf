"""Show the built site on this machine, and build it again when a file has changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

_WATCHED = ("content", "newsletters", "themes")


def serve_site(
    root: Path,
    port: int,
    rebuild: Callable[[], object],
    opened: Callable[[str], object],
) -> None:
    """Answer until interrupted; only this machine can ask.

    Args:
        root: the shop's folder, built.
        port: where to answer; 0 for any that is free.
        rebuild: called before a page is shown when the shop's files have changed.
        opened: told the address.

    Raises:
        OSError: if the port cannot be had.
    """
    watch = _Watch(root, rebuild)
    # The folder is named and not entered: the next build puts another in its place.
    handler = partial(_Handler, watch, directory=str(root / "out" / "site"))
    with _Server(("127.0.0.1", port), handler) as server:
        opened(f"http://127.0.0.1:{server.server_address[1]}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


class _Server(HTTPServer):
    """A server that a reader may leave in the middle of an answer."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: the browser asks again, and shows what it gets."""


class _Watch:
    """Remembers when the shop's files were last changed."""

    def __init__(self, root: Path, rebuild: Callable[[], object]) -> None:
        self._root, self._rebuild = root, rebuild
        self._seen = self._state()

    def look(self) -> None:
        """Build again if anything is other than at the last look."""
        state = self._state()
        if state != self._seen:
            self._seen = state
            self._rebuild()

    def _state(self) -> frozenset[tuple[str, int]]:
        return frozenset(
            (str(path), _changed(path))
            for name in _WATCHED
            for path in (self._root / name).rglob("*")
        )


def _changed(path: Path) -> int:
    """When a file was changed last; 0 for one that an editor has just taken away."""
    try:
        return path.stat().st_mtime_ns if path.is_file() else 0
    except OSError:
        return 0


class _Handler(SimpleHTTPRequestHandler):
    """Answers without a word on the terminal, and with the site's own 404 page."""

    def __init__(self, watch: _Watch, *args: Any, **kwargs: Any) -> None:
        self._watch = watch
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer; a page may need a new build first."""
        if self.path.partition("?")[0].endswith(("/", ".html")):
            self._watch.look()
        super().do_GET()

    def end_headers(self) -> None:
        """Nothing is kept by the browser: the next look may find it changed."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """The site's own page for what is not there."""
        missing = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not missing.is_file():
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(missing.read_bytes())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
