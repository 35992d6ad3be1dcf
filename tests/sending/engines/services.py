"""listmonk and Buttondown on this machine, as strict as their pages are.

They keep what they are given. A call of another form than the contract's is not
answered with yes: it is noted in `wrong`, which a test looks at.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema

from tests.sending.engines.contracts import BUTTONDOWN, LISTMONK, LISTMONK_TEMPLATE

Reply = tuple[int, object]


@dataclass(slots=True)
class Service:
    """One of the two."""

    letters: list[dict[str, Any]] = field(default_factory=list)
    templates: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    #: Calls that are done and not answered: "POST /api/campaigns".
    unanswered: set[str] = field(default_factory=set)
    #: Calls that are not done and not answered.
    lost: set[str] = field(default_factory=set)
    says: dict[str, Reply] = field(default_factory=dict)

    def letter(self, id_: str) -> dict[str, Any] | None:
        """One that it has."""
        return next((c for c in self.letters if str(c["id"]) == id_), None)

    def answer(self, method: str, path: str, query: str, body: Any) -> Reply:
        """What it says; each service its own."""
        raise NotImplementedError

    def knows(self, headers: Any) -> bool:
        """Whether the caller is its owner."""
        raise NotImplementedError

    def fits(self, body: Any, schema: dict[str, Any]) -> bool:
        """Whether a call keeps to the contract."""
        errors = jsonschema.Draft202012Validator(schema).iter_errors(body)
        found = [error.message[:200] for error in errors]
        self.wrong += found
        return not found


class Listmonk(Service):
    """API / Campaigns, API / Templates."""

    def knows(self, headers: Any) -> bool:
        return bool(headers["Authorization"] == "token mara:s3cret-token")

    def answer(  # noqa: PLR0911 (a door for each call)
        self, method: str, path: str, query: str, body: Any
    ) -> Reply:
        match method, path.strip("/").split("/"):
            case "GET", ["api", "campaigns"]:
                asked = {"page", "per_page", "no_body", "tags", "query", "order_by"}
                self.wrong += [*({*parse_qs(query)} - asked)]
                shown = [{**c, "body": ""} for c in self.letters]
                return 200, {"data": {"results": shown, "total": len(shown)}}
            case "POST", ["api", "campaigns"] if self.fits(body, LISTMONK):
                made = {**body, "id": len(self.letters) + 7, "status": "draft"}
                self.letters.append(made)
                return 200, {"data": made}
            case "PUT", ["api", "campaigns", id_] if self.fits(body, LISTMONK):
                return self._changed(id_, body)
            case "PUT", ["api", "campaigns", id_, "status"]:
                if body != {"status": "running"}:
                    self.wrong.append(str(body))
                return self._changed(id_, body)
            case "GET", ["api", "templates"]:
                return 200, {"data": self.templates}
            case "POST", ["api", "templates"] if self.fits(body, LISTMONK_TEMPLATE):
                made = {**body, "id": len(self.templates) + 2}
                self.templates.append(made)
                return 200, {"data": made}
            case _:
                pass
        self.wrong.append(f"{method} {path}")
        return 400, {"message": "invalid"}

    def _changed(self, id_: str, body: Any) -> Reply:
        found = self.letter(id_)
        if found is None or found["status"] != "draft":
            return 400, {"message": "Cannot update a running campaign."}
        found.update(body)
        return 200, {"data": found}


class Buttondown(Service):
    """API / Emails, two a page."""

    def knows(self, headers: Any) -> bool:
        version = headers["X-API-Version"] == "2026-04-01"
        return bool(version and headers["Authorization"] == "Token s3cret-key")

    def answer(  # noqa: PLR0911 (a door for each call)
        self, method: str, path: str, query: str, body: Any
    ) -> Reply:
        match method, path.strip("/").split("/"):
            case "GET", ["v1", "emails"]:
                page = int(parse_qs(query)["page"][0])
                shown = self.letters[2 * page - 2 : 2 * page]
                more = "https://away.example/" if self.letters[2 * page :] else None
                count = len(self.letters)
                return 200, {"results": shown, "count": count, "next": more}
            case "POST", ["v1", "emails"] if self.fits(body, BUTTONDOWN):
                made = {**body, "id": f"em_{len(self.letters) + 1}"}
                self.letters.append(made)
                return 201, made
            case "PATCH", ["v1", "emails", id_] if self.fits(body, BUTTONDOWN):
                found = self.letter(id_)
                if found is None:
                    return 404, {"detail": "Not found."}
                found.update(body)
                return 200, found
            case "POST", ["v1", "emails", id_, "publish"] if body == {}:
                found = self.letter(id_)
                if found is None or found["status"] != "draft":
                    return 400, {"code": "x", "detail": "It is no draft."}
                found["status"] = "about_to_send"
                return 200, found
            case _:
                pass
        self.wrong.append(f"{method} {path}")
        return 400, {"code": "invalid", "detail": "invalid"}


class _Handler(BaseHTTPRequestHandler):
    service: Service

    def _serve(self) -> None:
        length = int(self.headers["Content-Length"] or 0)
        sent = self.rfile.read(length)
        call = f"{self.command} {urlsplit(self.path).path}"
        self.service.calls.append(call)
        if call in self.service.lost:
            return
        reply = self.service.says.get(call) or self._reply(sent)
        if call not in self.service.unanswered:
            self._say(*reply)

    def _reply(self, sent: bytes) -> Reply:
        if not self.service.knows(self.headers):
            return 403, {"message": f"no: {self.headers['Authorization']}"}
        if sent and self.headers["Content-Type"] != "application/json":
            self.service.wrong.append("Content-Type")
        parts = urlsplit(self.path)
        meant = self.headers["X-Buttondown-Live-Dangerously"] == "true"
        if meant != parts.path.endswith("/publish"):
            self.service.wrong.append(f"meant to be sent: {meant}, {parts.path}")
        body = json.loads(sent) if sent else None
        return self.service.answer(self.command, parts.path, parts.query, body)

    def _say(self, status: int, body: object) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST = do_PUT = do_PATCH = _serve  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def open_for_calls(make: Callable[[], Service]) -> Iterator[tuple[Service, str]]:
    """A service and its address."""
    service = make()
    handler = type("Handler", (_Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
