"""The two services that take a letter directly, as `pushing` works with them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from storyhouse.refusing import RefusedError
from storyhouse.sending.engines import buttondown, listmonk
from storyhouse.sending.engines.keys import key_named
from storyhouse.sending.engines.posting import Answer, Caller, is_safe
from storyhouse.sending.engines.shape import Handing

BUTTONDOWN = "https://api.buttondown.com/v1"
_VERSION = "2026-04-01"
_MEANT = "X_Buttondown_Live_Dangerously"
_MOST_PAGES = 200
#: A template of listmonk's that adds nothing to a letter.
_BARE = '{{ template "content" . }}'


class StrangeError(Exception):
    """An answer that is none of those the service promises."""


class SaidNoError(Exception):
    """The service did not do it; carries its answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Found:
    """A letter as a service has it."""

    id: str
    status: str
    address: str  # where its owner looks at it


def yes(answer: Answer) -> Any:
    """What the service says to something that it did."""
    if not answer.is_yes:
        raise SaidNoError(answer)
    return answer.body


@dataclass(slots=True)
class Listmonk:
    """Sources: listmonk.app/docs, API / Campaigns, Templates, authentication."""

    handing: Handing
    caller: Caller = field(init=False)

    def __post_init__(self) -> None:
        base = os.environ.get("STORYHOUSE_LISTMONK", "").strip().rstrip("/")
        if not base:
            raise RefusedError("engines.refused.no-address")
        if not is_safe(base):
            raise RefusedError("engines.refused.bad-address")
        user = key_named("STORYHOUSE_LISTMONK_USER")
        token = key_named("STORYHOUSE_LISTMONK_TOKEN")
        headers = {"Authorization": f"token {user}:{token}"}
        self.caller = Caller(base, headers, (token,))

    def find(self) -> Iterator[Found]:
        """Its campaigns for the letter."""
        path = "/api/campaigns?page=1&per_page=all&no_body=true"
        name = listmonk.campaign_name(self.handing.issue.id)
        for campaign in _listed(self._data("GET", path).get("results")):
            if campaign.get("name") == name:
                yield self._found(campaign)

    def make(self) -> Found:
        """Make a draft."""
        return self._found(self._data("POST", "/api/campaigns", self._call()))

    def update(self, found: Found) -> Found:
        """Make the draft what the letter is now."""
        path = f"/api/campaigns/{found.id}"
        return self._found(self._data("PUT", path, self._call()))

    def start(self, found: Found) -> None:
        """Begin to send."""
        path = f"/api/campaigns/{found.id}/status"
        yes(self.caller.call("PUT", path, {"status": "running"}))

    def _call(self) -> dict[str, object]:
        template = self.handing.template or self._bare_template()
        return {**listmonk.campaign(self.handing), "template_id": template}

    def _bare_template(self) -> int:
        templates = yes(self.caller.call("GET", "/api/templates"))
        for template in _listed(templates.get("data")):
            if str(template.get("body", "")).strip() == _BARE:
                return int(template["id"])
        made = {"name": "storyhouse", "type": "campaign", "body": _BARE}
        return int(self._data("POST", "/api/templates", made)["id"])

    def _data(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        answer = self.caller.call(method, path, body)
        said = yes(answer)
        data = said.get("data") if isinstance(said, dict) else None
        if not isinstance(data, dict):
            raise StrangeError(answer.reason)
        return data

    def _found(self, campaign: dict[str, Any]) -> Found:
        id_ = int(campaign["id"])
        address = f"{self.caller.base}/admin/campaigns/{id_}"
        return Found(str(id_), str(campaign["status"]), address)


@dataclass(slots=True)
class Buttondown:
    """Sources: docs.buttondown.com, API / Emails, authentication, versions."""

    handing: Handing
    caller: Caller = field(init=False)

    def __post_init__(self) -> None:
        key = key_named("STORYHOUSE_BUTTONDOWN_KEY")
        headers = {"Authorization": f"Token {key}", "X-API-Version": _VERSION}
        self.caller = Caller(BUTTONDOWN, headers, (key,))

    def find(self) -> Iterator[Found]:
        """Its emails for the letter, page by page."""
        slug = buttondown.slug(self.handing.letter)
        for page in range(1, _MOST_PAGES + 1):
            said = yes(self.caller.call("GET", f"/emails?page={page}"))
            for email in _listed(said.get("results")):
                if email.get("slug") == slug:
                    yield self._found(email)
            if not said.get("next"):
                return

    def make(self) -> Found:
        """Make a draft."""
        call = buttondown.email(self.handing)
        return self._found(yes(self.caller.call("POST", "/emails", call)))

    def update(self, found: Found) -> Found:
        """Make the draft what the letter is now."""
        call = buttondown.email(self.handing)
        return self._found(yes(self.caller.call("PATCH", f"/emails/{found.id}", call)))

    def start(self, found: Found) -> None:
        """Begin to send; the header says that this is meant, as a new key must."""
        path, meant = f"/emails/{found.id}/publish", {_MEANT: "true"}
        yes(self.caller.call("POST", path, {}, **meant))

    @staticmethod
    def _found(email: dict[str, Any]) -> Found:
        id_ = str(email["id"])
        if not id_.replace("-", "").replace("_", "").isalnum():
            raise StrangeError(id_[:40])
        return Found(id_, str(email["status"]), f"https://buttondown.com/emails/{id_}")


def _listed(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise StrangeError(type(value).__name__)
    return [entry for entry in value if isinstance(entry, dict)]
