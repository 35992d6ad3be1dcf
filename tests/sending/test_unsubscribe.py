"""The page of ways out: opening it changes nothing, its button does, once."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from storyhouse.model.colours import contrast
from storyhouse.model.subscribers import NOBODY, Standing
from storyhouse.refusing import RefusedError
from storyhouse.sending.unsubscribe import app
from storyhouse.sending.unsubscribe_look import WORN, style_of
from storyhouse.sending.unsubscribe_page import Sign, page
from storyhouse.subscribing.places import SECRET, SUPPRESSED
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import HEADER, noes_in, suppressed
from storyhouse.subscribing.tokens import token
from storyhouse.words import words_for
from tests.browser.looking import SCHEMES, WIDTHS, Scheme, found_by_axe, page_of
from tests.servers import free_port
from tests.shop import Shop
from tests.tools import needs

ADDRESS = "bora@reader.example"
ONE_CLICK = b"List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"


def link_of(root: Path) -> str:
    """What stands behind the page's address in the letter to `ADDRESS`."""
    secret = secret_of(root)
    return f"?token={token(secret, secret.id_of(ADDRESS))}"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(root: Path) -> Iterator[int]:
    """The port of the page, held to the letter of WSGI."""
    held = validator(app)

    def of_shop(environ: Any, start: Any) -> Any:
        return held(environ | {"STORYHOUSE_SHOP": str(root)}, start)

    with make_server("127.0.0.1", 0, of_shop, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def port(shop: Shop) -> Iterator[int]:
    secret_of(shop.root)
    with served(shop.root) as port:
        yield port


def ask(
    port: int, method: str, link: str, body: bytes = b"", kind: str = FORM
) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, f"/out{link}", body or None, {"Content-Type": kind})
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def test_opening_it_changes_nothing(shop: Shop, port: int) -> None:
    link = link_of(shop.root)
    for method in ("GET", "HEAD"):
        response, said = ask(port, method, link)
        assert response.status == 200
        assert int(response.headers["Content-Length"]) > 1000
        assert bool(said) is (method == "GET")
    assert (shop.root / SUPPRESSED).read_text("ascii") == f"{HEADER}\n"
    _, said = ask(port, "GET", link)
    assert "Slow Rise" in said
    assert "<button>" in said
    assert "bora" not in said
    assert link.removeprefix("?token=") not in said


MULTIPART = (
    b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
    b"One-Click\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, ONE_CLICK),
        (FORM, ONE_CLICK + b"\r\n"),
        (f"{FORM}; charset=utf-8", b"a=b&" + ONE_CLICK),
        ("multipart/form-data; boundary=x", MULTIPART),
        ("text/plain", ONE_CLICK),
    ],
)
def test_its_button_takes_somebody_off_once(
    shop: Shop, port: int, kind: str, body: bytes
) -> None:
    link = link_of(shop.root)
    first, said = ask(port, "POST", link, body, kind)
    again, said_again = ask(port, "POST", link, body, kind)
    assert first.status == again.status == 200
    assert said == said_again
    assert "no more letters" in said
    assert {"Location", "Set-Cookie"}.isdisjoint(first.headers)
    gone = suppressed(shop.root)
    assert [*gone] == [secret_of(shop.root).id_of("BORA@Reader.example")]
    assert {g.why for g in gone.values()} == {Standing.UNSUBSCRIBED}
    assert len((shop.root / SUPPRESSED).read_text("ascii").splitlines()) == 2


@pytest.mark.parametrize("body", [b"", b"x=y", b"List-Unsubscribe=", b"\xff\x00"])
def test_what_does_not_say_so_takes_nobody_off(
    shop: Shop, port: int, body: bytes
) -> None:
    response, said = ask(port, "POST", link_of(shop.root), body)
    assert response.status == 400
    assert "<button>" in said
    assert (shop.root / SUPPRESSED).read_text("ascii") == f"{HEADER}\n"


@pytest.mark.parametrize("name", ["small", "small-korean"])
def test_the_link_of_a_test_letter_takes_nobody_off(tmp_path: Path, name: str) -> None:
    root = Shop.of(name, tmp_path / "shop").root
    link = f"?token={token(secret_of(root), NOBODY)}"
    before = (root / SUPPRESSED).read_bytes()
    with served(root) as port:
        response, said = ask(port, "POST", link, ONE_CLICK)
    assert response.status == 200
    heading = {"small": "a test letter", "small-korean": "시험 편지에 든 링크"}[name]
    assert heading in said
    assert "mailto:" not in said
    assert (root / SUPPRESSED).read_bytes() == before


def test_a_link_that_is_not_ours_is_answered_with_help(shop: Shop, port: int) -> None:
    good = link_of(shop.root)
    forged = "A" * 43
    wrong = ["", "?token=", good[:-1], good[:20], f"?token={forged}", "?token=%00%ff"]
    answers = {
        (response.status, said)
        for link in wrong
        for method in ("GET", "POST")
        for response, said in [ask(port, method, link, ONE_CLICK)]
    }
    [(status, said)] = answers
    assert status == 404
    assert "mailto:mara@slowrise.example" in said
    assert (shop.root / SUPPRESSED).read_text("ascii") == f"{HEADER}\n"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_told_which_there_are(
    shop: Shop, port: int, method: str
) -> None:
    response, _ = ask(port, method, link_of(shop.root), ONE_CLICK)
    assert response.status == 405
    assert response.headers["Allow"] == "GET, HEAD, POST"


def test_a_large_body_is_not_read(shop: Shop, port: int) -> None:
    response, _ = ask(port, "POST", link_of(shop.root), b"x" * 9000)
    assert response.status == 413


def test_what_cannot_be_written_is_not_claimed(shop: Shop, port: int) -> None:
    link = link_of(shop.root)
    (shop.root / SUPPRESSED).unlink()
    (shop.root / SUPPRESSED).mkdir()
    response, said = ask(port, "POST", link, ONE_CLICK)
    assert response.status == 503
    assert response.headers["Retry-After"]
    assert words_for("en").say("unsubscribe.trouble.text") in said
    (shop.root / SUPPRESSED).rmdir()
    assert ask(port, "POST", link, ONE_CLICK)[0].status == 200
    # The no is kept, and that the list was lost stays known.
    kept = noes_in(shop.root / SUPPRESSED)
    assert (len(kept.gone), kept.begins) == (1, False)
    with pytest.raises(RefusedError):
        suppressed(shop.root)


def test_a_ledger_that_is_away_keeps_nobody_from_leaving(
    shop: Shop, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = f"postgresql://shop@127.0.0.1:{free_port()}/shop"
    monkeypatch.setenv("STORYHOUSE_LEDGER", away)
    response, said = ask(port, "POST", link_of(shop.root), ONE_CLICK)
    assert response.status == 200
    assert "no more letters" in said
    assert len(suppressed(shop.root)) == 1


def test_without_the_secret_none_is_made(shop: Shop) -> None:
    with served(shop.root) as port:
        assert ask(port, "GET", "?token=x")[0].status == 503
    assert not (shop.root / SECRET).exists()


def test_a_line_that_was_cut_is_no_part_of_the_next(shop: Shop, port: int) -> None:
    link = link_of(shop.root)
    shop.write(str(SUPPRESSED), "subscriber,why,since\n0123")
    assert ask(port, "POST", link, ONE_CLICK)[0].status == 200
    last = (shop.root / SUPPRESSED).read_text("ascii").splitlines()[-1]
    assert last.startswith(secret_of(shop.root).id_of(ADDRESS))


def test_a_broken_shop_lets_out_all_the_same(shop: Shop, port: int) -> None:
    shop.write("content/shop.yml", b"\xff{{: [")
    response, said = ask(port, "POST", link_of(shop.root), ONE_CLICK)
    assert response.status == 200
    assert "this shop" in said


def test_its_headers_let_nothing_in_and_nothing_out(shop: Shop, port: int) -> None:
    response, _ = ask(port, "GET", link_of(shop.root))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


_LOOKS = {
    "plain": {},
    "moss": {"accent": "#2f6552", "dark-accent": "#93cdb5"},
    "yellow": {"accent": "#ffd400", "dark-accent": "#ffd400"},
    "night": {"accent": "#140806", "dark-accent": "#140806"},
    "unreadable": {"paper": "#332211", "card": "#ffff00", "quiet": "#fffdf0"},
}


def look(shop: Shop, tokens: dict[str, str]) -> None:
    """Have the shop wear them, and nothing else."""
    file = shop.root / "content/shop.yml"
    lines = "".join(f'  {name}: "{value}"\n' for name, value in tokens.items())
    written = re.sub(r"(?m)^look:.*\n", "", file.read_text("utf-8"))
    file.write_text(f"{written}\nlook:\n{lines}" if lines else written, "utf-8")


def test_it_wears_the_colours_of_the_shop(shop: Shop, port: int) -> None:
    look(shop, _LOOKS["plain"])
    plain = ask(port, "GET", link_of(shop.root))[1]
    assert "--accent:#a4471a;" in plain
    look(shop, _LOOKS["moss"])
    response, said = ask(port, "GET", link_of(shop.root))
    light, dark = said.split("prefers-color-scheme:dark")
    assert "--accent:#2f6552;" in light
    assert "--link:#2f6552;" in light
    assert "--accent:#93cdb5;" in dark
    style = said.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        f"style-src 'sha256-{digest}';" in response.headers["Content-Security-Policy"]
    )


def test_it_wears_a_theme_of_the_shop_s_own(shop: Shop, port: int) -> None:
    look(shop, _LOOKS["plain"])
    shop.write("themes/hearth/theme.yml", 'accent: "#2f6552"\n')
    assert "--accent:#2f6552;" in ask(port, "GET", link_of(shop.root))[1]
    for broken in (
        "- a\n",
        "a: [",
        b"\xff",
        'accent: "red;}</style>"\n',
        "accent: []\n",
    ):
        shop.write("themes/hearth/theme.yml", broken)
        assert "--accent:#a4471a;" in ask(port, "GET", link_of(shop.root))[1]


@pytest.mark.parametrize("written", ['"red"', '"</style>"', "[1, {a: b}]", "", "#fff"])
def test_a_colour_that_is_none_is_left_out(shop: Shop, port: int, written: str) -> None:
    look(shop, _LOOKS["plain"])
    with (shop.root / "content/shop.yml").open("a", encoding="utf-8") as file:
        file.write(f"\nlook:\n  accent: {written}\n  7: x\n")
    response, said = ask(port, "GET", link_of(shop.root))
    assert response.status == 200
    assert "--accent:#a4471a;" in said


@given(
    st.dictionaries(
        st.sampled_from([d + n for d in ("", "dark-") for n in WORN]),
        st.integers(0, 0xFFFFFF).map("#{:06x}".format),
    )
)
def test_it_can_be_read_in_any_colours(tokens: dict[str, str]) -> None:
    style = style_of(Path("nowhere"), "hearth", tokens)
    for block in re.findall(r":root\{([^}]*)", style):
        worn = dict(re.findall(r"--([\w-]+):(#\w{6});", block))
        pairs = [(t, g) for t in ("ink", "quiet", "link") for g in ("paper", "card")]
        for one, other in [*pairs, ("on-accent", "accent")]:
            assert contrast(worn[one], worn[other]) >= 4.5


_MANY = """
import io, sys
from wsgiref.util import setup_testing_defaults
from storyhouse.sending.unsubscribe import app
for link in sys.stdin.read().split():
    environ = {"REQUEST_METHOD": "POST", "QUERY_STRING": link, "CONTENT_LENGTH": "26"}
    environ["wsgi.input"] = io.BytesIO(b"List-Unsubscribe=One-Click")
    setup_testing_defaults(environ)
    app(environ, lambda status, headers: print(status))
"""


def test_several_processes_lose_nobody(shop: Shop) -> None:
    secret = secret_of(shop.root)
    who = [secret.id_of(f"reader{n}@reader.example") for n in range(40)]
    links = " ".join(f"token={token(secret, w)}" for w in who)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _MANY],
            env=os.environ | {"STORYHOUSE_SHOP": str(shop.root)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in running:
        assert process.stdin is not None
        process.stdin.write(links)
        process.stdin.close()
    for process in running:
        with process:
            assert process.stdout is not None
            assert process.stdout.read().split("\n")[:-1] == ["200 OK"] * 40
    assert {*suppressed(shop.root)} == {*who}
    assert len((shop.root / SUPPRESSED).read_text("ascii").splitlines()) == 41


@pytest.fixture(scope="module")
def any_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shop = Shop.of("small", tmp_path_factory.mktemp("shops") / "shop")
    secret_of(shop.root)
    return shop.root


_SIGNS = st.text(st.characters(max_codepoint=255), max_size=80)


@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "BREW"]),
    query=_SIGNS | _SIGNS.map(lambda s: f"token={quote(s)}"),
    length=st.sampled_from(["", "0", "7", "-1", "²", "9" * 30, "x"]),
    kind=_SIGNS | _SIGNS.map(lambda s: f"multipart/form-data; boundary={s}"),
    body=st.binary(max_size=60),
    real=st.booleans(),
)
def test_no_request_is_too_odd_for_an_answer(  # noqa: PLR0913, PLR0917
    any_shop: Path,
    method: str,
    query: str,
    length: str,
    kind: str,
    body: bytes,
    real: bool,  # noqa: FBT001
) -> None:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "QUERY_STRING": link_of(any_shop)[1:] if real else query,
        "CONTENT_LENGTH": length,
        "CONTENT_TYPE": kind,
        "wsgi.input": BytesIO(body),
        "STORYHOUSE_SHOP": str(any_shop),
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []

    def start(status: str, _headers: Any, _exc_info: Any = None) -> Any:
        statuses.append(status)

    app(environ, start)
    [status] = statuses
    assert status[:3] in {"200", "400", "404", "405", "413"}
    assert (any_shop / SUPPRESSED).read_text("ascii") == f"{HEADER}\n"


@given(name=st.text(), address=st.text(), kind=st.sampled_from(["ask", "unknown"]))
def test_a_shop_may_be_called_anything(name: str, address: str, kind: str) -> None:
    said = page(Sign(name, address, "ko"), kind).decode()
    assert said.count("<") == page(Sign("x", address, "ko"), kind).decode().count("<")


@needs("Chromium", "Node")
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("worn", "name", "width"),
    [
        *(
            ("plain", name, width)
            for name in ("small", "small-korean")
            for width in WIDTHS
        ),
        *((worn, "small-korean", WIDTHS[0]) for worn in _LOOKS if worn != "plain"),
    ],
)
def test_everybody_can_press_the_button(  # noqa: PLR0913, PLR0917
    browser: Browser, tmp_path: Path, worn: str, name: str, scheme: Scheme, width: int
) -> None:
    shop = Shop.of(name, tmp_path / "shop")
    look(shop, _LOOKS[worn])
    root = shop.root
    link = link_of(root)
    with served(root) as port, page_of(browser, scheme, width) as window:
        wrong: list[str] = []
        window.on("console", lambda message: wrong.append(message.text))
        window.goto(f"http://127.0.0.1:{port}/out{link}")
        _look(window, f"{worn}-{name}-{scheme}-{width}-ask")
        assert window.evaluate("document.documentElement.scrollWidth") <= width
        assert [w for w in wrong if "favicon" not in w and "404" not in w] == []
        paper = window.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (
            paper == {"light": "rgb(251, 246, 236)", "dark": "rgb(30, 24, 21)"}[scheme]
        )
        window.get_by_role("button").click()
        window.get_by_role("heading").wait_for()
        _look(window, f"{worn}-{name}-{scheme}-{width}-done")
    assert len(suppressed(root)) == 1


def _look(window: Any, name: str) -> None:
    """Nothing that axe-core finds; a picture to look at, where one is wanted."""
    if folder := os.environ.get("STORYHOUSE_PICTURES"):
        window.screenshot(path=f"{folder}/{name}.png")
    assert found_by_axe(window) == []
