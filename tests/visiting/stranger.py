"""A web server that means no good, on this machine."""

from __future__ import annotations

import gzip
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

RSS = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Next door</title><link>https://next.example/</link>
{items}
</channel></rss>
"""
ITEM = """\
<item><title>{title}</title><link>{link}</link>
<pubDate>Tue, 10 Nov 2026 09:00:00 GMT</pubDate>
<description>{words}</description></item>
"""


def item(title: str = "Rain", link: str = "/rain", words: str = "It rained.") -> str:
    """One post."""
    return ITEM.format(title=title, link=link, words=words)


def feed(*items: str) -> bytes:
    """A feed of some posts."""
    return RSS.format(items="".join(items)).encode()


GOOD = feed(item(), item("Sun &amp; wind", "https://next.example/sun", "&lt;p&gt;Dry."))
Send = Callable[[bytes], None]


def answer(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def to(address: str) -> bytes:
    """A redirect."""
    return answer(b"", "302 Found", f"Location: {address}")


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            line = self.rfile.readline(65536)
            if not line:
                return
            request += line
        assert isinstance(self.server, Stranger)
        self.server.asked.append(request.decode())
        path = request.split()[1].decode()
        with suppress(OSError):
            getattr(self, f"do_{path.strip('/').partition('/')[0]}")()

    def do_good(self) -> None:
        if b'If-None-Match: "one"' in self.server.asked[-1].encode():  # type: ignore[attr-defined]
            self.wfile.write(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        else:
            self.wfile.write(answer(GOOD, "200 OK", 'ETag: "one"'))

    def do_gone(self) -> None:
        self.wfile.write(answer(b"no", "404 Not Found"))

    def do_endless(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n<rss>")
        while True:
            self.wfile.write(b"<item>x</item>" * 1000)

    def do_huge(self) -> None:
        self.wfile.write(answer(b"<rss>" + b"x" * 3_000_000))

    def do_slow(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def do_slowhead(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def do_silent(self) -> None:
        time.sleep(3)

    def do_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-More: " + b"y" * 500 + b"\r\n")

    def do_hints(self) -> None:
        while True:
            self.wfile.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")

    def do_rude(self) -> None:
        self.wfile.write(b"220 smtp.example ESMTP\r\n")

    def do_hangsup(self) -> None:
        pass

    def do_file(self) -> None:
        self.wfile.write(to("file:///etc/passwd"))

    def do_loop(self) -> None:
        self.wfile.write(to("/loop"))

    def do_twice(self) -> None:
        self.wfile.write(to("/good"))

    def do_to(self) -> None:
        where = self.server.asked[-1].split()[1].partition("/to/")[2]  # type: ignore[attr-defined]
        self.wfile.write(to(where))

    def do_bomb(self) -> None:
        packed = gzip.compress(b" " * 200_000_000, 1)
        self.wfile.write(answer(packed, "200 OK", "Content-Encoding: gzip"))

    def do_packed(self) -> None:
        headers = "Content-Encoding: gzip"
        self.wfile.write(answer(gzip.compress(GOOD), "200 OK", headers))

    def do_strange(self) -> None:
        self.wfile.write(answer(b"x", "200 OK", "Content-Encoding: br\x1b[2J"))

    def do_passwd(self) -> None:
        self.wfile.write(answer(b"/etc/passwd"))

    def do_hostile(self) -> None:
        data = Path(__file__).with_name("hostile.xml").read_bytes()
        self.wfile.write(answer(data))


class Stranger(socketserver.ThreadingTCPServer):
    """Listens on 127.0.0.1, and keeps what it was asked."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of something it serves."""
        return f"http://{host}:{self.server_address[1]}/{path}"


@contextmanager
def listening(certificate: Path | None = None) -> Iterator[Stranger]:
    """The server, while it listens; in secret, if it has a certificate."""
    with Stranger(certificate) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
